"""First rotations: who shares a newcomer's first turns."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ownctl.oncall.availability import available_throughout, gone, local_day, members
from ownctl.oncall.clock import later
from ownctl.oncall.values import Alone, Declined, Pairing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ownctl.config import Member
    from ownctl.oncall.roster import Roster
    from ownctl.oncall.values import Shift, Turn

A_YEAR = timedelta(days=366)
Watch = tuple["Roster", bool]
"""A rotation that keeps people busy, and whether its buddies are decided before those that are sought."""


class Circle(NamedTuple):
    """Among whom a buddy is sought."""

    roster: Roster
    """The rotation whose participants serve, and in whose measure they are experienced."""
    watches: Sequence[Watch]
    """The rotations that keep them busy."""


class Pairings:
    """The buddies of one rotation's newcomers, decided in the order of its turns."""

    def __init__(self, roster: Roster, circles: Callable[[], Sequence[Circle]]) -> None:
        """`circles`: this rotation's own participants, then the cover team's primary if there is one."""
        self._roster = roster
        self._circles = circles
        self._decided: dict[int, Pairing] = {}
        self._turns_as_buddy: Counter[str] = Counter()

    def until(self, before: datetime) -> dict[int, Pairing]:
        """The pairings, by the number of their turn; at least of all turns that begin before an instant."""
        for number, turn in self._roster.newcomers.first_turns(before):
            if turn.number not in self._decided:
                pairing = self._decide(number, turn)
                self._decided[turn.number] = pairing
                if pairing.buddy:
                    self._turns_as_buddy[pairing.buddy] += 1
        return self._decided

    def _decide(self, number: int, turn: Turn) -> Pairing:
        own, *others = self._circles()
        times = list(self._roster.newcomers.own_time(turn))
        named = members(self._roster.team)[turn.person or ""].buddy
        declined = self._declined(named, turn, times, own, others) if named else None
        if named and declined is None:
            return Pairing(number, named, None, named)
        for circle in (own, *others):
            pool = self._experienced(circle.roster, turn)
            if pool:
                buddy = self._chosen(pool, turn, times, circle)
                return Pairing(number, buddy, None if buddy else Alone.NOBODY_FREE, named, declined)
        return Pairing(number, None, Alone.NOBODY_EXPERIENCED, named, declined)

    def _experienced(self, roster: Roster, turn: Turn) -> list[Member]:
        """Participants who could teach, free or not; who has left for good no longer takes part."""
        day = local_day(turn.start, self._roster.zone)
        return [
            member
            for member in roster.queue.participants
            if member
            and member.person != turn.person
            and not gone(member, day)
            and roster.newcomers.experienced(member, turn.start)
        ]

    def _chosen(self, pool: Sequence[Member], turn: Turn, times: Sequence[Shift], circle: Circle) -> str | None:
        taken = busy(circle.watches, times)
        free = [
            member.person
            for member in pool
            if member.person not in taken and available_throughout(member, turn, self._roster.zone)
        ]
        neighbours = self._neighbours(turn)
        return min(free, key=lambda person: (self._turns_as_buddy[person], person in neighbours), default=None)

    def _neighbours(self, turn: Turn) -> set[str | None]:
        """Who holds the turn before and the one after, by the queue."""
        queue = self._roster.queue
        # A turn that follows after more than a year, because no window is on call before, is nobody's neighbour.
        beside = (
            queue.numbered(turn.number - 1, turn.start),
            queue.numbered(turn.number + 1, later(turn.end, A_YEAR)),
        )
        return {neighbour.person for neighbour in beside if neighbour}

    def _declined(
        self, named: str, turn: Turn, times: Sequence[Shift], own: Circle, others: Sequence[Circle]
    ) -> Declined | None:
        """Why the one whom a newcomer's entry names can't serve: somebody of the team, or of the cover team's."""
        for circle in (own, *others):
            member = members(circle.roster.team).get(named)
            if member is None:
                continue
            if not available_throughout(member, turn, self._roster.zone):
                return Declined.UNAVAILABLE
            if not circle.roster.newcomers.experienced(member, turn.start):
                return Declined.NEWCOMER
            return Declined.BUSY if named in busy(circle.watches, times) else None
        return Declined.NOT_A_MEMBER


def busy(watches: Sequence[Watch], times: Sequence[Shift]) -> set[str]:
    """Who is on call at any of these times, as things are after overrides."""
    since, until = times[0].start, times[-1].end
    return {
        shift.person
        for roster, with_buddies in watches
        for shift in roster.after_overrides(since, until, buddies=with_buddies)
        if any(shift.start < time.end and time.start < shift.end for time in times)
    }
