"""Four weeks of one rotation, before and after, in so few rows that a reader takes them in at a glance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.reconcile.effects import WEEKS, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ownctl.reconcile.effects import Duty, Outlook

    People = tuple[Duty, ...]

MOST_ROWS = 12
"""How many rows a rotation gets before it is told in fewer."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch in which the same people are on call, before and after; half-open, UTC.

    It reaches over times at which nobody is on call either way: business hours of one turn are one row.
    """

    start: datetime
    end: datetime
    before: People
    after: People
    turns: int = 1
    """How many rows this one stands for; more than one only where nothing changes."""

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Week:
    """Who is on call for how long, in the part of a week that lies ahead; the week begins on Monday, local time."""

    start: datetime
    before: tuple[tuple[People, timedelta], ...]
    after: tuple[tuple[People, timedelta], ...]
    """Longest first; nobody counts where there is somebody on the other side."""
    changed: timedelta
    """For how long other people are on call."""


def calendar(outlook: Outlook, now: datetime, zone: str) -> list[Row] | list[Week]:
    """Turn by turn where that is short, else with unchanged turns told together, else by week."""
    rows = list(_rows(outlook, now))
    if len(rows) > MOST_ROWS:
        rows = list(_condensed(rows))
    if len(rows) > MOST_ROWS:
        return list(_weeks(outlook, now, ZoneInfo(zone)))
    return rows


def _rows(outlook: Outlook, now: datetime) -> Iterator[Row]:
    last: Row | None = None
    for start, end, before, after in side_by_side(outlook):
        if not (before or after):
            continue
        if last and (last.before, last.after) == (before, after):
            last = replace(last, end=end)
            continue
        if last:
            yield last
            last = None
        if start >= now + WEEKS:
            return
        last = Row(start, end, before, after)
    if last:
        yield last


def _condensed(rows: Sequence[Row]) -> Iterator[Row]:
    """Three or more turns in a row that stay as they are become one."""
    for changed, group in groupby(rows, key=lambda row: row.changed):
        own = list(group)
        if changed or len(own) < 3:
            yield from own
        else:
            yield replace(own[0], end=own[-1].end, turns=len(own))


def _weeks(outlook: Outlook, now: datetime, zone: ZoneInfo) -> Iterator[Week]:
    pieces = [
        (max(start, now), end, before, after) for start, end, before, after in side_by_side(outlook) if before or after
    ]
    for start, end in _mondays(now, zone):
        own = [
            (min(until, end) - max(since, start), before, after)
            for since, until, before, after in pieces
            if since < end and start < until
        ]
        if own:
            yield Week(
                start,
                _totals((before, length) for length, before, _ in own),
                _totals((after, length) for length, _, after in own),
                sum((length for length, before, after in own if before != after), timedelta()),
            )


def _mondays(now: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """From now to the next Monday's local midnight, then week by week, cut where four weeks are over."""
    here = now.astimezone(zone)
    monday = here.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=here.weekday())
    start, last = now, now + WEEKS
    while start < last:
        monday += timedelta(weeks=1)  # by the wall clock, as zoneinfo counts
        end = min(monday.astimezone(now.tzinfo), last)
        yield start, end
        start = end


def _totals(held: Iterable[tuple[People, timedelta]]) -> tuple[tuple[People, timedelta], ...]:
    totals: dict[People, timedelta] = {}
    for people, length in held:
        totals[people] = totals.get(people, timedelta()) + length
    return tuple(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
