"""What the engine answers with. All instants are UTC; every stretch is half-open, `[start, end)`.

Named tuples, here and in what else every command imports: a frozen dataclass with slots takes six times as long to
define and three times as long to make, and a year of a large org is hundreds of thousands of these.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime, timedelta

Stretch = tuple["datetime", "datetime"]
"""From the first instant to the one after the last."""


class Role(StrEnum):
    """Why somebody is on call."""

    ON_CALL = "on-call"
    BUDDY = "buddy"
    OVERRIDE = "override"


class OnCall(NamedTuple):
    """Somebody on call, and why."""

    person: str
    role: Role


class Span(NamedTuple):
    """A stretch in which the same people are on call in one rotation; nobody is never a span."""

    team: str
    rotation: str
    start: datetime
    end: datetime
    people: tuple[OnCall, ...]
    """The holder (or who has their place) first, then the buddy (or who has theirs)."""


class Alone(StrEnum):
    """Why a newcomer's turn has no buddy."""

    NOBODY_EXPERIENCED = "nobody-experienced"
    """Neither a participant nor one of the cover team's primary is experienced."""
    NOBODY_FREE = "nobody-free"
    """There are experienced people, and each is away or on call already."""


class Declined(StrEnum):
    """Why the buddy that a member names cannot serve in a turn; it is then as if none were named."""

    NOT_A_MEMBER = "not-a-member"
    NEWCOMER = "newcomer"
    UNAVAILABLE = "unavailable"
    BUSY = "busy"


class Pairing(NamedTuple):
    """A newcomer's turn that a buddy shares."""

    number: int
    """Which of the newcomer's paired turns it is, from 1."""
    buddy: str | None
    """Who shares it, before overrides; nobody where `alone` says why."""
    alone: Alone | None = None
    named: str | None = None
    """Who the member names as buddy."""
    declined: Declined | None = None
    """Why the one named does not serve."""


class Turn(NamedTuple):
    """One turn of a rotation's queue: something of it is on call, so the queue moved for it."""

    number: int
    """Counts the turns that are turns, from 0 at the rotation's beginning."""
    handoff: datetime
    """Its own handoff by the wall clock."""
    next_handoff: datetime
    """The next handoff by the wall clock, whether or not a turn begins there."""
    start: datetime
    """When it begins: earlier than `handoff` where the holder before left for good."""
    end: datetime
    """When it ends: earlier than `next_handoff` where its own holder left for good."""
    person: str | None
    """Who has it by the queue, before overrides; nobody where nobody was available."""
    windows: tuple[Stretch, ...]
    """When it is on call at all, in order; the first may begin before `start`, a window is never split."""
    pairing: Pairing | None = None


class Shift(NamedTuple):
    """Somebody's stretch in one lane of a rotation."""

    start: datetime
    end: datetime
    person: str


class Lane(StrEnum):
    """Which place in a rotation somebody has."""

    HOLDER = "holder"
    BUDDY = "buddy"


class Replacement(NamedTuple):
    """An override, cut to a stretch in which the person replaced really has a place."""

    start: datetime
    end: datetime
    person: str
    instead_of: str
    role_replaced: Lane
    override: int
    """The index in the rotation's `overrides`."""


class Lanes(NamedTuple):
    """A rotation laid apart: `replacements` over `holders` and `buddies` give its spans."""

    holders: tuple[Shift, ...]
    """Who has the windows, one shift a window, before overrides."""
    buddies: tuple[Shift, ...]
    """Who shares them, before overrides; never where an override has the newcomer's place."""
    replacements: tuple[Replacement, ...]
    turns: tuple[Turn, ...]
    """The turns that have a part in the time asked for, whole."""


class RotationTarget(NamedTuple):
    """Whoever is on call in a rotation."""

    team: str
    rotation: str


class PersonTarget(NamedTuple):
    """One person, at any time."""

    person: str


class EscalationLevel(NamedTuple):
    """Who is told together."""

    targets: tuple[RotationTarget | PersonTarget, ...]
    wait: timedelta
    """How long until the next level is told."""
