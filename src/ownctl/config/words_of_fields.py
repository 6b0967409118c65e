"""The sentences for fields: missing, unknown, of another kind, empty, or naming nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ownctl.config.fixes import in_quotes, spelt, unquoted
from ownctl.config.phrases import listed
from ownctl.config.spelling import did_you_mean
from ownctl.config.spots import Mapping, Sequence
from ownctl.config.wording import Said, kind_of, shown

if TYPE_CHECKING:
    from ownctl.config.fixes import Correction
    from ownctl.config.outline import Place

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
    return Said("missing-field", f"{place.thing} needs `{field}`: {purpose}", f"add `{field}: {example}`")


def unknown_field(place: Place, error: Any, _: Any) -> Said:
    """A field that the model doesn't have."""
    field = shown(error["loc"][-1])
    message = f"`{field}` is no field of {place.thing}, so nothing would come of it"
    if field == "<<":
        message = "`<<` merged mappings in YAML 1.1; YAML 1.2 doesn't have it"
        return Said("unknown-field", message, "write the fields out")
    if meant := did_you_mean(field, place.fields):
        return Said("unknown-field", message, f"did you mean `{meant}`?", spelt(error["loc"][-1], place.fields))
    return Said("unknown-field", message, f"{place.thing} knows {', '.join(place.fields)}")


def unknown_value(place: Place, error: Any, _: Any) -> Said:
    """A word that isn't one of those that the field knows."""
    known = re.findall(r"'([^']+)'", error["ctx"]["expected"])
    at_key = error["loc"][-1] == "[key]"
    typed = error["loc"][-2] if at_key else error["input"]
    word = shown(typed)
    message = f"{place.label} can't be `{word}`" if not at_key else f"`{word}` can't stand in `{place.name}`"
    if meant := did_you_mean(word, known):
        return Said("unknown-value", message, f"did you mean `{meant}`?", spelt(typed, known))
    return Said("unknown-value", message, f"write {listed(known, 'or')}")


def no_value(place: Place, _: Any, __: Any) -> Said:
    """A field stands there, and nothing behind it."""
    return Said("wrong-type", f"{place.label} is empty", "give it a value, or delete the line")


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
    return Said("wrong-type", message, *_right_type(error["type"], value, wanted))


def _right_type(kind: str, value: Any, wanted: str) -> tuple[str, Correction | None]:
    if kind == "string_type" and not isinstance(value, (Mapping, Sequence)):
        return "put quotes around it", in_quotes  # 058 and 0e6 are 58 and 0.0 by now: only the file has the text
    if kind == "tuple_type":
        return f"write [{shown(value)}]" if isinstance(value, str) else "begin each item with `- `", None
    if kind == "bool_type" and isinstance(value, str) and value.lower() in TRUE_WORDS | FALSE_WORDS:
        word = "true" if value.lower() in TRUE_WORDS else "false"
        return f"write {word}", unquoted(value, word)
    if kind == "int_type" and isinstance(value, str) and value.isascii() and value.isdecimal():
        return f"take the quotes away: {shown(value)}", unquoted(value, value)
    return f"write {wanted} here", None


def empty(place: Place, _: Any, __: Any) -> Said:
    """A text or list without anything in it, where something is needed."""
    return Said(
        "empty-value",
        f"{place.label} is empty",
        f"say {place.description[:1].lower()}{place.description[1:].rstrip('.')}",
    )


def one_target(_place: Place, _: Any, __: Any) -> Said:
    """A target of a level names nobody, or two."""
    return Said(
        "one-target",
        "a target names exactly one of rotation, team and person, so that it is clear who is told",
        "write {rotation: primary}, {team: platform} or {person: ines} (a team may name its rotation)",
    )


def one_helper(_place: Place, _: Any, __: Any) -> Said:
    """An entry of turn_to names nobody, or two."""
    return Said(
        "one-target",
        "whom to turn to is exactly one of team and person",
        "write {team: platform, for: networking} or {person: ines, for: the ledger}",
    )


def one_approver(_place: Place, _: Any, __: Any) -> Said:
    """An approver names nobody, or two."""
    return Said(
        "one-target",
        "an approver is exactly one of team, person and handle",
        'write {team: platform}, {person: ines} or "@acme/platform"',
    )


def other(place: Place, error: Any, _: Any) -> Said:
    """What pydantic may come to refuse in a version that is newer than these words."""
    return Said("wrong-type", f"{place.label} is not what belongs here: {shown(error['msg'])}", "correct it")
