"""The queue: at each handoff the pager goes to the next participant in list order who is available on that day.

The queue is walked once from the rotation's first handoff. Stretches in which nobody comes or goes and no window cuts
a turn are one `Run`, whose turns are arithmetic, so that years of history cost as much as their changes.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ownctl.oncall.availability import available, changes
from ownctl.oncall.cadence import EVERY, Cadence, cadence, regular
from ownctl.oncall.clock import WEEK, later
from ownctl.oncall.values import Turn
from ownctl.oncall.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ownctl.config import Member
    from ownctl.oncall.clock import Handoffs
    from ownctl.oncall.stages import Regime
    from ownctl.oncall.values import Stretch


class Run(NamedTuple):
    """Turns in a row that go round the same places of the list."""

    first: int
    """The index of the handoff from which its cadence counts."""
    length: int
    """How many turns."""
    number: int
    """Of its first turn."""
    places: tuple[int, ...]
    """The places in the list that it goes round; empty where nobody is available."""
    offset: int
    """Which of `places` has the first turn."""
    cadence: Cadence = EVERY
    start: datetime | None = None
    """When its only turn begins, where the holder before left; else at its handoff."""
    end: datetime | None = None
    """When its only turn ends, where its own holder leaves; else at the next handoff."""

    def place(self, step: int) -> int | None:
        """The place in the list that has the turn `step` after the first."""
        return self.places[(self.offset + step) % len(self.places)] if self.places else None


class Queue:
    """One rotation's turns, walked as far as somebody asked."""

    def __init__(self, handoffs: Handoffs, participants: Sequence[Member | None], regimes: tuple[Regime, ...]) -> None:
        self.handoffs = handoffs
        self.participants = participants
        self.regimes = regimes
        self._change_days = sorted({day for member in participants if member for day in changes(member)})
        self._runs: list[Run] = []
        self._turns: dict[int, Turn] = {}
        self._number = 0
        self._place = -1
        self._index = 0
        self._handoff = handoffs.at(0)
        self._begins = self._handoff
        """When the turn that comes next begins: at its own handoff, or earlier where the holder before left."""

    def turns(self, since: datetime, until: datetime) -> Iterator[Turn]:
        """The turns that end after `since` and begin before `until`, in order, without pairings."""
        self._walk(until)
        index = max(self.handoffs.last_until(since), 0)
        position = max(bisect_right(self._runs, index, key=lambda run: run.first) - 1, 0)
        for run in self._runs[position:]:
            for step in range(run.cadence.turns_before(max(index - run.first, 0)), run.length):
                turn = self._turn(run, step)
                if turn.start >= until:
                    return
                if turn.end > since:
                    yield turn

    def numbered(self, number: int, before: datetime) -> Turn | None:
        """The turn of that number, if there is one that begins before an instant."""
        while self._number <= number and self._more_before(before):
            self._step()
        position = bisect_right(self._runs, number, key=lambda run: run.number) - 1
        if number < 0 or position < 0 or number >= self._number:
            return None
        turn = self._turn(self._runs[position], number - self._runs[position].number)
        return turn if turn.start < before else None

    def held_from(self, place: int, number: int, before: datetime) -> Iterator[Turn]:
        """The turns of a place in the list, from that number on, that begin before an instant."""
        self._walk(before)
        position = max(bisect_right(self._runs, number, key=lambda run: run.number) - 1, 0)
        for run in self._runs[position:]:
            if place not in run.places:
                continue
            size = len(run.places)
            first = (run.places.index(place) - run.offset) % size
            skipped = max(-((first + run.number - number) // size), 0) * size
            for step in range(first + skipped, run.length, size):
                turn = self._turn(run, step)
                if turn.start >= before:
                    return
                yield turn

    def windows(self, start: datetime, end: datetime) -> tuple[Stretch, ...]:
        """When a turn from `start` to `end` is on call.

        A window belongs to whoever has the pager when it ends, so that one in which a handoff falls goes whole to
        who takes over; only then do stages cut it.
        """
        found: list[Stretch] = []
        for regime in self.regimes:
            since, until = regime.start, regime.end
            if since >= end or later(until, WEEK) <= start:
                continue
            if regime.weekly is None:
                candidates: Iterable[Stretch] = ((start, end),)
            else:
                candidates = windows(regime.weekly, self.handoffs.zone, start, end)
            for begin, finish in candidates:
                if finish <= end and begin < until and since < finish:
                    whole = since <= begin and finish <= until
                    found.append((begin, finish) if whole else (max(begin, since), min(finish, until)))
        return tuple(found)

    def _turn(self, run: Run, step: int) -> Turn:
        number = run.number + step
        turn = self._turns.get(number)
        if turn is None:
            index = run.first + run.cadence.handoff(step)
            handoff, following = self.handoffs.at(index), self.handoffs.at(index + 1)
            start, end = run.start or handoff, run.end or following
            cut = self.windows(start, end)
            turn = Turn(number, handoff, following, start, end, self._person(run.place(step)), cut)
            self._turns[number] = turn
        return turn

    def _person(self, place: int | None) -> str | None:
        member = self.participants[place] if place is not None else None
        return member.person if member else None

    # ------------------------------------------------------------------------------------ the walk

    def _walk(self, until: datetime) -> None:
        while self._more_before(until):
            self._step()

    def _more_before(self, until: datetime) -> bool:
        # Where somebody left and no turn has followed since, none of its windows is more than a week from a handoff.
        return self._begins < until and self._handoff < later(until, WEEK)

    def _step(self) -> None:
        index, begins = self._index, self._begins
        places = self._available(index)
        plain = self._plain_handoffs()
        if plain:
            self._go_to(index + plain)
            found = cadence(self.handoffs, index, self._regime_at(index).weekly)
            self._append(index, found.turns_before(plain), places, found)
        else:
            self._go_to(index + 1)
            self._single(index, begins, places)

    def _go_to(self, index: int) -> None:
        self._index = index
        self._handoff = self._begins = self.handoffs.at(index)

    def _single(self, index: int, begins: datetime, places: tuple[int, ...]) -> None:
        """One handoff, at which a turn may begin, and within which its holder may leave."""
        handoff, end = self.handoffs.at(index), self._handoff
        if not self.windows(handoff, end):
            if begins < handoff:  # somebody left, and what follows begins on that day still
                self._begins = begins
            return
        left = self._leaves(places[self._offset(places)], begins, end) if places else None
        if left:
            self._begins = left
        if not left or self.windows(begins, left):
            self._append(index, 1, places, start=begins, end=left)

    def _offset(self, places: tuple[int, ...]) -> int:
        return bisect_right(places, self._place) % len(places) if places else 0

    def _append(
        self,
        index: int,
        count: int,
        places: tuple[int, ...],
        cadence: Cadence = EVERY,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> None:
        if count:
            offset = self._offset(places)
            self._runs.append(Run(index, count, self._number, places, offset, cadence, start, end))
            self._number += count
            if places:
                self._place = places[(offset + count - 1) % len(places)]

    def _leaves(self, place: int, begins: datetime, end: datetime) -> datetime | None:
        """When the holder of a turn hands over for good, if that is before the turn ends."""
        member = self.participants[place]
        if member is None or member.until is None:
            return None
        at = self.handoffs.on(member.until)
        return at if begins < at < end else None

    def _available(self, index: int) -> tuple[int, ...]:
        day = self.handoffs.day(index)
        return tuple(place for place, member in enumerate(self.participants) if member and available(member, day))

    def _plain_handoffs(self) -> int:
        """How many handoffs from here on keep one cadence and go round the same people."""
        if self._begins < self._handoff:
            return 0
        ends = regular(self.handoffs, self._index, self._regime_at(self._index))
        position = bisect_right(self._change_days, self.handoffs.day(self._index))
        if position < len(self._change_days):
            # The turn before the next change may be one that somebody gives up early.
            changed = self.handoffs.first_on_or_after(self._change_days[position])
            ends = min(ends, changed - 1 - self._index)
        return max(ends, 0)

    def _regime_at(self, index: int) -> Regime:
        at = self.handoffs.at(index)
        return next((regime for regime in self.regimes if at < regime.end), self.regimes[-1])
