"""When a rotation is on call at all: rows of hours become windows of a week, and those become instants."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ownctl.oncall.clock import BEGINNING, DAY, WEEK, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from ownctl.config import Day, Hours
    from ownctl.oncall.values import Stretch

Window = tuple[timedelta, timedelta]
"""From and until, counted from Monday 00:00 by the wall clock; it may end in the week after."""
Pattern = tuple[Window, ...]
"""The windows that begin in one week, in order; they never overlap, though they may touch."""

Row = tuple[tuple["Day", ...], time, time]
"""Hours as a key: the days on which they begin, from, to."""

MONDAY = date(1, 1, 1)
WEEKS = 13
"""How many weeks are turned into instants at once."""


def pattern(rows: Iterable[Hours]) -> Pattern | None:
    """The windows of rows of hours: what overlaps is one window, what only touches stays two.

    None where rows overlap each other all the way round the week: that is "always".
    """
    return _pattern(tuple((row.days, row.from_, row.to) for row in rows))


@lru_cache(maxsize=1 << 10)  # most rotations of an org have the same hours
def _pattern(rows: tuple[Row, ...]) -> Pattern | None:
    merged: list[Window] = []
    for begin, end in sorted(_repeated(_row_windows(rows))):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    if any(end - begin >= WEEK for begin, end in merged):
        return None
    return tuple((begin, end) for begin, end in merged if timedelta(0) <= begin < WEEK)


def shared(one: Pattern | None, other: Pattern | None) -> Pattern | None:
    """What two patterns share; None is always."""
    if one is None or other is None:
        return other if one is None else one
    pieces = (
        (max(begin, begin_too), min(end, end_too)) for begin, end in one for begin_too, end_too in _repeated(other)
    )
    return tuple(sorted({(begin % WEEK, end - begin + begin % WEEK) for begin, end in pieces if begin < end}))


def windows(weekly: Pattern, zone: ZoneInfo, after: datetime, before: datetime) -> Iterator[Stretch]:
    """The windows that end after the one instant and begin before the other, in order and as instants."""
    number = max((after.date() - MONDAY) // WEEK - 2, 0) // WEEKS
    last = ((before.date() - MONDAY) // WEEK + 1) // WEEKS
    while number <= last:
        stretches, ends = _block(weekly, zone, number)
        for position in range(bisect_right(ends, after), len(stretches)):
            if stretches[position][0] >= before:
                return
            yield stretches[position]
        number += 1


@lru_cache(maxsize=1 << 12)
def _block(weekly: Pattern, zone: ZoneInfo, number: int) -> tuple[list[Stretch], list[datetime]]:
    """The windows that begin in a block of weeks, and their ends."""
    found: list[Stretch] = []
    last = BEGINNING
    for week in range(number * WEEKS - 1, (number + 1) * WEEKS):
        for begin, end in _of_week(weekly, zone, week):
            # Near a gap of the clock, a window may end after its neighbour begins; none is on call twice.
            if end > last and week >= number * WEEKS:
                found.append((max(begin, last), end))
            last = max(last, end)
    return found, [end for _, end in found]


def _of_week(weekly: Pattern, zone: ZoneInfo, week: int) -> Iterator[Stretch]:
    try:
        monday = datetime.combine(MONDAY, time()) + week * WEEK
        stretches = [(instant(monday + begin, zone), instant(monday + end, zone)) for begin, end in weekly]
    except OverflowError:  # beyond the calendar
        return
    yield from ((begin, end) for begin, end in stretches if begin < end)


def _row_windows(rows: Iterable[Row]) -> Iterator[Window]:
    for days, from_, to in rows:
        for day in days:
            begin = timedelta(days=day.number, hours=from_.hour, minutes=from_.minute)
            end = timedelta(days=day.number, hours=to.hour, minutes=to.minute)
            yield begin, end if end > begin else end + DAY


def _repeated(weekly: Iterable[Window]) -> list[Window]:
    """With the weeks before and after, so that what crosses Monday meets its neighbours."""
    return [(begin + weeks * WEEK, end + weeks * WEEK) for begin, end in weekly for weeks in (-1, 0, 1)]
