"""Metadata is held to the org's own schema, at its place; nothing is fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.config.trees import lay, only

from ownctl.config import Loaded, load
from ownctl.config.metadata import Mistake, mistakes

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "type": "object",
    "required": ["cost_centre"],
    "additionalProperties": False,
    "properties": {
        "cost_centre": {"description": "The four digits of it.", "type": "string", "pattern": "^[0-9]{4}$"},
        "since": {"type": "string", "format": "date"},
        "data": {"enum": ["public", "internal"]},
        "reviews": {"type": "array", "items": {"type": "object", "properties": {"by": {"type": "string"}}}},
    },
}


def _tree(repository: Path, metadata: str, schema: Any = SCHEMA) -> Loaded:
    return load(lay(repository, {
        "ownership/org.yaml": "org: acme\nmetadata_schemas: {service: metadata.json}\n",
        "ownership/teams/t.yaml": f"team: t\nname: T\nservices:\n  web:\n    name: Web\n{metadata}",
        "metadata.json": schema if isinstance(schema, str) else json.dumps(schema),
    }))  # fmt: skip


def _mistakes(loaded: Loaded) -> list[Mistake]:
    assert loaded.findings == ()
    assert loaded.org is not None
    return list(mistakes(loaded.org))


@pytest.mark.parametrize(
    ("metadata", "path", "help_"),
    [
        ("{cost_centre: 4411}", ("cost_centre",), "The four digits of it."),
        ("{cost_centre: '441'}", ("cost_centre",), "The four digits of it."),
        ("{cost_center: '4411'}", ("cost_center",), "did you mean `cost_centre`?"),
        ("{cost_centre: '4411', since: tomorrow}", ("since",), "correct it"),
        ("{cost_centre: '4411', data: pubic}", ("data",), "did you mean `public`?"),
        ("{cost_centre: '4411', reviews: [{by: a}, {by: 2026-01-01}, {by: 3}]}", ("reviews", 2, "by"), "correct it"),
        ("{}", ("cost_centre",), "add `cost_centre: …` to metadata"),
    ],
)
def test_a_mistake_is_said_at_its_place(metadata: str, path: tuple[str | int, ...], help_: str, tmp_path: Path) -> None:
    (mistake,) = _mistakes(_tree(tmp_path, f"    metadata: {metadata}\n"))

    assert (mistake.team, mistake.service, mistake.path, mistake.help) == ("t", "web", ("metadata", *path), help_)


def test_a_service_without_metadata_lacks_what_is_required(tmp_path: Path) -> None:
    assert [each.path for each in _mistakes(_tree(tmp_path, ""))] == [("metadata", "cost_centre")]


def test_dates_are_strings_for_it(tmp_path: Path) -> None:
    assert _mistakes(_tree(tmp_path, "    metadata: {cost_centre: '4411', since: 2026-01-01}\n")) == []


def test_broken_metadata_is_not_held_to_it_as_well(tmp_path: Path) -> None:
    loaded = _tree(tmp_path, "    metadata: []\n")

    assert only(loaded).rule == "wrong-type"
    assert loaded.org is not None
    assert list(mistakes(loaded.org)) == []


@pytest.mark.parametrize(
    "schema",
    [
        "{",
        "[]",
        '{"type": "objekt"}',
        '{"properties": {"a": {"pattern": "("}}}',
        '{"$ref": "https://schemas.example/x.json"}',
        '{"$ref": "file:///etc/passwd"}',
        '{"$ref": "other.json"}',
        '{"$ref": "#/$defs/gone"}',
        '{"$ref": "#"}',
        '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}',
        '{"allOf": [' * 400 + "{}" + "]}" * 400,
        '{"$schema": "https://schemas.example/own"}',
        '{"$schema": 7}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_what_is_no_schema_is_found_and_nothing_is_fetched(schema: str, tmp_path: Path) -> None:
    loaded = _tree(tmp_path, "    metadata: {a: b}\n", schema)

    assert only(loaded).rule == "schema-broken"
    assert loaded.org is not None
    assert list(mistakes(loaded.org)) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": "#"}]},
        {"type": "object", "properties": {"a": {"$ref": "#"}}},
        {"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$id": "urn:of:its:own", "$ref": "#/$defs/b", "$defs": {"b": True}}}},
        {"properties": {"a": {"pattern": "(?=x?)(a+)+$"}}},
    ],
)
def test_what_is_hostile_ends(schema: Any, tmp_path: Path) -> None:
    assert len(_mistakes(_tree(tmp_path, f"    metadata: {{a: {'a' * 60}b}}\n", schema))) <= 1


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "#/$defs/level"}}, "$defs": {"level": {"enum": ["low"], "description": "How."}}},
        {"properties": {"a": {"$ref": "#level"}}, "$defs": {"x": {"$anchor": "level", "enum": ["low"]}}},
    ],
)
def test_what_a_schema_refers_to_within_itself_counts(schema: Any, tmp_path: Path) -> None:
    (mistake,) = _mistakes(_tree(tmp_path, "    metadata: {a: lov}\n", schema))

    assert mistake.help == "did you mean `low`?"


def test_other_drafts_are_read_by_their_own_rules(tmp_path: Path) -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "maxProperties": 1}

    (mistake,) = _mistakes(_tree(tmp_path, "    metadata: {a: b, c: d}\n", schema))

    assert mistake.path == ("metadata",)
