"""The sentences for each kind of mistake that a model can find in a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from ownctl.config.outline import Place, did_you_mean
from ownctl.config.scalars import EMAIL_PATTERN
from ownctl.config.spots import Mapping, Sequence

Said: TypeAlias = tuple[str, str, str]
"""Rule, message, help."""
Words: TypeAlias = Callable[[Place, Any, Any], Said]

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
KEY_IN_WORDS = "keys go into names, links and markers, so they are lower-case letters, digits, - _ and ., 63 at most"
LONGEST_SHOWN = 60


def shown(value: Any) -> str:
    """A value in a sentence, cut where it gets long."""
    if isinstance(value, (Mapping, Sequence)):
        return kind_of(value)
    text = " ".join(_as_typed(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


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


def no_value(place: Place, _: Any, __: Any) -> Said:
    """A field stands there, and nothing behind it."""
    return "wrong-type", f"{place.label} is empty", "give it a value, or delete the line"


def wrong_type(place: Place, error: Any, _: Any) -> Said:
    """A number where text belongs, one word where a list belongs, and the like."""
    wanted = KINDS[error["type"]]
    value = error["input"]
    message = f"{place.label} is {kind_of(value)}, where {wanted} belongs"
    return "wrong-type", message, _right_type(error["type"], value, wanted)


def kind_of(value: Any) -> str:
    """What kind of value it is, in words."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {shown(value)}"
    return f"the text `{shown(value)}`" if isinstance(value, str) else f"the date {shown(value)}"


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


def _as_typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def invalid_text(place: Place, error: Any, _: Any) -> Said:
    """A pattern isn't met: a key, or an e-mail."""
    pattern = error["ctx"]["pattern"]
    if pattern == EMAIL_PATTERN:
        return (
            "invalid-email",
            f"`{shown(error['input'])}` is no e-mail, and the pager knows people by theirs",
            "write it as amara@acme.example",
        )
    return invalid_key(place, {"loc": (error["input"],)}, None)


def invalid_key(_: Place, error: Any, __: Any) -> Said:
    """A key that breaks the pattern of keys, where it is declared or where it is meant."""
    loc = error["loc"]
    key = loc[-2] if loc[-1] == "[key]" else loc[-1]
    better = re.sub(r"[^a-z0-9_.-]+", "-", str(key).lower()).strip("-_.")[:63].strip("-_.")
    return (
        "invalid-key",
        f"`{shown(key)}` can't be a key: {KEY_IN_WORDS}",
        f"write {better}" if better else "write it as checkout-api",
    )


def invalid_duration(place: Place, error: Any, _: Any) -> Said:
    """No duration, or a longer one than a year."""
    return (
        "invalid-duration",
        f"`{shown(error['input'])}` is no duration for {place.label}",
        "write it as 5m, 12h, 1d or 1w, a year at most",
    )


def invalid_shift(_: Place, error: Any, __: Any) -> Said:
    """A duration that no shift has."""
    return (
        "invalid-duration",
        f"a shift of {shown(error['input'])} can't keep to the hours of the day",
        "write 4h, 6h, 8h, 12h, or whole days or weeks such as 1d or 1w",
    )


def invalid_date(place: Place, error: Any, _: Any) -> Said:
    """A date that the calendar doesn't have, or that isn't written as one."""
    text = shown(error["input"])
    looks_right = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    message = f"{text} is a day that no calendar of ours has" if looks_right else f"{place.label} is no date: {text}"
    return "invalid-date", message, "write it as 2026-11-02, from 1970 to 2199"


def invalid_local_datetime(place: Place, error: Any, _: Any) -> Said:
    """A local date and time that doesn't exist, or that isn't written as one."""
    return (
        "invalid-date",
        f"{place.label} is no local date and time: {shown(error['input'])}",
        "write it as 2026-12-24T09:30, without an offset: it is read in the rotation's zone",
    )


MINUTES_A_DAY = 24 * 60


def invalid_time(place: Place, error: Any, _: Any) -> Said:
    """No time of day; an integer may be what YAML 1.1 made of one, which counts in sixties."""
    value = error["input"]
    meant = "09:30"
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MINUTES_A_DAY:
        meant = f"{value // 60:02}:{value % 60:02}"
    elif isinstance(value, str) and (match := re.fullmatch(r"(\d):([0-5]\d)", value)):
        meant = f"0{match[1]}:{match[2]}"
    return "invalid-time", f"{place.label} is no time of day: {shown(value)}", f'write it as "{meant}"'


def invalid_share(place: Place, error: Any, _: Any) -> Said:
    """No share, or more than all."""
    value = error["input"]
    share = isinstance(value, float) and 0 <= value <= 1
    return (
        "invalid-share",
        f"{place.label} is no share: {shown(value)}",
        f"write it as {value:.0%}" if share else "write it as 35%, from 0% to 100%",
    )


def unknown_zone(place: Place, error: Any, _: Any) -> Said:
    """A time zone that the tz database doesn't have."""
    from zoneinfo import available_timezones

    text = shown(error["input"])
    zones = {zone.lower(): zone for zone in available_timezones()}
    meant = did_you_mean(text.replace(" ", "_"), sorted(zones))
    return (
        "unknown-zone",
        f"the tz database has no zone `{text}`, so nobody knows when {place.label} is",
        f"did you mean `{zones[meant]}`?" if meant else "write it as Europe/London or America/New_York",
    )


def out_of_range(place: Place, error: Any, _: Any) -> Said:
    """A number that is too large or too small."""
    ctx = error["ctx"]
    bound = f"at most {ctx['le']}" if "le" in ctx else f"at least {ctx['ge']}"
    return "out-of-range", f"{place.label} is {shown(error['input'])}, and can be {bound}", f"write {bound}"


def empty(place: Place, _: Any, __: Any) -> Said:
    """A text or list without anything in it, where something is needed."""
    return (
        "empty-value",
        f"{place.label} is empty",
        f"say {place.description[:1].lower()}{place.description[1:].rstrip('.')}",
    )


def too_long(place: Place, error: Any, _: Any) -> Said:
    """A text that is longer than it can be."""
    longest = error["ctx"]["max_length"]
    return "invalid-email", f"{place.label} is longer than {longest} characters, and no e-mail is", "shorten it"


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


WORDS: dict[str, Words] = {
    "no_value": no_value,
    "missing": missing,
    "extra_forbidden": unknown_field,
    "enum": unknown_value,
    "literal_error": unknown_value,
    **dict.fromkeys(KINDS, wrong_type),
    "key": invalid_key,
    "string_pattern_mismatch": invalid_text,
    "string_too_short": empty,
    "string_too_long": too_long,
    "too_short": empty,
    "greater_than_equal": out_of_range,
    "less_than_equal": out_of_range,
    "duration": invalid_duration,
    "shift": invalid_shift,
    "date": invalid_date,
    "local_datetime": invalid_local_datetime,
    "time": invalid_time,
    "share": invalid_share,
    "zone": unknown_zone,
    "one_target": one_target,
    "one_helper": one_helper,
}
"""By pydantic's type of error, and ours."""
