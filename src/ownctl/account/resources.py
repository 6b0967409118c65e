"""What a paging account is to hold, in words of no provider; what it holds is in `live`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta


class Kind(StrEnum):
    """The kinds of objects, in the order in which they are written; deletes go the other way."""

    TEAM = "team"
    MEMBERSHIP = "membership"
    SCHEDULE = "schedule"
    POLICY = "escalation-policy"
    SERVICE = "service"
    INTEGRATION = "integration"


class Ref(NamedTuple):
    """An object by what the files call it: `service/checkout-api`, `schedule/payments/primary`."""

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Foreign(NamedTuple):
    """An object of the account that the files do not know, by its id there."""

    id: str

    def __str__(self) -> str:
        return f"id:{self.id}"


PersonRef = str | Foreign
"""A person by their key in people.yaml; by their id in the account where the files do not know them."""


class Team(NamedTuple):
    """A team and, when they are to be exact, its members."""

    key: str
    name: str
    description: str
    """With the marker as its last line."""


class Membership(NamedTuple):
    """A person in a team; the role is written, not compared."""

    team: str
    person: PersonRef
    role: str = "responder"

    @property
    def key(self) -> str:
        return f"{self.team}/{self.person}"


class Event(NamedTuple):
    """Occurrences by an RFC 5545 rule, handed round among members: one part of a slot's future."""

    name: str
    start: datetime
    """The first occurrence's start; the rule runs by the wall clock of `zone` from there."""
    end: datetime
    """The first occurrence's end; the others are as long, by the wall clock."""
    zone: str
    rule: str
    """An RRULE without its name: `FREQ=WEEKLY;BYDAY=MO`."""
    members: tuple[PersonRef | None, ...]
    """Who takes part, in order; None is nobody."""
    per_member: int
    """How many occurrences in a row each member holds."""
    since: datetime
    until: datetime | None = None
    """From when, and until when, it is in effect; half-open; None never ends."""
    together: bool = False
    """All members hold every occurrence; ownctl never writes it, but people do."""
    dates: tuple[str, ...] = ()
    """RDATE and EXDATE lines; ownctl never writes them, but people do."""


class Override(NamedTuple):
    """One person in another's place in one rotation of a schedule, half-open."""

    rotation: str
    """The rotation's id in the account; the slot's name where it has none yet."""
    person: PersonRef | None
    instead_of: PersonRef | None
    start: datetime
    end: datetime


class Occurrence(NamedTuple):
    """One stretch of duty. The full one repeats by the slot's rule; a change of stage may cut it."""

    start: datetime
    end: datetime
    full_start: datetime
    full_end: datetime


class SlotTurn(NamedTuple):
    """One person's occurrences in a row, by the queue and before overrides; nobody's where `person` is None."""

    person: str | None
    occurrences: tuple[Occurrence, ...]

    @property
    def start(self) -> datetime:
        return self.occurrences[0].start

    @property
    def end(self) -> datetime:
        return self.occurrences[-1].end


class Slot(NamedTuple):
    """What one rotation of the account's schedule is to hold: duty of one shape, handed from person to person."""

    name: str
    """What its events are called; tells the slots of a schedule apart."""
    zone: str
    rule: str
    counted_from: tuple[datetime, datetime]
    """Begin and end, by the wall clock alone, of an occurrence some turns before the first: the rule counts from it."""
    per_turn: int
    """How many occurrences a whole turn has; 1 where they are not equally many."""
    turns: tuple[SlotTurn, ...]
    """From the turn in force when it was compiled to the horizon."""
    endless: bool
    """Whether it goes on beyond the horizon."""
    buddies: bool = False
    """Whether it holds those who share a newcomer's turns."""
    handoffs: tuple[datetime, ...] = ()
    """When the rotation's pager changes hands, in order; changes take effect at these."""


class Schedule(NamedTuple):
    """A rotation of a team, as a schedule of the account."""

    key: str
    """`TEAM/ROTATION`."""
    team: str
    name: str
    description: str
    """With the marker as its last line, without overrides' fingerprints."""
    time_zone: str
    slots: tuple[Slot, ...]
    overrides: tuple[Override, ...]
    """Wherever somebody else than the slot's turn is on call; their `rotation` is the slot's name."""


@dataclass(frozen=True, slots=True)
class ScheduleTarget:
    """A level's target that is whoever a schedule has on call."""

    schedule: Ref | Foreign


@dataclass(frozen=True, slots=True)
class PersonTarget:
    """A level's target that is one person."""

    person: PersonRef


Target = ScheduleTarget | PersonTarget


class Level(NamedTuple):
    """Who is told together, and how long until the next level is."""

    targets: tuple[Target, ...]
    wait: timedelta


class Policy(NamedTuple):
    """An escalation policy; one a team."""

    key: str
    name: str
    description: str
    team: Ref | Foreign | None
    levels: tuple[Level, ...]
    loops: int = 0
    """How often the whole is repeated when nobody answers."""
    handoff_notifications: str = "if_has_services"


class Service(NamedTuple):
    """Something that pages through a policy."""

    key: str
    name: str
    description: str
    policy: Ref | Foreign | None
    acknowledgement_timeout: timedelta | None = None
    """After which an acknowledged incident is triggered again; None never."""
    auto_resolve_timeout: timedelta | None = None
    urgency: str = "severity_based"
    """`high`, `low` or `severity_based`; `support-hours` where the account has a schedule of urgencies by hand."""
    alert_creation: str = "create_alerts_and_incidents"


class Integration(NamedTuple):
    """An Events API v2 integration of a service. Its routing key is a secret and stays in the account."""

    service: str
    slug: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.service}/{self.slug}"


class Desired(NamedTuple):
    """Everything that the account is to hold for one org."""

    org: str
    people: Mapping[str, str]
    """E-mails in lower case by person."""
    names: Mapping[str, str]
    """What people are called, by person."""
    places: Mapping[str, str]
    """Where people are declared, as `FILE:LINE`, by person."""
    teams: tuple[Team, ...]
    memberships: tuple[Membership, ...]
    schedules: tuple[Schedule, ...]
    policies: tuple[Policy, ...]
    services: tuple[Service, ...]
    integrations: tuple[Integration, ...]
    owners: Mapping[Ref, str]
    """The owning team of every object."""
    exact_memberships: bool = True
    announced: tuple[tuple[str, str], ...] = ()
    """What a later plan will ask for and this one can't: the team, and a sentence."""

    def involved(self) -> set[PersonRef]:
        """Everybody in a team, a shift, an override or an escalation."""
        levels = (level for policy in self.policies for level in policy.levels)
        people = {
            *(each.person for each in self.memberships),
            *(turn.person for each in self.schedules for slot in each.slots for turn in slot.turns),
            *(who for each in self.schedules for swap in each.overrides for who in (swap.person, swap.instead_of)),
            *(target.person for level in levels for target in level.targets if isinstance(target, PersonTarget)),
        }
        return {each for each in people if each is not None}
