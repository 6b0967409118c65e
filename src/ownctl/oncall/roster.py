"""One rotation at work: its turns with their buddies, and who is on call in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.availability import participants
from ownctl.oncall.clock import WEEK, later
from ownctl.oncall.newcomers import Newcomers
from ownctl.oncall.overrides import kept, override_spans, replacements
from ownctl.oncall.pairing import Pairings
from ownctl.oncall.queue import Queue
from ownctl.oncall.stages import regimes
from ownctl.oncall.values import Lane, Lanes, Shift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from ownctl.config import Org, Team
    from ownctl.oncall.clock import Handoffs
    from ownctl.oncall.pairing import Circle
    from ownctl.oncall.values import Turn


class Roster:
    """What is known of one rotation. It remembers the turns that have been worked out."""

    def __init__(self, org: Org, team: Team, key: str, pace: Handoffs, circles: Callable[[], Sequence[Circle]]) -> None:
        rotation = team.rotations[key]
        self.team, self.key, self.rotation, self.zone = team, key, rotation, pace.zone
        self.queue = Queue(pace, participants(team, rotation), regimes(org, team, rotation))
        self.overrides = override_spans(rotation, self.zone)
        self.newcomers = Newcomers(rotation, self.queue, self.overrides, org.settings.on_call.first_shifts_paired)
        self._pairings = Pairings(self, circles)

    def turns(self, since: datetime, until: datetime) -> tuple[Turn, ...]:
        """The turns that have a part in `[since, until)`, by their own time or by a window, whole."""
        found = self._turns(since, until)
        pairings = self._pairings.until(found[-1].end) if found else {}
        return tuple(
            turn._replace(pairing=pairings[turn.number]) if turn.number in pairings else turn for turn in found
        )

    def lanes(self, since: datetime, until: datetime) -> Lanes:
        """The rotation laid apart, cut to `[since, until)`."""
        turns = self.turns(since, until)
        # A shift too short for its windows may get one from before the turn that precedes it, where a stage cuts it.
        holders = sorted(self._holders(turns, since, until), key=lambda shift: shift.start)
        buddies = list(self._buddies(turns, since, until))
        replaced = [
            *replacements(holders, Lane.HOLDER, self.overrides),
            *replacements(buddies, Lane.BUDDY, self.overrides),
        ]
        replaced.sort(key=lambda one: (one.start, one.end, one.override))
        return Lanes(tuple(holders), tuple(buddies), tuple(replaced), turns)

    def after_overrides(self, since: datetime, until: datetime, *, buddies: bool) -> Iterator[Shift]:
        """Everybody who is on call in `[since, until)`; without `buddies`, as if nobody were paired."""
        if buddies:
            lanes = self.lanes(since, until)
            shifts: list[Shift] = [*lanes.holders, *lanes.buddies]
        else:
            shifts = list(self._holders(self._turns(since, until), since, until))
        for shift in shifts:
            yield from kept(shift, self.overrides)
        for one in replacements(shifts, Lane.HOLDER, self.overrides):
            yield Shift(one.start, one.end, one.person)

    def _turns(self, since: datetime, until: datetime) -> list[Turn]:
        # The window in which a handoff falls begins before its turn does, though never by more than a week.
        return [
            turn
            for turn in self.queue.turns(since, later(until, WEEK))
            if turn.start < until or turn.windows[0][0] < until
        ]

    def _holders(self, turns: Sequence[Turn], since: datetime, until: datetime) -> Iterator[Shift]:
        for turn in turns:
            if turn.person is not None:
                for start, end in turn.windows:
                    if since <= start and end <= until:
                        yield Shift(start, end, turn.person)
                    elif start < until and since < end:
                        yield Shift(max(start, since), min(end, until), turn.person)

    def _buddies(self, turns: Sequence[Turn], since: datetime, until: datetime) -> Iterator[Shift]:
        for turn in turns:
            if turn.pairing and turn.pairing.buddy:
                for time in self.newcomers.own_time(turn):
                    if time.start < until and since < time.end:
                        yield Shift(max(time.start, since), min(time.end, until), turn.pairing.buddy)
