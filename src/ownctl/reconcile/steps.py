"""One write each, in words of no provider: what a change is made of, and what a provider turns into one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.account.resources import (
        Event,
        Integration,
        Kind,
        Override,
        PersonRef,
        Policy,
        Ref,
        Service,
        Team,
    )


class CreateTeam(NamedTuple):
    team: Team


class UpdateTeam(NamedTuple):
    id: str
    team: Team


class AddMember(NamedTuple):
    """Needs the team to exist; sent again, it changes nothing."""

    team: Ref
    person: PersonRef
    role: str


class RemoveMember(NamedTuple):
    team_id: str
    person: PersonRef


class CreateSchedule(NamedTuple):
    ref: Ref
    team: Ref
    name: str
    description: str
    time_zone: str


class UpdateSchedule(NamedTuple):
    """Everybody on call in it is notified, so it is sent only when something differs. None stays as it is."""

    id: str
    name: str | None = None
    description: str | None = None
    time_zone: str | None = None


class AddRotation(NamedTuple):
    """An empty rotation; later steps of the same change call it by its slot."""

    schedule: Ref
    slot: str


class DeleteRotation(NamedTuple):
    """Its active event is cut to now, its future ones go."""

    schedule: Ref
    rotation: str
    """An id, or a slot that an earlier step has filled."""


class AddEvent(NamedTuple):
    schedule: Ref
    rotation: str
    """An id, or a slot that an earlier step has filled."""
    event: Event


class EndEvent(NamedTuple):
    """The only thing that an active event accepts."""

    schedule: Ref
    rotation: str
    event_id: str
    until: datetime


class DeleteEvent(NamedTuple):
    """Of an event that has not begun."""

    schedule: Ref
    rotation: str
    event_id: str


class AddOverrides(NamedTuple):
    """One request for all of them; `rotation` of each is an id, or a slot that an earlier step has filled."""

    schedule: Ref
    overrides: tuple[Override, ...]


class DeleteOverride(NamedTuple):
    schedule: Ref
    override_id: str


class CreatePolicy(NamedTuple):
    policy: Policy


class UpdatePolicy(NamedTuple):
    id: str
    policy: Policy


class CreateService(NamedTuple):
    service: Service


class UpdateService(NamedTuple):
    """Sends only `fields`, by their names in `Service`."""

    id: str
    service: Service
    fields: tuple[str, ...]


class CreateIntegration(NamedTuple):
    integration: Integration


class UpdateIntegration(NamedTuple):
    service_id: str
    id: str
    integration: Integration


class Delete(NamedTuple):
    """Of a team, schedule, escalation policy or service."""

    kind: Kind
    id: str
    name: str = ""
    """For messages."""


Step = (
    CreateTeam
    | UpdateTeam
    | AddMember
    | RemoveMember
    | CreateSchedule
    | UpdateSchedule
    | AddRotation
    | DeleteRotation
    | AddEvent
    | EndEvent
    | DeleteEvent
    | AddOverrides
    | DeleteOverride
    | CreatePolicy
    | UpdatePolicy
    | CreateService
    | UpdateService
    | CreateIntegration
    | UpdateIntegration
    | Delete
)


@dataclass
class Ids:
    """The account's ids of what the files name; grows while an apply creates objects."""

    objects: dict[Ref, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    rotations: dict[tuple[Ref, str], str] = field(default_factory=dict)
    """By schedule and slot."""


class Provider(Protocol):
    """What a paging service owes: one step, one request."""

    def write(self, step: Step, ids: Ids) -> None:
        """Carry out `step` and note in `ids` what it created.

        Raises `LostAnswer` where the request may or may not have taken effect, and `AccountRefused` where the account
        said no. It never sends a step a second time after a lost answer.
        """
        ...


class AccountError(Trouble):
    """The account, or the way to it, failed. Says what was asked of which object, and what to do next."""

    exit_code = 1


class AccountRefused(AccountError):
    """The account answered, and the answer was no."""


class LostAnswer(AccountError):
    """No answer, or none that can be read: the request may or may not have taken effect."""


class Unreachable(AccountError):
    """The work could not begin: no network, no token, a wrong one, a read that stays incomplete."""

    exit_code = 3


class NotSent(Unreachable):
    """Somebody broke off the wait that came before a request, so that it was never sent."""
