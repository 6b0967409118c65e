"""The org's own JSON Schemas: read, and held to be schemas. jsonschema is imported only where there is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ownctl.config.checked import inside
from ownctl.config.findings import Finding, Severity
from ownctl.config.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ownctl.config.settings import OrgFile

LONGEST_REASON = 200


def read_schemas(settings: OrgFile, repository: Path) -> tuple[dict[str, Any], list[Finding]]:
    """The schemas that org.yaml names, parsed; and findings for those that are no schemas.

    A file that doesn't exist has its finding elsewhere (`checked.check_paths`).
    """
    schemas: dict[str, Any] = {}
    findings: list[Finding] = []
    for kind, path in settings.metadata_schemas.items():
        file = inside(path, repository)
        if file is None or not file.is_file():
            continue
        try:
            schemas[kind] = json.loads(_read(file))
            _check_schema(schemas[kind])
        except (OSError, ValueError, RecursionError) as error:
            schemas.pop(kind, None)
            findings.append(
                Finding(
                    "schema-broken",
                    Severity.ERROR,
                    f"{path} is no JSON Schema, so no metadata can be held to it: {_reason(error)}",
                    f"correct {path}",
                    settings.spot_of("metadata_schemas", kind),
                    f"metadata_schemas.{kind}",
                )
            )
    return schemas, findings


def _read(file: Path) -> str:
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("it is larger than 5 MB")
    return data.decode()


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
