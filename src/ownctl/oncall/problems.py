"""What the engine meets that somebody should know of: plain values, from which rules make findings."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.oncall.values import Alone


class Kind(StrEnum):
    """What is wrong."""

    SHIFT_NOT_ALLOWED = "shift-not-allowed"
    """Neither 4h, 6h, 8h, 12h nor whole days or weeks."""
    STARTS_OFF_HANDOFF_DAY = "starts-off-handoff-day"
    DAY_WITHOUT_WEEKS = "day-without-weeks"
    """`handoff.day` with a shift that is not whole weeks."""
    DAY_MISSING = "day-missing"
    """A shift of whole weeks without `handoff.day`; it hands over on the weekday of `starts`."""
    SHIFT_WITH_HOURS = "shift-with-hours"
    """The rotation's own hours with a shift that is neither 1d nor whole weeks."""
    SHIFT_IN_BUSINESS_HOURS = "shift-in-business-hours"
    """The same, because the team's stage says business hours at some time."""
    NEWCOMER_ALONE = "newcomer-alone"
    BUDDY_NOT_A_MEMBER = "buddy-not-a-member"
    BUDDY_IS_NEWCOMER = "buddy-is-newcomer"
    BUDDY_UNAVAILABLE = "buddy-unavailable"
    BUDDY_ON_CALL_ALREADY = "buddy-on-call-already"
    SUCCESSOR_UNAVAILABLE = "successor-unavailable"
    """Somebody leaves in the middle of a turn, and who takes over is not available on that day yet."""
    OVERRIDE_BACKWARDS = "override-backwards"
    """`until` is not after `from`."""
    OVERRIDE_OVERLAPS = "override-overlaps"
    """Another one of the file has the same person's place at the same time."""
    OVERRIDE_CHAINED = "override-chained"
    """It would replace somebody who is there by an override only."""
    OVERRIDE_REPLACES_NOBODY = "override-replaces-nobody"
    OVERRIDE_BY_ON_CALL = "override-by-on-call"
    """It puts in somebody who is on call in the rotation at that moment."""
    OVERRIDE_BY_GONE = "override-by-gone"
    """It puts in somebody who has handed over for good by then."""


CONTRADICTIONS = frozenset(
    {Kind.SHIFT_NOT_ALLOWED, Kind.STARTS_OFF_HANDOFF_DAY, Kind.DAY_WITHOUT_WEEKS, Kind.SHIFT_WITH_HOURS}
)
"""Kinds that say that a rotation's own settings contradict each other."""

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """Something wrong at one place of a team's file."""

    kind: Kind
    team: str
    rotation: str
    path: Path
    """Keys and indexes within the team's file."""
    persons: tuple[str, ...] = ()
    """Whom it is about: the newcomer and the buddy named; the leaver and the successor; who takes over and whose
    place."""
    at: datetime | None = None
    """When it shows first: the beginning of the turn, or of the override's part."""
    alone: Alone | None = None
    """Why a newcomer is alone."""
    other: int | None = None
    """The index of the override that stands in the way."""
