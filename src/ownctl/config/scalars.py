"""The scalars of the files: keys, durations, times of day, shares, zones, e-mails. Parsed once, here."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

DURATION = re.compile(r"^(?=\d)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$")


def duration(value: Any) -> Any:
    """A duration as Prometheus writes it (`5m`, `12h`, `1w`, `1h30m`), without milliseconds and years."""
    if isinstance(value, timedelta):
        return value
    match = DURATION.match(value) if isinstance(value, str) else None
    if not match:
        raise ValueError(f"{value!r} is no duration: write it as 5m, 12h, 1d or 1w")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def time_of_day(value: Any) -> Any:
    """A time of day, quoted as "HH:MM", from 00:00 to 23:59."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time(int(value[:2]), int(value[3:]))
    raise ValueError(f'{value!r} is no time of day: write it as "09:30"')


def local_datetime(value: Any) -> Any:
    """A local date and time without offset, as 2026-12-24T09:30."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", value):
        return datetime.fromisoformat(value)
    raise ValueError(f"{value} is no local date and time: write it as 2026-12-24T09:30, without an offset")


def share(value: Any) -> Any:
    """A share, written as 35%; 1.0 is all of it."""
    if isinstance(value, float):
        return value
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)%", value) if isinstance(value, str) else None
    if not match or float(match[1]) > 100:
        raise ValueError(f"{value!r} is no share: write it as 35%")
    return float(match[1]) / 100


def zone(value: Any) -> Any:
    """An IANA time zone by its name."""
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"{value!r} is no time zone that the tz database knows") from error


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Duration = Annotated[
    timedelta,
    BeforeValidator(duration),
    WithJsonSchema({"type": "string", "pattern": DURATION.pattern, "examples": ["5m", "12h", "1w"]}),
]
TimeOfDay = Annotated[
    time,
    BeforeValidator(time_of_day),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "examples": ["09:30"]}),
]
LocalDateTime = Annotated[
    datetime,
    BeforeValidator(local_datetime),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$",
            "examples": ["2026-12-24T09:30"],
        }
    ),
]
Share = Annotated[
    float,
    BeforeValidator(share),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}(\.\d+)?%$", "examples": ["35%"]}),
]
Zone = Annotated[
    ZoneInfo, BeforeValidator(zone), WithJsonSchema({"type": "string", "examples": ["Europe/London", "UTC"]})
]
