"""Metadata: a service's own fields, held to the org's own JSON Schema."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from ownctl.config.fixes import in_quotes, spelt
from ownctl.config.own_schemas import closed_registry, kind_of_schema
from ownctl.config.spelling import did_you_mean
from ownctl.config.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from ownctl.config.fixes import Correction
    from ownctl.config.org import Org


@dataclass(frozen=True, slots=True)
class Mistake:
    """Metadata of a service that its schema refuses."""

    team: str
    service: str
    path: tuple[str | int, ...]
    """The way from the service to the value: `("metadata", "cost_centre")`."""
    at_key: bool
    """Whether the key at the end of the path is what is wrong."""
    message: str
    help: str
    correction: Correction | None
    """Where one is safe."""


def mistakes(org: Org) -> Iterator[Mistake]:
    """What the schema in `org.metadata_schemas` refuses in the metadata of services.

    Dates are strings for it, as JSON has none. A `$ref` to elsewhere is never fetched.
    """
    schema = org.metadata_schemas.get("service")
    if schema is None:
        return
    kind = kind_of_schema(schema)
    validator = kind(schema, registry=closed_registry(), format_checker=kind.FORMAT_CHECKER)
    known: dict[str, tuple[ValidationError, ...]] = {}
    for team, key, service in org.services:
        if service.is_broken("metadata"):
            continue
        data = as_json(service.metadata)
        text = json.dumps(data, sort_keys=True)  # many services say the same
        if text not in known:
            known[text] = _errors(validator, data)
        for path, at_key, message, help_, correction in _said(known[text]):
            yield Mistake(team.team, key, ("metadata", *path), at_key, message, help_, correction)


def _errors(validator: Any, data: Any) -> tuple[ValidationError, ...]:
    try:
        errors = list(validator.iter_errors(data))
    except RecursionError:
        from jsonschema.exceptions import ValidationError

        return (ValidationError("the schema refers to itself without end"),)
    return tuple(sorted(errors, key=lambda error: [str(step) for step in error.absolute_path]))


def as_json(value: Any) -> Any:
    """A YAML value as JSON would have it: dates are ISO strings."""
    if isinstance(value, dict):
        return {key: as_json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_json(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value


Said: TypeAlias = "tuple[tuple[str | int, ...], bool, str, str, Correction | None]"


def _said(errors: Iterable[ValidationError]) -> Iterator[Said]:
    misspelt: set[tuple[str | int, ...]] = set()
    missing: list[Said] = []
    for error in errors:
        path = tuple(error.absolute_path)
        properties = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        if error.validator == "required":
            missing.append(_missing(path, error, properties))
        elif error.validator == "additionalProperties" and error.validator_value is False:
            for extra in _extras(error, properties):
                meant = did_you_mean(extra, properties)
                misspelt.add((*path, meant or extra))
                help_ = f"did you mean `{meant}`?" if meant else f"the schema knows {', '.join(properties) or 'none'}"
                message = f"the schema of metadata has no `{shown(extra)}`"
                yield (*path, extra), True, message, help_, spelt(extra, properties)
        else:
            yield path, False, *_wrong_value(path, error), _correction(error)
    yield from (each for each in missing if each[0] not in misspelt)


def _wrong_value(path: tuple[str | int, ...], error: ValidationError) -> tuple[str, str]:
    label = f"`{path[-1]}`" if path else "`metadata`"
    if error.validator == "enum":
        known: Any = error.validator_value
        meant = did_you_mean(str(error.instance), [each for each in known if isinstance(each, str)])
        choice = ", ".join(str(each) for each in known)
        message = f"{label} can't be `{shown(error.instance)}`: the schema of metadata doesn't know it"
        return message, f"did you mean `{meant}`?" if meant else f"write one of {shown(choice)}"
    wanted = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    return f"{label} is not what the schema of metadata asks for: {shown(error.message)}", wanted or "correct it"


def _missing(path: tuple[str | int, ...], error: ValidationError, properties: Any) -> Said:
    match = re.match(r"'(.*)' is a required property", error.message)
    field = match[1] if match else "…"
    about = properties.get(field, {})
    purpose = about.get("description", "") if isinstance(about, dict) else ""
    message = f"the schema of metadata asks for `{field}`" + (f": {purpose.rstrip('.')}" if purpose else "")
    return (*path, field), True, message, f"add `{field}: …` to metadata", None


def _correction(error: ValidationError) -> Correction | None:
    value: Any = error.instance
    if error.validator == "enum" and isinstance(value, str):
        known: Any = error.validator_value
        return spelt(value, [each for each in known if isinstance(each, str)])
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if error.validator == "type" and error.validator_value == "string" and number and _says_no_more(error.schema):
        return in_quotes
    return None


def _says_no_more(schema: Any) -> bool:
    """Whether a schema of texts is content with any text."""
    return isinstance(schema, dict) and schema.keys() <= {"type", "description", "title", "examples", "default"}


def _extras(error: ValidationError, properties: Any) -> Iterator[str]:
    patterns = error.schema.get("patternProperties", {}) if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    for key in instance:
        if key not in properties and not any(re.search(pattern, key) for pattern in patterns):
            yield key
