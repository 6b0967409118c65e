"""The org's own JSON Schemas: read, and held to be schemas. jsonschema is imported only where there is one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.config.checked import inside
from ownctl.config.disk import Look
from ownctl.config.findings import Finding, Severity
from ownctl.config.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ownctl.config.disk import Files
    from ownctl.config.memory import Memory
    from ownctl.config.settings import OrgFile

LONGEST_REASON = 200


def read_schemas(
    settings: OrgFile, repository: Path, files: Files, memory: Memory
) -> tuple[dict[str, Any], list[Finding]]:
    """The schemas that org.yaml names, parsed; and findings for those that are no schemas.

    A file that doesn't exist has its finding elsewhere (`checked.check_paths`).
    """
    schemas: dict[str, Any] = {}
    findings: list[Finding] = []
    for kind, path in settings.metadata_schemas.items():
        file = inside(path, repository, files)
        if file is None or files.look(file) is not Look.FILE:
            continue
        try:
            read = memory.recall(_schema, files.read(file, LARGEST + 1), path)
        except OSError as error:
            read = _Schema(reason=_reason(error))
        if read.reason is None:
            schemas[kind] = read.schema
        else:
            message = f"{path} is no JSON Schema, so no metadata can be held to it: {read.reason}"
            spot = settings.spot_of("metadata_schemas", kind)
            where = f"metadata_schemas.{kind}"
            findings.append(Finding("schema-broken", Severity.ERROR, message, f"correct {path}", spot, where))
    return schemas, findings


@dataclass(frozen=True)
class _Schema:
    """What a file says, or why it is no schema."""

    schema: Any = None
    reason: str | None = None


def _schema(data: bytes, _file: str, _where: str) -> _Schema:
    if len(data) > LARGEST:
        return _Schema(reason="it is larger than 5 MB")
    try:
        schema = json.loads(data.decode())
        _check_schema(schema)
    except (ValueError, RecursionError) as error:
        return _Schema(reason=_reason(error))
    return _Schema(schema)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it refers to itself without end"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:LONGEST_REASON]


def _check_schema(schema: Any) -> None:
    """Raise ValueError if it is no schema, or if it refers to what isn't in it: nothing is ever fetched."""
    from jsonschema.exceptions import SchemaError

    if not isinstance(schema, (dict, bool)):
        raise ValueError("a schema is an object")  # noqa: TRY004  # of the file, not of a program
    try:
        kind_of_schema(schema).check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"{error.json_path}: {error.message}") from error
    _check_references(schema)


def _check_references(schema: Any) -> None:
    from referencing import Resource
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    resource = Resource.from_contents(schema, default_specification=DRAFT202012)
    resolver = closed_registry().with_resource(resource.id() or "", resource).crawl().resolver(resource.id() or "")
    for reference in _references(schema):
        try:
            resolver.lookup(reference)
        except Unresolvable as error:
            raise ValueError(f"it refers to {reference}, which is not in it, and nothing is fetched") from error


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for below in schema.values():
            yield from _references(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _references(below)


def kind_of_schema(schema: Any) -> Any:
    """The class that validates by the draft that a schema names, 2020-12 if none. Raises ValueError for others."""
    from jsonschema import validators

    kinds = (
        validators.Draft202012Validator,
        validators.Draft201909Validator,
        validators.Draft7Validator,
        validators.Draft6Validator,
        validators.Draft4Validator,
    )
    named = schema.get("$schema") if isinstance(schema, dict) else None
    if named is None:
        return kinds[0]
    for kind in kinds:
        if isinstance(named, str) and str(kind.ID_OF(kind.META_SCHEMA)).rstrip("#") == named.rstrip("#"):
            return kind
    raise ValueError(f"nobody knows its draft, {named}")


def closed_registry() -> Any:
    """The schemas of the specifications, and nothing else: with it, jsonschema fetches nothing."""
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    return REGISTRY  # the very one that jsonschema itself begins with
