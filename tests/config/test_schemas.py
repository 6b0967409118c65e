"""The JSON Schemas say what the models say, and what is committed is what is generated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from ownctl.config.metadata import as_json
from ownctl.config.parse import parse
from ownctl.config.schemas import schema_files, schemas
from ownctl.config.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
NAMES = ["org", "people", "service", "team"]


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        for below in schema.values():
            yield from _objects(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _objects(below)


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (REPOSITORY / "schemas").iterdir()}

    assert committed == schema_files(), "run: ownctl schema write"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_and_no_other_is_allowed(name: str) -> None:
    for model in _objects(schemas()[name]):
        assert model["additionalProperties"] is False
        assert model["description"]
        assert [field for field, schema in model["properties"].items() if not schema.get("description")] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("org", "org: acme\non_call: {largest_share: 35}\n"),
        ("org", "org: Acme\n"),
        ("org", "org: acme\nmetadata_schemas: {team: x}\n"),
        ("people", "people: {amara: {name: Amara}}\n"),
        ("people", "people: {Amara: {name: Amara, email: a@acme.example}}\n"),
        ("team", "team: t\nname: T\nfoo: 1\n"),
        ("team", "team: t\nname: T\nstages: {shadw: 2026-01-01}\n"),
        ("team", "team: t\nname: T\nescalation: [{notify: [{person: a, team: b}]}]\n"),
        ("team", "team: t\nname: T\nescalation: [{notify: [{}]}]\n"),
        ("team", "team: t\nname: T\nsupport: {turn_to: [{for: x}]}\n"),
        ("team", "team: t\nname: T\nservices: {x: {name: X, tier: 9}}\n"),
        ("service", "name: X\n"),
        ("service", "service: x\nname: X\nintegrations: [Prom]\n"),
    ],
)
def test_a_schema_refuses_what_the_loader_refuses(name: str, text: str) -> None:
    assert list(Draft202012Validator(schemas()[name]).iter_errors(_value(text)))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("org", "org.yaml"), ("people", "people.yaml"), ("team", "teams/*.yaml"), ("team", "teams/*/team.yaml"),
     ("service", "teams/*/services/*.yaml")],
)  # fmt: skip
def test_the_example_is_valid_under_its_schemas(name: str, pattern: str) -> None:
    files = list((REPOSITORY / "ownership").glob(pattern))

    assert files
    for file in files:
        validator = Draft202012Validator(schemas()[name], format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert [error.message for error in validator.iter_errors(_value(file.read_text(encoding="utf-8")))] == []


def _value(text: str) -> Any:
    node, _ = parse(Source("f.yaml", text))
    return json.loads(json.dumps(as_json(node)))
