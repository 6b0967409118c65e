"""A newcomer's first turns in a rotation, and since when somebody is experienced. Neither depends on any buddy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.availability import newcomer
from ownctl.oncall.overrides import kept
from ownctl.oncall.values import Shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ownctl.config import Member, Rotation
    from ownctl.oncall.overrides import OverrideSpan
    from ownctl.oncall.queue import Queue
    from ownctl.oncall.values import Turn


class _Known:
    """What has been found of one newcomer's first turns so far."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.searched = 0
        """The number of the first turn that has not been looked at."""


class Newcomers:
    """The first turns of a rotation's newcomers that are to be paired."""

    def __init__(self, rotation: Rotation, queue: Queue, overrides: Sequence[OverrideSpan], paired: int) -> None:
        self._rotation, self._queue, self._overrides, self._paired = rotation, queue, overrides, paired
        self._known: dict[str, _Known] = {}
        self._places = {
            member.person: place
            for place, member in reversed(list(enumerate(queue.participants)))
            if member and newcomer(member, rotation)
        }

    @property
    def any(self) -> bool:
        """Whether the rotation has or had newcomers."""
        return bool(self._places)

    def first_turns(self, before: datetime) -> Iterator[tuple[int, Turn]]:
        """All paired turns that begin before an instant, by their beginning, with which of its newcomer's it is."""
        found = [
            (number, turn) for person in self._places for number, turn in enumerate(self._of(person, before), start=1)
        ]
        return iter(sorted(found, key=lambda item: item[1].number))

    def experienced(self, member: Member, at: datetime) -> bool:
        """Whether a member is no newcomer at an instant, or one whose own paired turns are all over by then."""
        if member.on_call_since is None:
            return False  # who was never on call has nothing to pass on
        if not newcomer(member, self._rotation):
            return True
        if member.person not in self._places:
            return False
        turns = self._of(member.person, at)
        return len(turns) == self._paired and all(turn.end <= at for turn in turns)

    def _of(self, person: str, before: datetime) -> list[Turn]:
        known = self._known.setdefault(person, _Known())
        if len(known.turns) < self._paired:
            for turn in self._queue.held_from(self._places[person], known.searched, before):
                known.searched = turn.number + 1
                if any(True for _ in self.own_time(turn)):
                    known.turns.append(turn)
                if len(known.turns) == self._paired:
                    break
        return [turn for turn in known.turns if turn.start < before]

    def own_time(self, turn: Turn) -> Iterator[Shift]:
        """When the holder of a turn is on call in it: not where an override has their place."""
        if turn.person is not None:
            for start, end in turn.windows:
                yield from kept(Shift(start, end, turn.person), self._overrides)
