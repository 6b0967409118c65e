"""How much of the pager each person carries."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.oncall.answers import lanes
from ownctl.oncall.overrides import without
from ownctl.oncall.values import Lane, Share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall.values import Replacement, Shift


def shares(org: Org, team_key: str, since: datetime, until: datetime) -> tuple[Share, ...]:
    """Everybody's part of each rotation of a team in `[since, until)`, after overrides.

    By rotation in the order of the file, then by who comes first; who has no part has no share.
    """
    return tuple(
        share for key in org.teams[team_key].rotations for share in _rotation(org, team_key, key, since, until)
    )


def _rotation(org: Org, team_key: str, key: str, since: datetime, until: datetime) -> Iterator[Share]:
    laid = lanes(org, team_key, key, since, until)
    on_call = _times(laid.holders, [one for one in laid.replacements if one.role_replaced is Lane.HOLDER])
    buddy = _times(laid.buddies, [one for one in laid.replacements if one.role_replaced is Lane.BUDDY])
    turns = Counter(turn.person for turn in laid.turns)
    for person in {**on_call, **buddy}:
        yield Share(team_key, key, person, on_call[person], buddy[person], turns[person])


def _times(shifts: Sequence[Shift], replaced: Sequence[Replacement]) -> defaultdict[str, timedelta]:
    """How long each person is on call in one lane."""
    times: defaultdict[str, timedelta] = defaultdict(timedelta)
    for shift in shifts:
        taken = [(one.start, one.end) for one in replaced if one.instead_of == shift.person]
        for start, end in without((shift.start, shift.end), taken):
            times[shift.person] += end - start
    for one in replaced:
        times[one.person] += one.end - one.start
    return times
