"""From turns to events: the longest runs that a cycle of members explains.

An event of the account hands occurrences round among at most twenty members. A slot's future is cut into as few events
as that allows: four people who take turns for ever are one event; a fifth who joins in three weeks makes it two.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from ownctl.account.occurrences import instant, wall
from ownctl.account.resources import Event, Slot, SlotTurn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ownctl.account.resources import Occurrence

ONE_LESS = timedelta(weeks=2)
"""How far apart weekly windows are where a clock change gives the one between them another shape."""
_KNOWN_UNTIL = re.compile(r" · declared until (\d{4}-\d\d-\d\d)$")


def slot_of(event_name: str) -> str:
    """The slot that an event's name tells."""
    return _KNOWN_UNTIL.sub("", event_name)


def known_until(event_name: str) -> datetime | None:
    """From when on an endless event only goes on because somebody is better than nobody; midnight, UTC."""
    match = _KNOWN_UNTIL.search(event_name)
    return datetime.fromisoformat(match[1]).replace(tzinfo=UTC) if match else None


class Runs(NamedTuple):
    """Events that describe a slot's future, in order, and how far they do so rightly."""

    events: tuple[Event, ...]
    left_out: datetime | None
    """The first turn that no event describes; None where all that is known is said."""


def runs(slot: Slot, since: datetime, *, room: int, members: int, latest: datetime) -> Runs:
    """Describe `slot` from `since` on in at most `room` events of at most `members` members.

    Their dates are no later than `latest`: when the first occurrence ends, and when the event does, if ever. What
    doesn't fit is the furthest future. The last event of an endless slot then never ends, because the wrong person is
    better than nobody, unless the slot itself has a gap there. What the files leave to nobody is no event at all.
    """
    order = _Order.of(slot)
    turns, beyond = _sayable(slot, list(_pieces(slot, since, order)), latest)
    events: list[Event] = []
    held = False
    while turns and len(events) < room and turns[0].occurrences[0].full_end <= latest:
        length, cycle = _longest_run(slot, turns, members, order)
        held = any(turn.person for turn in turns[:cycle])
        if held:
            events.append(_event(slot, turns[:length], cycle, order))
        seen_twice, last = length >= 2 * cycle, turns[length - 1]
        turns = turns[length:]
    rest = next(iter((*turns, *beyond)), None)
    if held and slot.endless and not (rest and _ends_before(rest, last, latest)):
        said = f"{slot.name} · declared until {last.end:%Y-%m-%d}" if rest or not seen_twice else slot.name
        events[-1] = events[-1]._replace(name=said, until=None)
    return Runs(tuple(events), rest.start if rest else None)


def _ends_before(rest: SlotTurn, last: SlotTurn, latest: datetime) -> bool:
    """Whether what is left out begins so late that nobody is to be there until then, and that can be said."""
    return rest.start - last.end > ONE_LESS and last.end <= latest


def _sayable(slot: Slot, turns: list[SlotTurn], latest: datetime) -> tuple[list[SlotTurn], list[SlotTurn]]:
    """The turns that an event could describe, and the others. The last event of an endless slot has no end to date."""
    far = (number for number, turn in enumerate(turns) if turn.end > latest and not slot.endless)
    count = next(far, len(turns))
    return turns[:count], turns[count:]


def _pieces(slot: Slot, since: datetime, order: _Order) -> Iterator[SlotTurn]:
    """The turns from `since` on, each split where its occurrences do not follow each other by the slot's rule.

    Turns of windows that are not equally many, as three days of business hours have two or three, are split into each.
    """
    for turn in slot.turns:
        piece: list[Occurrence] = []
        for full in turn.occurrences:
            if full.end <= since:
                continue
            occurrence = full._replace(start=max(full.start, since))
            if piece and (slot.per_turn == 1 or not order.follows(piece[-1], occurrence)):
                yield SlotTurn(turn.person, tuple(piece))
                piece = []
            piece.append(occurrence)
        if piece:
            yield SlotTurn(turn.person, tuple(piece))


class _Order(NamedTuple):
    """The occurrences of a slot's rule, counted."""

    zone: ZoneInfo
    length: timedelta
    """Of each, by the wall clock."""
    clock: tuple[datetime, ...]
    """When each begins, by the wall clock alone."""
    numbers: dict[datetime, int]
    """By the instant at which they begin."""

    @classmethod
    def of(cls, slot: Slot) -> _Order:
        zone, (first, end) = ZoneInfo(slot.zone), slot.counted_from
        clock: list[datetime] = []
        numbers: dict[datetime, int] = {}
        for local in rrulestr(slot.rule, dtstart=first) if slot.turns else ():
            moment = instant(local, zone)
            numbers[moment] = len(clock)
            clock.append(local)
            if moment >= slot.turns[-1].occurrences[-1].full_start:
                break
        return cls(zone, end - first, tuple(clock), numbers)

    def follows(self, one: Occurrence, other: Occurrence) -> bool:
        """Whether `other` is the next of `one`, with neither cut between them."""
        here, there = self.numbers.get(one.full_start), self.numbers.get(other.full_start)
        uncut = one.end == one.full_end and other.start == other.full_start
        return uncut and here is not None and there == here + 1

    def beginning(self, first: Occurrence) -> tuple[datetime, datetime]:
        """The occurrence with which a rule that explains `first` can begin.

        That is itself, unless a clock change leaves out the wall clock at which it begins or ends: then none would be
        at the right time, or as long as it should be, and it is the nearest one before.
        """
        number = self.numbers.get(first.full_start)
        if number is None or self._is_exact(self.clock[number]):
            return first.full_start, first.full_end
        while not self._is_exact(self.clock[number]):
            number -= 1
        begins = self.clock[number]
        return instant(begins, self.zone), instant(begins + self.length, self.zone)

    def _is_exact(self, begins: datetime) -> bool:
        return all(wall(instant(each, self.zone), self.zone) == each for each in (begins, begins + self.length))


def _longest_run(slot: Slot, turns: Sequence[SlotTurn], members: int, order: _Order) -> tuple[int, int]:
    """How many of `turns` the best cycle explains from the first on, and how many turns that cycle has."""
    whole = _whole_turns(slot, turns, order)
    if whole < 2:
        return 1, 1
    people = [turn.person for turn in turns[:whole]]
    best = (0, 0)
    for cycle in range(1, min(members, whole) + 1):
        length = cycle
        while length < whole and people[length] == people[length - cycle]:
            length += 1
        best = max(best, (length, -cycle))
    return best[0], -best[1]


def _whole_turns(slot: Slot, turns: Sequence[SlotTurn], order: _Order) -> int:
    """How many turns from the first on are whole and follow each other, so that counting occurrences finds them."""
    first = turns[0].occurrences[0]
    if order.beginning(first) != (first.full_start, first.full_end):
        return 1  # of one member, so that it doesn't matter with which occurrence the account begins to count
    for number, turn in enumerate(turns):
        follows = number == 0 or order.follows(turns[number - 1].occurrences[-1], turn.occurrences[0])
        if len(turn.occurrences) != slot.per_turn or not follows:
            return number
    return len(turns)


def _event(slot: Slot, run: Sequence[SlotTurn], cycle: int, order: _Order) -> Event:
    first, last = run[0].occurrences[0], run[-1].occurrences[-1]
    start, end = order.beginning(first)
    return Event(
        name=slot.name,
        start=start,
        end=end,
        zone=slot.zone,
        rule=slot.rule,
        members=tuple(turn.person for turn in run[:cycle]),
        per_member=len(run[0].occurrences),
        since=first.start,
        until=last.end,
    )
