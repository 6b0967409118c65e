"""When the shifts of an event begin and end: RFC 5545 by the wall clock of the event's zone.

The description of the API is silent here; the readings are those of `facts.md`:

- DTSTART is `start_time`; `end_time` says how long an occurrence lasts. Both are read on the wall of `start_time`'s
  zone, and so is every repetition, HOURLY too: "every day at 09:30" stays at 09:30 through daylight saving, and the
  end is the wall time of the end, so that a turn of a week reaches the next one although that night has 25 hours.
- A local time that doesn't exist takes the offset before the gap; one that exists twice is the first.
- EXDATE takes an occurrence out without using up a place among the members; RDATE puts one in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

FREQUENCIES = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_STAMP = re.compile(r"\d{8}T\d{6}Z?")


@dataclass(frozen=True)
class Occurrence:
    """One shift `[start, end)` in UTC, and its place in the sequence from `start_time` on."""

    place: int
    start: datetime
    end: datetime


class Sequence:
    """The occurrences of one rule, found once and remembered: a year of them is asked for again and again."""

    def __init__(self, wall: datetime, length: timedelta, zone: ZoneInfo, rules: tuple[str, ...]) -> None:
        self._walls: Iterator[datetime] = iter(_rule_set(wall, zone, rules))
        self._length = length
        self._zone = zone
        self._found: list[Occurrence] = []
        self._starts: list[datetime] = []
        self._ended = False

    def between(self, since: datetime, until: datetime) -> Iterator[Occurrence]:
        """The occurrences that share a moment with `[since, until)`, in order."""
        self._reach(until)
        # An occurrence lasts `length` by the wall, so an hour or two more or less by the clock.
        first = bisect_right(self._starts, since - self._length - timedelta(hours=3))
        for occurrence in self._found[first:]:
            if occurrence.start >= until:
                return
            if occurrence.end > since and occurrence.start < occurrence.end:
                yield occurrence

    def _reach(self, moment: datetime) -> None:
        # One past the moment, and a few hours more, since a gap can put a later wall time first.
        goal = moment + timedelta(hours=3)
        while not self._ended and (not self._starts or self._starts[-1] < goal):
            wall = next(self._walls, None)
            if wall is None:
                self._ended = True
                return
            start, end = utc(wall, self._zone), utc(wall + self._length, self._zone)
            self._found.append(Occurrence(len(self._found), start, end))
            self._starts.append(start)


@lru_cache(maxsize=4096)
def sequence(start: datetime, end: datetime, zone: str, rules: tuple[str, ...]) -> Sequence:
    """The shifts of an event whose first may last from `start` to `end` (instants), repeated on the wall of `zone`.

    Raises ValueError for rules that are none.
    """
    where = ZoneInfo(zone)
    first = start.astimezone(where).replace(tzinfo=None)
    return Sequence(first, end.astimezone(where).replace(tzinfo=None) - first, where, rules)


def utc(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a wall time: with `fold=0` zoneinfo takes the offset before a gap, and the first of two."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def check(rules: list[str]) -> str | None:
    """What is wrong with a `recurrence`, or None."""
    kinds = [re.split("[:;]", rule, maxsplit=1)[0] for rule in rules]
    if kinds.count("RRULE") != 1:
        return "must contain exactly one RRULE"
    if not set(kinds) <= {"RRULE", "EXDATE", "RDATE"}:
        return "may contain RRULE, EXDATE and RDATE only"
    rule = rules[kinds.index("RRULE")]
    frequency = re.search(r"(?:^|[:;])FREQ=(\w+)", rule)
    if not frequency or frequency[1] not in FREQUENCIES:
        return f"must have a FREQ of {', '.join(FREQUENCIES)}"
    try:
        _rule_set(datetime(2026, 1, 1), ZoneInfo("UTC"), tuple(rules))
    except (ValueError, KeyError, TypeError) as error:
        return f"is invalid: {error}"
    return None


def _rule_set(first: datetime, zone: ZoneInfo, rules: tuple[str, ...]) -> rruleset:
    found = rruleset()
    for line in rules:
        kind, _, value = line.partition(":")
        name, _, parameters = kind.partition(";")
        if name == "RRULE":
            parsed = rrulestr(_with_local_until(value, zone), dtstart=first)
            if not isinstance(parsed, rrule):
                raise ValueError("one rule only")
            found.rrule(parsed)
        else:
            own = re.search(r"TZID=([^;:]+)", parameters)
            spoken = ZoneInfo(own[1]) if own else zone
            put = found.exdate if name == "EXDATE" else found.rdate
            for stamp in value.split(","):
                put(_wall(stamp, spoken, zone))
    return found


def _with_local_until(rule: str, zone: ZoneInfo) -> str:
    """UNTIL is a moment in UTC while everything else here is wall time, so it becomes one."""
    ends = re.search(r"UNTIL=(\d{8}T\d{6}Z)", rule)
    return rule.replace(ends[1], f"{_wall(ends[1], zone, zone):%Y%m%dT%H%M%S}") if ends else rule


def _wall(stamp: str, spoken: ZoneInfo, zone: ZoneInfo) -> datetime:
    """A date-time of RFC 5545, written in UTC or in the zone `spoken`, on the wall of `zone`."""
    if not _STAMP.fullmatch(stamp):
        raise ValueError(f"{stamp} is no date-time")
    moment = datetime.strptime(stamp.rstrip("Z"), "%Y%m%dT%H%M%S")
    aware = moment.replace(tzinfo=UTC if stamp.endswith("Z") else spoken)
    return aware.astimezone(zone).replace(tzinfo=None)
