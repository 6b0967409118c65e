"""What a JSON Schema refuses in metadata, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema_rs import ValidationErrorKind as Kind

from ownctl.config.fixes import in_quotes, spelt
from ownctl.config.spelling import did_you_mean
from ownctl.config.spots import descend
from ownctl.config.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jsonschema_rs import ValidationError

    from ownctl.config.fixes import Correction

SAYS_NO_MORE = {"type", "description", "title", "examples", "default"}
"""A schema of texts with only these is content with any text."""


class Refusal(NamedTuple):
    """What is said about one thing that a schema doesn't take."""

    path: tuple[str | int, ...]
    """The way to it from `metadata`."""
    at_key: bool
    """Whether it is the key that is wrong, and not the value."""
    message: str
    help: str
    correction: Correction | None = None
    """Where one is safe."""


def said(errors: Iterable[ValidationError], schema: Any) -> Iterator[Refusal]:
    """One for each error; a field that is missing because it is misspelt goes without."""
    misspelt: set[tuple[str | int, ...]] = set()
    missing: list[Refusal] = []
    for error in errors:
        path, around = tuple(error.instance_path), _around(error, schema)
        match error.kind:
            case Kind.Required(property=field):
                missing.append(_missing(path, field, around))
            case Kind.AdditionalProperties(unexpected=extras) | Kind.UnevaluatedProperties(unexpected=extras):
                for extra in extras:
                    meant = did_you_mean(extra, around.get("properties", {}))
                    misspelt.add((*path, meant or extra))
                    yield _unknown(path, extra, meant, around)
            case Kind.Enum(options=options):
                yield _no_choice(path, error.instance, options)
            case _:
                yield _wrong(path, error, around)
    yield from (each for each in missing if each.path not in misspelt)


def _around(error: ValidationError, schema: Any) -> dict[str, Any]:
    """The part of the schema that the error's keyword stands in; empty where that has an `$id` of its own."""
    part = descend(schema, error.schema_path[:-1])
    return part if isinstance(part, dict) else {}


def _missing(path: tuple[str | int, ...], field: str, around: Mapping[str, Any]) -> Refusal:
    about = around.get("properties", {}).get(field, {})
    purpose = about.get("description", "") if isinstance(about, dict) else ""
    message = f"the schema of metadata asks for `{field}`" + (f": {purpose.rstrip('.')}" if purpose else "")
    return Refusal((*path, field), at_key=True, message=message, help=f"add `{field}: …` to metadata")


def _unknown(path: tuple[str | int, ...], extra: str, meant: str | None, around: Mapping[str, Any]) -> Refusal:
    known = around.get("properties", {})
    help_ = f"did you mean `{meant}`?" if meant else f"the schema knows {', '.join(known) or 'none'}"
    message = f"the schema of metadata has no `{shown(extra)}`"
    return Refusal((*path, extra), at_key=True, message=message, help=help_, correction=spelt(extra, known))


def _no_choice(path: tuple[str | int, ...], value: Any, options: Iterable[Any]) -> Refusal:
    words = [each for each in options if isinstance(each, str)]
    meant = did_you_mean(str(value), words)
    choice = ", ".join(str(each) for each in options)
    message = f"{_label(path)} can't be `{shown(value)}`: the schema of metadata doesn't know it"
    help_ = f"did you mean `{meant}`?" if meant else f"write one of {shown(choice)}"
    correction = spelt(value, words) if isinstance(value, str) else None
    return Refusal(path, at_key=False, message=message, help=help_, correction=correction)


def _wrong(path: tuple[str | int, ...], error: ValidationError, around: Mapping[str, Any]) -> Refusal:
    message = f"{_label(path)} is not what the schema of metadata asks for: {shown(error.message)}"
    number = isinstance(error.instance, (int, float)) and not isinstance(error.instance, bool)
    any_text = around.get("type") == "string" and around.keys() <= SAYS_NO_MORE
    correction = in_quotes if number and any_text else None
    help_ = around.get("description", "") or "correct it"
    return Refusal(path, at_key=False, message=message, help=help_, correction=correction)


def _label(path: tuple[str | int, ...]) -> str:
    return f"`{path[-1]}`" if path else "`metadata`"
