"""The scalars of the files: keys, dates, durations, times, shares, zones, e-mails. Parsed once, here.

Each refuses with a type of its own, by which `config.explain` finds the words for people.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any, NoReturn, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

KEY_PATTERN = r"^[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?$"
EMAIL_PATTERN = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
LONGEST_EMAIL = 254
GITHUB_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$"
"""Underscores belong to the logins of managed users."""
GITLAB_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$"
HANDLE_PATTERN = r"^@[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$"
DURATION = re.compile(r"^(?=\d)(?:(\d{1,8})w)?(?:(\d{1,8})d)?(?:(\d{1,8})h)?(?:(\d{1,8})m)?(?:(\d{1,8})s)?$", re.ASCII)
SHIFT_PATTERN = r"^(4h|6h|8h|12h|[1-9]\d{0,2}[dw])$"
LONGEST = timedelta(days=366)
"""Longer durations are typing errors, and would run past the end of the calendar."""
FIRST_DATE, LAST_DATE = date(1970, 1, 1), date(2199, 12, 31)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LOCAL_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%", re.ASCII)


def _refuse(kind: str, value: Any) -> NoReturn:
    raise PydanticCustomError(
        kind, "no {kind}: {value}", {"kind": kind, "value": str(value)}
    )  # user text stays out of templates


@lru_cache(maxsize=1024)
def _duration(text: str) -> timedelta | None:
    match = DURATION.match(text)
    if not match:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if length <= LONGEST else None


def duration(value: Any) -> timedelta:
    """A duration as Prometheus writes it (`5m`, `12h`, `1w`, `1h30m`), without milliseconds; a year at most."""
    if isinstance(value, timedelta):
        return value
    length = _duration(value) if isinstance(value, str) else None
    if length is None:
        _refuse("duration", value)
    return length


def shift(value: Any) -> timedelta:
    """The length of a turn: 4h, 6h, 8h, 12h, whole days or whole weeks."""
    if not isinstance(value, timedelta) and not (isinstance(value, str) and re.match(SHIFT_PATTERN, value)):
        _refuse("shift", value)
    return duration(value)


def a_date(value: Any) -> date:
    """A date that the calendar has, from 1970 to 2199, so that counting from it stays within the calendar."""
    if isinstance(value, str) and DATE.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            _refuse("date", value)
    if type(value) is date and FIRST_DATE <= value <= LAST_DATE:
        return value
    _refuse("date", value)


def time_of_day(value: Any) -> time:
    """A time of day, written as "HH:MM", from 00:00 to 23:59."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and TIME_OF_DAY.fullmatch(value):
        return time(int(value[:2]), int(value[3:]))
    _refuse("time", value)


def local_datetime(value: Any) -> datetime:
    """A local date and time without offset, as 2026-12-24T09:30."""
    if isinstance(value, str) and LOCAL_DATETIME.fullmatch(value):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            _refuse("local_datetime", value)
    if isinstance(value, datetime) and value.tzinfo is None and FIRST_DATE <= value.date() <= LAST_DATE:
        return value
    _refuse("local_datetime", value)


def share(value: Any, info: ValidationInfo) -> float:
    """A share, written as 35%; 1.0 is all of it. Files (they have a context) must write the per cent sign."""
    if isinstance(value, float) and not info.context and 0 <= value <= 1:
        return value
    match = SHARE.fullmatch(value) if isinstance(value, str) else None
    if not match or float(match[1]) > 100:
        _refuse("share", value)
    return float(match[1]) / 100


def is_email(value: str) -> bool:
    """Whether a field of that type takes it."""
    return value.isprintable() and len(value) <= LONGEST_EMAIL and re.fullmatch(EMAIL_PATTERN, value) is not None


def zone(value: Any) -> ZoneInfo:
    """An IANA time zone by its name."""
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        _refuse("zone", value)


def _written(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


Key: TypeAlias = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
Email: TypeAlias = Annotated[str, StringConstraints(pattern=EMAIL_PATTERN, max_length=LONGEST_EMAIL)]
GitHubLogin: TypeAlias = Annotated[str, StringConstraints(pattern=GITHUB_PATTERN)]
GitLabLogin: TypeAlias = Annotated[str, StringConstraints(pattern=GITLAB_PATTERN)]
Handle: TypeAlias = Annotated[str, StringConstraints(pattern=HANDLE_PATTERN)]
Duration: TypeAlias = Annotated[timedelta, BeforeValidator(duration), _written(DURATION.pattern, "5m", "12h", "1w")]
Shift: TypeAlias = Annotated[timedelta, BeforeValidator(shift), _written(SHIFT_PATTERN, "12h", "1d", "1w")]
Date: TypeAlias = Annotated[
    date,
    BeforeValidator(a_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-02"]}),
]
TimeOfDay: TypeAlias = Annotated[time, BeforeValidator(time_of_day), _written(r"^([01]\d|2[0-3]):[0-5]\d$", "09:30")]
LocalDateTime: TypeAlias = Annotated[
    datetime,
    BeforeValidator(local_datetime),
    _written(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$", "2026-12-24T09:30"),
]
Share: TypeAlias = Annotated[float, BeforeValidator(share), _written(r"^\d{1,3}(\.\d{1,6})?%$", "35%")]
Zone: TypeAlias = Annotated[
    ZoneInfo,
    BeforeValidator(zone),
    WithJsonSchema({"type": "string", "examples": ["Europe/London", "UTC"]}),
]
