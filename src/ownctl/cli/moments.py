"""Moments on the command line: a date, a local time, or RFC 3339."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ownctl.cli.exits import CannotRun

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

YEARS = range(1970, 2200)
"""The years in which files may have dates."""


def moment(option: str, text: str, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, that an option names; what has no offset is read in `zone`, a date as its first moment.

    Raises CannotRun for what is no moment.
    """
    try:
        named = datetime.fromisoformat(text)
    except ValueError:
        named = None
    if named is None:
        raise CannotRun(
            f"{option} is {text!r}, which is no time",
            "write it as 2026-11-30, 2026-11-30T09:30 (in the team's time zone) or 2026-11-30T09:30:00Z",
        )
    _check_year(option, text, named)
    return (named if named.tzinfo else named.replace(tzinfo=zone)).astimezone(UTC)


def clock(variable: str, text: str) -> datetime:
    """The instant, in UTC, that an environment variable names, with its offset. Raises CannotRun for what is none."""
    try:
        named = datetime.fromisoformat(text)
    except ValueError:
        named = None
    if named is None or named.tzinfo is None:
        raise CannotRun(f"{variable} is {text!r}, which is no RFC 3339 time", "write it as 2026-11-30T09:00:00Z")
    _check_year(variable, text, named)
    return named.astimezone(UTC)


def _check_year(what: str, text: str, named: datetime) -> None:
    if named.year not in YEARS:
        raise CannotRun(
            f"{what} is {text!r}, and ownctl knows the years {YEARS[0]} to {YEARS[-1]} only",
            "name a time in one of them",
        )
