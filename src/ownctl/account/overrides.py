"""Where somebody else is on call than a slot's events say: a declared override, or a leaver's successor.

Both are overrides in the account. What an override does is cut to the stretches in which the person replaced really
has the slot, and stretches between which nobody has it are one override.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.resources import Override
from ownctl.oncall import Lane

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.account.resources import Slot
    from ownctl.oncall import Lanes, Replacement, Shift


DATES_REACH = timedelta(days=365)
"""How far ahead the account accepts dates; an override that ends later waits for a later plan."""


class _Piece(NamedTuple):
    """A stretch of one occurrence, who has it by the events, and who really does."""

    start: datetime
    end: datetime
    base: str | None
    person: str | None


def overrides(slot: Slot, lanes: Lanes, now: datetime) -> tuple[Override, ...]:
    """The overrides of one slot that are not over and within reach, in order; `rotation` is the slot's name."""
    joined: list[Override] = []
    goes_on = False
    for piece in _pieces(slot, lanes):
        if piece.base == piece.person:
            goes_on = False
            continue
        last = joined[-1] if joined else None
        if goes_on and last and (last.instead_of, last.person) == (piece.base, piece.person):
            joined[-1] = Override(slot.name, piece.person, piece.base, last.start, piece.end)
        else:
            joined.append(Override(slot.name, piece.person, piece.base, piece.start, piece.end))
        goes_on = True
    return tuple(each for each in joined if now < each.end <= now + DATES_REACH)


def _pieces(slot: Slot, lanes: Lanes) -> Iterator[_Piece]:
    shifts = lanes.buddies if slot.buddies else lanes.holders
    lane = Lane.BUDDY if slot.buddies else Lane.HOLDER
    swaps = [each for each in lanes.replacements if each.role_replaced is lane]
    starts, ends = [each.start for each in shifts], [each.end for each in shifts]
    for turn in slot.turns:
        for occurrence in turn.occurrences:
            here: list[Shift | Replacement] = [
                *(each for each in swaps if each.start < occurrence.end and occurrence.start < each.end),
                *shifts[bisect_right(ends, occurrence.start) : bisect_left(starts, occurrence.end)],
            ]
            within = {moment for each in here for moment in (each.start, each.end)}
            moments = sorted(moment for moment in within if occurrence.start < moment < occurrence.end)
            for start, end in pairwise([occurrence.start, *moments, occurrence.end]):
                holder = next((each.person for each in here if each.start <= start < each.end), None)
                yield _Piece(start, end, turn.person, holder)
