"""What holds metadata to a schema agrees with jsonschema, the implementation that everybody measures against."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft6Validator, Draft7Validator, Draft201909Validator, Draft202012Validator

from ownctl.config.own_schemas import validator_of

DRAFTS = (Draft4Validator, Draft6Validator, Draft7Validator, Draft201909Validator, Draft202012Validator)
SCHEMA = {
    "type": "object",
    "required": ["tier", "zone"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {"type": ["string", "number", "null"]}},
    "maxProperties": 4,
    "properties": {
        "tier": {"enum": [1, "1", 1.5, None, True, ["a"]]},
        "zone": {"type": "string", "pattern": "^[a-c]{2}|\\d$", "minLength": 2, "maxLength": 4},
        "address": {"type": "string", "format": "ipv4"},
        "many": {"type": "array", "uniqueItems": True, "minItems": 1, "items": {"type": "integer", "minimum": 0}},
        "either": {"anyOf": [{"type": "boolean"}, {"multipleOf": 2, "type": "number"}]},
        "one": {"oneOf": [{"type": "integer"}, {"maximum": 3, "type": "number"}]},
        "below": {"$ref": "#/definitions/below"},
    },
    "definitions": {"below": {"type": "object", "not": {"required": ["a", "b"]}}},
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 5)
    | st.sampled_from([0.0, 1.0, 1.5, 2.0, 1e300])
    | st.text("abc1-é", max_size=5)
)
ADDRESSES = st.sampled_from(["10.0.0.1", "10.0.0.256", "10.0.0", "010.0.0.1", ""])
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below)
)
METADATA = st.dictionaries(st.sampled_from([*SCHEMA["properties"], "x-ray", "other"]), VALUES | ADDRESSES, max_size=6)  # type: ignore[misc]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.__name__)
@given(metadata=METADATA)
@settings(max_examples=60, deadline=None)
def test_both_refuse_the_same_places_for_the_same_reasons(draft: Any, metadata: dict[str, Any]) -> None:
    schema = {"$schema": draft.META_SCHEMA.get("$id") or draft.META_SCHEMA["id"], **SCHEMA}
    reference = draft(schema, format_checker=draft.FORMAT_CHECKER).iter_errors(metadata)

    ours = {(tuple(each.instance_path), each.kind.name) for each in validator_of(schema).iter_errors(metadata)}

    assert ours == {(tuple(each.absolute_path), each.validator) for each in reference}
