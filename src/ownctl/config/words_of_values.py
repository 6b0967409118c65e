"""The sentences for values: keys, e-mails, dates, times, durations, shares, zones, numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from ownctl.config.fixes import instead_of, spelt, unquoted
from ownctl.config.scalars import EMAIL_PATTERN, GITHUB_PATTERN, GITLAB_PATTERN, HANDLE_PATTERN
from ownctl.config.spelling import did_you_mean
from ownctl.config.wording import Said, shown

if TYPE_CHECKING:
    from ownctl.config.outline import Place

KEY_IN_WORDS = "keys go into names, links and markers, so they are lower-case letters, digits, - _ and ., 63 at most"
MINUTES_A_DAY = 24 * 60


def invalid_text(place: Place, error: Any, _: Any) -> Said:
    """A pattern isn't met: a key, an e-mail, a login or a handle."""
    pattern, text = error["ctx"]["pattern"], error["input"]
    if pattern == EMAIL_PATTERN:
        return Said(
            "invalid-email",
            f"`{shown(text)}` is no e-mail, and the pager knows people by theirs",
            "write it as amara@acme.example",
        )
    if pattern == HANDLE_PATTERN:
        message = f"`{shown(text)}` is no handle of a team or person"
        return Said("invalid-handle", message, 'write it as "@acme/platform", quoted, with the @')
    if pattern in (GITHUB_PATTERN, GITLAB_PATTERN):
        bare = text.removeprefix("@")
        correction = instead_of(text, bare) if re.match(pattern, bare) else None
        help_ = f"write {bare}" if correction else "write it without @, as in the address of their profile"
        return Said("invalid-handle", f"`{shown(text)}` is no login, so nobody would be asked", help_, correction)
    return invalid_key(place, {"loc": (text,)}, None)


def invalid_key(_: Place, error: Any, __: Any) -> Said:
    """A key that breaks the pattern of keys, where it is declared or where it is meant."""
    loc = error["loc"]
    key = loc[-2] if loc[-1] == "[key]" else loc[-1]
    better = re.sub(r"[^a-z0-9_.-]+", "-", str(key).lower()).strip("-_.")[:63].strip("-_.")
    return Said(
        "invalid-key",
        f"`{shown(key)}` can't be a key: {KEY_IN_WORDS}",
        f"write {better}" if better else "write it as checkout-api",
    )


def invalid_duration(place: Place, error: Any, _: Any) -> Said:
    """No duration, or a longer one than a year."""
    return Said(
        "invalid-duration",
        f"`{shown(error['input'])}` is no duration for {place.label}",
        "write it as 5m, 12h, 1d or 1w, a year at most",
    )


def invalid_shift(_: Place, error: Any, __: Any) -> Said:
    """A duration that no shift has."""
    return Said(
        "invalid-duration",
        f"`{shown(error['input'])}` is no length that a shift can have, since handoffs keep to the hours of the day",
        "write 4h, 6h, 8h, 12h, or whole days or weeks such as 1d or 1w",
    )


def invalid_date(place: Place, error: Any, _: Any) -> Said:
    """A date that the calendar doesn't have, or that isn't written as one."""
    text = shown(error["input"])
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        message = f"{place.label} is no date: {text}"
    elif _is_a_day(text):
        message = f"{text} is too far away for anything declared here"
    else:
        message = f"{text} is a day that no calendar has"
    return Said("invalid-date", message, "write it as 2026-11-02, from 1970 to 2199")


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def invalid_local_datetime(place: Place, error: Any, _: Any) -> Said:
    """A local date and time that doesn't exist, or that isn't written as one."""
    return Said(
        "invalid-date",
        f"{place.label} is no local date and time: {shown(error['input'])}",
        "write it as 2026-12-24T09:30, without an offset: it is read in the rotation's zone",
    )


def invalid_time(place: Place, error: Any, _: Any) -> Said:
    """No time of day; an integer may be what YAML 1.1 made of one, which counts in sixties."""
    value = error["input"]
    meant, correction = "09:30", None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MINUTES_A_DAY:
        meant = f"{value // 60:02}:{value % 60:02}"  # probably: a program has gone over the file
    elif isinstance(value, str) and re.fullmatch(r"[0-9]:[0-5][0-9]", value):
        meant = f"0{value}"
        correction = instead_of(value, meant)
    help_ = f'write it as "{meant}"'
    return Said("invalid-time", f"{place.label} is no time of day: {shown(value)}", help_, correction)


def invalid_share(place: Place, error: Any, _: Any) -> Said:
    """No share, or more than all."""
    value = error["input"]
    meant, correction = "35%, from 0% to 100%", None
    if isinstance(value, float) and 0 <= value <= 1:
        meant = f"{value:.0%}"
        if value == round(value, 2) and value < 1:  # 1.0 may be all or one in a hundred, 0.345 is not to be rounded
            correction = unquoted(str(value), meant)
    elif type(value) is int and 1 < value <= 100:
        meant = f"{value}%"
        correction = unquoted(str(value), meant)
    return Said("invalid-share", f"{place.label} is no share: {shown(value)}", f"write it as {meant}", correction)


def unknown_zone(_place: Place, error: Any, _: Any) -> Said:
    """A time zone that the tz database doesn't have."""
    from zoneinfo import available_timezones

    text = str(error["input"])
    zones = {zone.lower(): zone for zone in available_timezones()}
    meant = did_you_mean(text.replace(" ", "_"), sorted(zones))
    return Said(
        "unknown-zone",
        f"the tz database has no zone `{shown(text)}`, so nobody can tell when a shift begins",
        f"did you mean `{zones[meant]}`?" if meant else "write it as Europe/London or America/New_York",
        spelt(text, zones.values()),
    )


def out_of_range(place: Place, error: Any, _: Any) -> Said:
    """A number that is too large or too small."""
    ctx = error["ctx"]
    bound = f"at most {ctx['le']}" if "le" in ctx else f"at least {ctx['ge']}"
    return Said("out-of-range", f"{place.label} is {shown(error['input'])}, and can be {bound}", f"write {bound}")


def too_long(place: Place, error: Any, _: Any) -> Said:
    """A text that is longer than it can be."""
    longest = error["ctx"]["max_length"]
    return Said("invalid-email", f"{place.label} is longer than {longest} characters, and no e-mail is", "shorten it")
