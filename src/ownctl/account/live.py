"""What a paging account holds, as it was read, in words of no provider."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.account.resources import Event, Kind, Override, PersonRef, Policy, Service, Team

Resource = TypeVar("Resource")


class User(NamedTuple):
    """Somebody with a login in the account. Matched by e-mail, never written."""

    id: str
    name: str
    email: str
    teams: tuple[str, ...] = ()
    """Ids of the teams that they belong to."""


class Marker(NamedTuple):
    """The last line of a description: whose the object is, what it is, and which overrides are ours."""

    org: str
    ref: str
    overrides: tuple[str, ...] = ()


class Live(NamedTuple, Generic[Resource]):
    """An object of the account as it was read."""

    id: str
    url: str
    resource: Resource
    """With `key` empty where the object has no marker of this org."""
    marker: Marker | None


class LiveEvent(NamedTuple):
    """An event of the account."""

    id: str
    event: Event


class LiveRotation(NamedTuple):
    """An event box of the account: its events do not overlap."""

    id: str
    events: tuple[LiveEvent, ...] = ()


class LiveOverride(NamedTuple):
    """An override of the account."""

    id: str
    override: Override


class Shift(NamedTuple):
    """Who the account says is on call, and by which rotation, custom shift or override; half-open, UTC."""

    start: datetime
    end: datetime
    person: PersonRef
    rotation: str | None = None
    override: str | None = None


class LiveSchedule(NamedTuple):
    """A shift-based schedule of the account, read whole."""

    name: str
    description: str
    time_zone: str
    teams: tuple[str, ...] = ()
    """Ids of the teams that it belongs to."""
    rotations: tuple[LiveRotation, ...] = ()
    overrides: tuple[LiveOverride, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """The computed schedule from when it was read, as far ahead as effects look."""


class Account(NamedTuple):
    """The account as far as it concerns this org: what bears its marker, and what has a declared name."""

    users: Mapping[str, User]
    """By e-mail in lower case."""
    teams: tuple[Live[Team], ...] = ()
    memberships: Mapping[str, frozenset[str]] = MappingProxyType({})
    """Ids of members by id of team."""
    schedules: tuple[Live[LiveSchedule], ...] = ()
    policies: tuple[Live[Policy], ...] = ()
    services: tuple[Live[Service], ...] = ()
    integrations: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """Names by id of the Events API v2 integrations, by id of service."""
    others: Mapping[Kind, int] = MappingProxyType({})
    """How many objects of each kind are none of ours and were left out."""
    unread: int = 0
    """How many objects of ours were left out, because the files say of them what they said before."""
