"""Metadata: a service's own fields, held to the org's own JSON Schema."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ownctl.config.own_schemas import validator_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema_rs import Validator

    from ownctl.config.fixes import Correction
    from ownctl.config.org import Org
    from ownctl.config.words_of_metadata import Refusal


class Mistake(NamedTuple):
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
    validator = validator_of(schema)
    known: dict[str, tuple[Refusal, ...]] = {}
    for team, key, service in org.services:
        if service.is_broken("metadata"):
            continue
        data = as_json(service.metadata)
        text = repr(data)  # many services say the same
        if text not in known:
            known[text] = tuple(_said(validator, data, schema))
        for each in known[text]:
            path = ("metadata", *each.path)
            yield Mistake(team.team, key, path, each.at_key, each.message, each.help, each.correction)


def _said(validator: Validator, data: Any, schema: Any) -> Iterator[Refusal]:
    errors = sorted(validator.iter_errors(data), key=lambda error: [str(step) for step in error.instance_path])
    if errors:
        from ownctl.config.words_of_metadata import said  # most metadata needs none

        yield from said(errors, schema)


def as_json(value: Any) -> Any:
    """A YAML value as JSON would have it: dates are ISO strings."""
    if isinstance(value, dict):
        return {key: as_json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_json(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value
