"""The sentences for fields: missing, unknown, of another kind, empty, or naming nobody."""

from __future__ import annotations

import re
from typing import Any

from ownctl.config.outline import Place, did_you_mean
from ownctl.config.spots import Mapping, Sequence
from ownctl.config.wording import Said, kind_of, shown

EXAMPLES = {
    "name": "Payments",
    "email": "amara@acme.example",
    "starts": "2026-11-02",
    "shift": "1w",
    "handoff": '{day: monday, at: "09:30"}',
    "at": '"09:30"',
    "query": "up == 0",
    "days": "[monday, friday]",
    "from": '"09:00"',
    "to": '"17:30"',
    "notify": "[{rotation: primary}]",
    "people": "…",
}
"""What a required field may look like, for the line that says what to type."""


def missing(place: Place, error: Any, _: Any) -> Said:
    """A required field isn't there."""
    field = error["loc"][-1]
    purpose = place.description[:1].lower() + place.description[1:].rstrip(".")
    example = EXAMPLES.get(field, "…")
    return "missing-field", f"{place.thing} needs `{field}`: {purpose}", f"add `{field}: {example}`"


def unknown_field(place: Place, error: Any, _: Any) -> Said:
    """A field that the model doesn't have."""
    field = shown(error["loc"][-1])
    message = f"`{field}` is no field of {place.thing}, so nothing would come of it"
    if field == "<<":
        return "unknown-field", "`<<` merged mappings in YAML 1.1; YAML 1.2 doesn't have it", "write the fields out"
    meant = did_you_mean(field, place.fields)
    if meant:
        return "unknown-field", message, f"did you mean `{meant}`?"
    return "unknown-field", message, f"{place.thing} knows {', '.join(place.fields)}"


def unknown_value(place: Place, error: Any, _: Any) -> Said:
    """A word that isn't one of those that the field knows."""
    known = re.findall(r"'([^']+)'", error["ctx"]["expected"])
    at_key = error["loc"][-1] == "[key]"
    word = shown(error["loc"][-2] if at_key else error["input"])
    message = f"{place.label} can't be `{word}`" if not at_key else f"`{word}` can't stand in `{place.name}`"
    meant = did_you_mean(word, known)
    choice = " or ".join(filter(None, [", ".join(known[:-1]), known[-1]]))
    return "unknown-value", message, f"did you mean `{meant}`?" if meant else f"write {choice}"


def no_value(place: Place, _: Any, __: Any) -> Said:
    """A field stands there, and nothing behind it."""
    return "wrong-type", f"{place.label} is empty", "give it a value, or delete the line"


KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping of keys and values",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
}
TRUE_WORDS, FALSE_WORDS = {"yes", "on", "y"}, {"no", "off", "n"}


def wrong_type(place: Place, error: Any, _: Any) -> Said:
    """A number where text belongs, one word where a list belongs, and the like."""
    wanted = KINDS[error["type"]]
    value = error["input"]
    message = f"{place.label} is {kind_of(value)}, where {wanted} belongs"
    return "wrong-type", message, _right_type(error["type"], value, wanted)


def _right_type(kind: str, value: Any, wanted: str) -> str:
    plain = not isinstance(value, (Mapping, Sequence))
    if kind == "string_type" and plain:
        return "put quotes around it"  # the value can't say how it was typed: 058 and 0e6 are 58 and 0.0 by now
    if kind == "tuple_type" and isinstance(value, str):
        return f"write [{shown(value)}]"
    if kind == "bool_type" and isinstance(value, str) and value.lower() in TRUE_WORDS | FALSE_WORDS:
        return "write true" if value.lower() in TRUE_WORDS else "write false"
    if kind == "int_type" and isinstance(value, str) and value.isdecimal():
        return f"take the quotes away: {shown(value)}"
    return f"write {wanted} here" if kind != "tuple_type" else "begin each item with `- `"


def empty(place: Place, _: Any, __: Any) -> Said:
    """A text or list without anything in it, where something is needed."""
    return (
        "empty-value",
        f"{place.label} is empty",
        f"say {place.description[:1].lower()}{place.description[1:].rstrip('.')}",
    )


def one_target(_place: Place, _: Any, __: Any) -> Said:
    """A target of a level names nobody, or two."""
    return (
        "one-target",
        "a target names exactly one of rotation, team and person, so that it is clear who is told",
        "write {rotation: primary}, {team: platform} or {person: ines} (a team may name its rotation)",
    )


def one_helper(_place: Place, _: Any, __: Any) -> Said:
    """An entry of turn_to names nobody, or two."""
    return (
        "one-target",
        "whom to turn to is exactly one of team and person",
        "write {team: platform, for: networking} or {person: ines, for: the ledger}",
    )


def other(place: Place, error: Any, _: Any) -> Said:
    """What pydantic may come to refuse in a version that is newer than these words."""
    return "wrong-type", f"{place.label} is not what belongs here: {shown(error['msg'])}", "correct it"
