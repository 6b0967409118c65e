"""The org's own JSON Schemas: read, and held to be schemas. jsonschema-rs is imported only where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import from_json

from ownctl.config.checked import inside
from ownctl.config.disk import Look
from ownctl.config.findings import Finding, Severity
from ownctl.config.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema_rs import ValidationError, Validator

    from ownctl.config.disk import Files
    from ownctl.config.memory import Memory
    from ownctl.config.settings import OrgFile

LONGEST_REASON = 200
ITSELF = "urn:ownctl:the-schema-itself"


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


class _Schema(NamedTuple):
    """What a file says, or why it is no schema."""

    schema: Any = None
    reason: str | None = None


def _schema(data: bytes, _file: str, _where: str) -> _Schema:
    if len(data) > LARGEST:
        return _Schema(reason="it is larger than 5 MB")
    try:
        schema = from_json(data)
        _check_schema(schema)
    except (ValueError, RecursionError) as error:
        return _Schema(reason=_reason(error))
    return _Schema(schema)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:LONGEST_REASON]


def _check_schema(schema: Any) -> None:
    """Raise ValueError if it is no schema, or if it refers to what isn't in it, or to itself without end."""
    from jsonschema_rs import ValidationError

    if not isinstance(schema, (dict, bool)):
        raise ValueError("a schema is an object")  # noqa: TRY004  # of the file, not of a program
    try:
        validator_of(schema)
    except ValidationError as error:
        raise ValueError(_refused(error)) from error
    _check_circles(schema)


def validator_of(schema: Any) -> Validator:
    """What validates by a schema, by the draft that it names, 2020-12 if none; formats are checked in every draft.

    Raises ValueError, mostly as a ValidationError, for what is no schema or refers to what isn't in it: nothing is
    ever fetched, neither from the network nor from files.
    """
    from jsonschema_rs import validator_for

    return validator_for(schema, validate_formats=True, offline=True)


def _refused(error: ValidationError) -> str:
    if error.kind.name == "$ref":
        return f"nothing is fetched, and it refers to what is not in it: {error.message}"
    return "".join(["$", *(f".{step}" for step in error.instance_path), ": ", error.message])


def _check_circles(schema: Any) -> None:
    """Raise ValueError if a `$ref` leads to itself: validators take it for a schema that everything is valid under."""
    references = set(_references(schema))
    if not references:
        return
    from jsonschema_rs import ReferencingError, Registry

    resolver = Registry([(ITSELF, schema)]).resolver(ITSELF)
    for reference in references:
        seen: set[str] = set()
        following: Any = reference
        while isinstance(following, str):
            if following in seen:
                raise ValueError(f"{following} refers to itself without end")
            seen.add(following)
            try:
                target = resolver.lookup(following).contents
            except ReferencingError:  # it is relative to the `$id` of a part, and there it leads somewhere
                break
            following = target.get("$ref") if isinstance(target, dict) else None


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for below in schema.values():
            yield from _references(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _references(below)
