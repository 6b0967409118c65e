"""Overrides that replace nobody, or put in somebody who cannot be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.clock import instant
from ownctl.oncall.overrides import kept
from ownctl.oncall.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall.roster import Roster
    from ownctl.oncall.values import Replacement, Stretch


def overrides_problems(org: Org, roster: Roster, since: datetime) -> Iterator[Problem]:
    """What is wrong with each override that is not over at `since`, at most one thing each."""
    for index, override in enumerate(roster.rotation.overrides):
        start, end = (instant(local, roster.zone) for local in (override.from_, override.until))
        if end > since or start >= end:
            problem = _Review(org, roster, index, (start, end)).problem()
            if problem:
                yield problem


class _Review:
    """One override, looked at from all sides; what follows from one thing is not said as another."""

    def __init__(self, org: Org, roster: Roster, index: int, span: Stretch) -> None:
        self._org, self._roster, self._index, self._span = org, roster, index, span
        self._override = roster.rotation.overrides[index]

    def problem(self) -> Problem | None:
        if self._span[0] >= self._span[1]:
            return self._found(Kind.OVERRIDE_BACKWARDS, "until")
        overlapped = self._overlapped()
        if overlapped is not None:
            return self._found(Kind.OVERRIDE_OVERLAPS, other=overlapped)
        laid = self._roster.lanes(*self._span)
        parts = [one for one in laid.replacements if one.override == self._index]
        if parts:
            return self._by_on_call(parts) or self._by_gone(parts)
        if self._override.instead_of not in self._org.people:
            return None  # a name that nobody has is its own finding
        chained = [one.override for one in laid.replacements if one.person == self._override.instead_of]
        if chained:
            return self._found(Kind.OVERRIDE_CHAINED, "instead_of", other=chained[0])
        return self._found(Kind.OVERRIDE_REPLACES_NOBODY, "instead_of")

    def _overlapped(self) -> int | None:
        """An override earlier in the file that has the same person's place at the same time."""
        start, end = self._span
        for override in self._roster.overrides:
            same = override.instead_of == self._override.instead_of and override.position < self._index
            if same and override.start < end and start < override.end:
                return override.position
        return None

    def _by_on_call(self, parts: list[Replacement]) -> Problem | None:
        for start, end, other in self._other_places():
            for part in parts:
                if start < part.end and part.start < end:
                    at = max(start, part.start)
                    return self._found(Kind.OVERRIDE_BY_ON_CALL, "person", at=at, other=other)
        return None

    def _other_places(self) -> Iterator[tuple[datetime, datetime, int | None]]:
        """Where who is put in is on call in the rotation anyway, after overrides."""
        laid = self._roster.lanes(*self._span)
        for shift in (*laid.holders, *laid.buddies):
            if shift.person == self._override.person:
                for own in kept(shift, self._roster.overrides):
                    yield own.start, own.end, None
        for one in laid.replacements:
            if one.person == self._override.person and one.override != self._index:
                yield one.start, one.end, one.override

    def _by_gone(self, parts: list[Replacement]) -> Problem | None:
        for member in self._roster.team.members:
            if member.person == self._override.person and member.until:
                gone = self._roster.queue.handoffs.on(member.until)
                if gone < parts[-1].end:
                    return self._found(Kind.OVERRIDE_BY_GONE, "person", at=max(gone, parts[0].start))
        return None

    def _found(self, kind: Kind, *path: str, at: datetime | None = None, other: int | None = None) -> Problem:
        roster = self._roster
        return Problem(
            kind,
            roster.team.team,
            roster.key,
            ("rotations", roster.key, "overrides", self._index, *path),
            (self._override.person, self._override.instead_of),
            at or self._span[0],
            other=other,
        )
