"""Which handoffs begin a turn, week after week, as long as neither a stage nor the clock interferes.

What is said here is only a short cut: the queue asks for the windows of each turn wherever this gives no answer.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from ownctl.oncall.clock import DAY, END, WEEK, later, plus

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ownctl.oncall.clock import Handoffs
    from ownctl.oncall.stages import Regime
    from ownctl.oncall.windows import Pattern

FOR_EVER = 1 << 40
MINUTE = timedelta(minutes=1)
YEARS_AHEAD = 10


class Cadence(NamedTuple):
    """Of each `cycle` handoffs in a row, those at `slots` begin a turn."""

    slots: tuple[int, ...]
    cycle: int

    def turns_before(self, handoffs: int) -> int:
        """How many of the first so many handoffs begin a turn."""
        cycles, rest = divmod(handoffs, self.cycle)
        return cycles * len(self.slots) + bisect_left(self.slots, rest)

    def handoff(self, turn: int) -> int:
        """Which handoff begins a turn, both counted from 0."""
        cycles, rest = divmod(turn, len(self.slots))
        return cycles * self.cycle + self.slots[rest]


EVERY = Cadence((0,), 1)


def cadence(handoffs: Handoffs, index: int, weekly: Pattern | None) -> Cadence:
    """The cadence from a handoff on. A turn needs a window that ends within it."""
    if weekly is None:
        return EVERY
    cycle = (WEEK // MINUTE) // gcd(WEEK // MINUTE, handoffs.shift // MINUTE)
    at = handoffs.local(index)
    into_week = at - datetime.combine(at.date() - at.weekday() * DAY, time())
    slots = (step for step in range(cycle) if _window_ends(weekly, into_week + step * handoffs.shift, handoffs.shift))
    return Cadence(tuple(slots), cycle)


def _window_ends(weekly: Pattern, begin: timedelta, length: timedelta) -> bool:
    """Whether a window ends after `begin`, counted from a Monday, and no later than `length` after it."""
    return any((end - begin - MINUTE) % WEEK + MINUTE <= length for _, end in weekly)


def regular(handoffs: Handoffs, index: int, regime: Regime) -> int:
    """How many handoffs from this one on keep the cadence of a regime in which it lies; 0 where nothing is sure."""
    start = handoffs.at(index)
    ends = FOR_EVER if regime.end == END else handoffs.last_until(regime.end) - index
    if regime.weekly is None:
        return ends if regime.start <= start else 0
    if later(regime.start, WEEK) > start:
        return 0  # a window of the turn might have begun before the regime did
    # Where the clock is put forward, windows can vanish and change places with handoffs.
    longest = max((end - begin for begin, end in regime.weekly), default=DAY)
    gap = _next_gap(handoffs.zone, (handoffs.local(index) - longest - DAY).date())
    undisturbed = datetime.combine(gap, time()) - DAY - handoffs.first
    return max(min(ends, undisturbed // handoffs.shift - index), 0)


def _next_gap(zone: ZoneInfo, day: date) -> date:
    """The first day from this one on on which clocks are put forward, or one far ahead if there is none."""
    for year in range(day.year, min(day.year + YEARS_AHEAD, date.max.year)):
        for gap in _gaps(zone, year):
            if gap >= day:
                return gap
    return date(min(day.year + YEARS_AHEAD, date.max.year), 1, 1)


@lru_cache(maxsize=1 << 14)
def _gaps(zone: ZoneInfo, year: int) -> tuple[date, ...]:
    offsets = [(week, _offset(zone, week)) for week in (plus(date(year, 1, 1), 7 * number) for number in range(54))]
    found = []
    for (week, before), (_, after) in pairwise(offsets):
        if after > before:
            days = [plus(week, number) for number in range(7)]
            found += [day for day in days if _offset(zone, plus(day, 1)) > _offset(zone, day)]
    return tuple(found)


def _offset(zone: ZoneInfo, day: date) -> timedelta:
    return zone.utcoffset(datetime.combine(day, time())) or timedelta(0)
