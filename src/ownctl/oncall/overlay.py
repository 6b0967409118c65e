"""Lanes laid over each other: the spans that people and the pager see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.overrides import without
from ownctl.oncall.values import Lane, OnCall, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from ownctl.oncall.values import Lanes, Replacement, Shift

Part = tuple["datetime", "datetime", OnCall]


def spans(team: str, rotation: str, lanes: Lanes) -> Iterator[Span]:
    """A rotation's spans, in order; neighbours with the same people are one."""
    holders = _replaced(lanes.holders, Role.ON_CALL, lanes.replacements, Lane.HOLDER)
    buddies = _replaced(lanes.buddies, Role.BUDDY, lanes.replacements, Lane.BUDDY)
    last: Span | None = None
    for start, end, people in _together(holders, buddies):
        if last and last.end == start and last.people == people:
            start = last.start
        elif last:
            yield last
        last = Span(team, rotation, start, end, people)
    if last:
        yield last


def _replaced(shifts: Iterable[Shift], role: Role, replacements: Sequence[Replacement], lane: Lane) -> list[Part]:
    """One lane after overrides, in order."""
    if not replacements:
        return [(shift.start, shift.end, OnCall(shift.person, role)) for shift in shifts]
    here = [one for one in replacements if one.role_replaced is lane]
    parts = [(one.start, one.end, OnCall(one.person, Role.OVERRIDE)) for one in here]
    for shift in shifts:
        taken = [(one.start, one.end) for one in here if one.instead_of == shift.person]
        for start, end in without((shift.start, shift.end), taken):
            parts.append((start, end, OnCall(shift.person, role)))
    return sorted(parts, key=lambda part: part[:2])


def _together(
    holders: Sequence[Part], buddies: Sequence[Part]
) -> Iterator[tuple[datetime, datetime, tuple[OnCall, ...]]]:
    """Holders cut where a buddy, or who is in their place, comes or goes; a buddy is never there without a holder."""
    following = 0
    for start, end, holder in holders:
        while following < len(buddies) and buddies[following][1] <= start:
            following += 1
        at = start
        for begin, finish, buddy in buddies[following:]:
            if begin >= end:
                break
            if at < begin:
                yield at, begin, (holder,)
            at = min(finish, end)
            yield max(begin, start), at, (holder,) if buddy.person == holder.person else (holder, buddy)
        if at < end:
            yield at, end, (holder,)
