"""What may stand in the files. These models are the one definition: the JSON Schemas are generated from them."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from ownctl.config.findings import Severity
from ownctl.config.scalars import Duration, Email, Key, LocalDateTime, Share, TimeOfDay, Zone
from ownctl.config.spots import Mapping, Spot, key_spot, value_spot

if TYPE_CHECKING:
    from collections.abc import Iterator

NOWHERE = Spot("<nowhere>")


class Declared(BaseModel):
    """Something that a file declares, and that knows where."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    _node: Mapping | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_where(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        declared = handler(data)
        if isinstance(data, Mapping):
            declared._node = data
        return declared

    def spot_of(self, *path: str | int) -> Spot:
        """The spot of the value at `path` (names as in the file), or of the nearest part above it that the file has."""
        return value_spot(self._node, *path) if self._node is not None else NOWHERE

    def key_spot_of(self, *path: str | int) -> Spot:
        """The spot of the key at the end of `path`."""
        return key_spot(self._node, *path) if self._node is not None else NOWHERE

    def __eq__(self, other: object) -> bool:
        """Two declarations are equal when they say the same, wherever they stand."""
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # they hold mappings


class Waiver(Declared):
    """A reasoned, dated exception from one rule."""

    rule: Annotated[str, Field(description="The rule that is waived, by its name.")]
    because: Annotated[str | None, Field(description="Why the rule does not apply here.")] = None
    until: Annotated[date | None, Field(description="The last day on which the waiver holds.")] = None


class Waivable(Declared):
    """What rules look at, and where they can be waived."""

    waive: Annotated[
        tuple[Waiver, ...], Field(description="Rules that do not apply here, with reason and end date.")
    ] = ()


# ---------------------------------------------------------------------------------------------- time


class Day(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as `date.weekday` counts."""
        return list(Day).index(self)


class Hours(Declared):
    """Times of day on some days of the week; `to` before `from` ends on the next day, `to` equal to `from` is a whole day."""

    days: Annotated[tuple[Day, ...], Field(min_length=1, description="The days on which the hours begin.")]
    from_: Annotated[TimeOfDay, Field(alias="from", description='When they begin, as "HH:MM".')]
    to: Annotated[TimeOfDay, Field(description='When they end, as "HH:MM".')]


WORKING_DAYS = (Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY)
OFFICE_HOURS = Hours(days=WORKING_DAYS, from_=time(9), to=time(17, 30))


class Stage(StrEnum):
    """How far a team has come on its way to carrying its own pager."""

    SHADOW = "shadow"
    BUSINESS_HOURS = "business-hours"
    FULL = "full"


# ------------------------------------------------------------------------------------------- people


class Person(Waivable):
    """Somebody who may own things and be on call."""

    name: Annotated[str, Field(min_length=1, description="The name that plans, calendars and messages show.")]
    email: Annotated[Email, Field(description="The e-mail by which the pager knows this person.")]
    time_zone: Annotated[
        Zone | None, Field(description="Where they live, as an IANA zone; the org's by default.")
    ] = None
    github: Annotated[str | None, Field(description="Their GitHub login, for CODEOWNERS.")] = None
    slack: Annotated[str | None, Field(description="Their Slack member id.")] = None


class OptOut(Declared):
    """Why, and for which days, a member is not on call. Both days are included."""

    because: Annotated[
        str | None, Field(description="The reason, in words that the team is fine with reading.")
    ] = None
    since: Annotated[
        date | None, Field(description="The first day of the opt-out; without it, it has always held.")
    ] = None
    until: Annotated[date | None, Field(description="The last day of the opt-out.")] = None


class Member(Waivable):
    """A person in a team."""

    person: Annotated[Key, Field(description="The person's key in people.yaml.")]
    on_call_since: Annotated[
        date | None, Field(description="The day since which they are on call; without it they are not.")
    ] = None
    until: Annotated[date | None, Field(description="The day on which they hand over for good.")] = None
    opted_out: Annotated[OptOut | None, Field(description="Days on which they are not on call, and why.")] = (
        None
    )
    buddy: Annotated[
        Key | None, Field(description="Who shares their first shifts; chosen by ownctl if left out.")
    ] = None


# ---------------------------------------------------------------------------------------- rotations


class Handoff(Declared):
    """When the pager changes hands."""

    day: Annotated[
        Day | None, Field(description="The day of the week; for shifts of whole weeks, and only for them.")
    ] = None
    at: Annotated[TimeOfDay, Field(description='The time of day in the zone of the rotation, as "HH:MM".')]


class Override(Declared):
    """One person in another's place for a span, half-open, in the rotation's zone."""

    person: Annotated[Key, Field(description="Who takes over.")]
    instead_of: Annotated[Key, Field(description="Whose place they take.")]
    from_: Annotated[LocalDateTime, Field(alias="from", description="The local time at which it begins.")]
    until: Annotated[LocalDateTime, Field(description="The local time at which it ends.")]
    because: Annotated[str | None, Field(description="The reason.")] = None


class Rotation(Waivable):
    """Hands the pager from participant to participant."""

    starts: Annotated[date, Field(description="The day of the first handoff.")]
    shift: Annotated[
        Duration,
        Field(description="How long a turn takes: 4h, 6h, 8h, 12h, whole days (1d) or whole weeks (1w)."),
    ]
    handoff: Annotated[Handoff, Field(description="When the pager changes hands.")]
    time_zone: Annotated[
        Zone | None, Field(description="The zone of all its times; the team's, then the org's by default.")
    ] = None
    hours: Annotated[
        Literal["always", "business"] | tuple[Hours, ...],
        Field(description="When it is on call at all: always, business, or a list of days and times."),
    ] = "always"
    participants: Annotated[
        Literal["everyone"] | tuple[Key, ...],
        Field(description="Who takes part: everyone in the team, or a list of members in order."),
    ] = "everyone"
    overrides: Annotated[tuple[Override, ...], Field(description="Swaps that are known beforehand.")] = ()


class Target(Declared):
    """Who a level notifies: a rotation of this team, another team (its primary, or the rotation named), or a person."""

    rotation: Annotated[Key | None, Field(description="A rotation of this team, or of the team named.")] = (
        None
    )
    team: Annotated[
        Key | None, Field(description="Another team: its primary, unless a rotation is named.")
    ] = None
    person: Annotated[Key | None, Field(description="One person.")] = None


class Level(Declared):
    """Who is told together, and how long the next level waits."""

    notify: Annotated[
        tuple[Target, ...], Field(min_length=1, description="Everybody who is told at this level.")
    ]
    wait: Annotated[Duration, Field(description="How long until the next level is told.")] = timedelta(
        minutes=30
    )


# ----------------------------------------------------------------------------------------- services


class Signal(StrEnum):
    """The golden signal that an alert watches."""

    LATENCY = "latency"
    TRAFFIC = "traffic"
    ERRORS = "errors"
    SATURATION = "saturation"


class Alert(Waivable):
    """Something that can go wrong with a service."""

    query: Annotated[
        str, Field(min_length=1, description="The expression that is true while it goes wrong (PromQL).")
    ]
    for_: Annotated[
        Duration, Field(alias="for", description="How long the query must hold before it counts.")
    ] = timedelta(0)
    signal: Annotated[Signal | None, Field(description="The golden signal it watches.")] = None
    page: Annotated[bool, Field(description="Whether it wakes someone.")] = False
    because: Annotated[str | None, Field(description="Why it is worth dropping everything for.")] = None
    runbook: Annotated[str | None, Field(description="What to do about it, as a link or path.")] = None


def _named_by_key(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


class Integration(Declared):
    """An Events API v2 integration: one routing key."""

    key: Annotated[Key, Field(description="Its key within the service.")]
    name: Annotated[
        str | None, Field(description="The name that the pager shows; derived from the key if left out.")
    ] = None


class Service(Waivable):
    """Something that runs, and that somebody owns."""

    name: Annotated[str, Field(min_length=1, description="The name that the pager shows.")]
    description: Annotated[str | None, Field(description="What it does, in one sentence.")] = None
    tier: Annotated[
        int, Field(ge=1, le=4, description="How much depends on it: 1 is what the business stands on.")
    ] = 3
    repository: Annotated[str | None, Field(description="Where its code lives.")] = None
    runbook: Annotated[str | None, Field(description="What to do when it breaks, as a link or path.")] = None
    depends_on: Annotated[tuple[Key, ...], Field(description="The services that it needs.")] = ()
    integrations: Annotated[
        tuple[Annotated[Integration, BeforeValidator(_named_by_key)], ...],
        Field(description="Where its alerts come in: one Events API v2 routing key each."),
    ] = ()
    metadata: Annotated[
        dict[str, Any], Field(description="The org's own fields, held to its own JSON Schema.")
    ] = {}
    alerts: Annotated[dict[Key, Alert], Field(description="What can go wrong with it.")] = {}


# -------------------------------------------------------------------------------------------- teams


class TurnTo(Declared):
    """Who helps with what."""

    team: Annotated[Key | None, Field(description="A team.")] = None
    person: Annotated[Key | None, Field(description="A person.")] = None
    for_: Annotated[str | None, Field(alias="for", description="What they help with.")] = None


class PastIncident(Declared):
    """Something that went wrong before, to learn from."""

    title: Annotated[str, Field(description="What happened, in a few words.")]
    on: Annotated[date | None, Field(alias="date", description="When.")] = None
    link: Annotated[str | None, Field(description="The write-up.")] = None


class Support(Declared):
    """Whom to turn to, and how an incident goes."""

    channel: Annotated[str | None, Field(description="The team's channel in the chat.")] = None
    cover: Annotated[Key | None, Field(description="The team that is paged when this one is not yet.")] = None
    turn_to: Annotated[
        tuple[TurnTo, ...], Field(description="Who helps with what this team does not know.")
    ] = ()
    incident_flow: Annotated[
        str | None,
        Field(description="The document that says how an incident goes, from the repository's root."),
    ] = None
    past_incidents: Annotated[
        tuple[PastIncident, ...], Field(description="Incidents that are worth reading.")
    ] = ()


class Team(Waivable):
    """Who owns services together."""

    team: Annotated[Key, Field(description="The team's key.")]
    name: Annotated[str, Field(min_length=1, description="The name that the pager shows.")]
    description: Annotated[str | None, Field(description="What the team is for, in one sentence.")] = None
    time_zone: Annotated[
        Zone | None, Field(description="The zone of its rotations; the org's by default.")
    ] = None
    business_hours: Annotated[Hours | None, Field(description="Its working hours; the org's by default.")] = (
        None
    )
    stages: Annotated[
        dict[Stage, date],
        Field(
            description="When each stage begins; the last one begun counts, without any a team is in shadow."
        ),
    ] = {}
    support: Annotated[Support, Field(description="Whom to turn to, and how an incident goes.")] = Support()
    members: Annotated[tuple[Member, ...], Field(description="Who is in the team.")] = ()
    rotations: Annotated[dict[Key, Rotation], Field(description="Who carries the pager when.")] = {}
    escalation: Annotated[
        tuple[Level, ...] | None,
        Field(description="Who is told, and who next; derived from the stage if left out."),
    ] = None
    services: Annotated[dict[Key, Service], Field(description="What the team owns.")] = {}

    @property
    def primary(self) -> str | None:
        """The rotation named primary, else the first, else none."""
        return "primary" if "primary" in self.rotations else next(iter(self.rotations), None)


# ---------------------------------------------------------------------------------------------- org


class OnCallPolicy(Declared):
    """What healthy on-call means here."""

    first_shifts_paired: Annotated[
        int, Field(ge=0, le=20, description="How many first turns a newcomer shares with a buddy.")
    ] = 2
    weeks_in_business_hours: Annotated[
        int, Field(ge=0, le=520, description="How long a team is on call in business hours before full.")
    ] = 4
    least_participants: Annotated[
        int, Field(ge=1, le=100, description="How many people share a rotation at least.")
    ] = 4
    largest_share: Annotated[
        Share, Field(description="The largest share of a rotation's hours that one person may have.")
    ] = 0.35


class Paging(Declared):
    """Where pages go, and how ownctl writes there."""

    provider: Annotated[Literal["pagerduty"], Field(description="The paging service.")] = "pagerduty"
    region: Annotated[Literal["us", "eu"], Field(description="The service region of the account.")] = "us"
    schedules: Annotated[
        Literal["shift-based", "layers"], Field(description="The kind of schedules that the account has.")
    ] = "shift-based"
    manage_users: Annotated[bool, Field(description="Whether ownctl creates users.")] = False
    memberships: Annotated[
        Literal["exact", "additive"], Field(description="Whether people who are not declared leave a team.")
    ] = "exact"
    dependencies: Annotated[bool, Field(description="Whether service dependencies are kept in step.")] = False


class Protection(Declared):
    """How much one apply may delete or update, as shares of this org's objects in the account."""

    max_deletes: Annotated[Share, Field(description="The largest share that may be deleted.")] = 0.10
    max_updates: Annotated[Share, Field(description="The largest share that may be updated.")] = 0.50


class OrgFile(Waivable):
    """org.yaml: defaults for all teams."""

    org: Annotated[Key, Field(description="The org's key; it goes into every marker.")]
    time_zone: Annotated[Zone, Field(description="The zone that teams have by default.")] = ZoneInfo("UTC")
    business_hours: Annotated[Hours, Field(description="The working hours that teams have by default.")] = (
        OFFICE_HOURS
    )
    on_call: Annotated[OnCallPolicy, Field(description="What healthy on-call means here.")] = OnCallPolicy()
    paging: Annotated[Paging, Field(description="Where pages go.")] = Paging()
    protection: Annotated[Protection, Field(description="How much one apply may change.")] = Protection()
    rules: Annotated[dict[str, Severity], Field(description="The severity of rules, by name.")] = {}
    metadata_schemas: Annotated[
        dict[Literal["service"], str],
        Field(
            description="The JSON Schema that a service's metadata is held to, from the repository's root."
        ),
    ] = {}


class PeopleFile(Declared):
    """people.yaml, or people/*.yaml."""

    people: Annotated[dict[Key, Person], Field(description="Everybody, by key.")]


class ServiceFile(Service):
    """services/*.yaml beside a team.yaml: one service of a large team."""

    service: Annotated[Key, Field(description="The service's key.")]


class Org(BaseModel):
    """Everything that is declared, once it has been read."""

    model_config = ConfigDict(frozen=True)

    settings: OrgFile
    people: dict[str, Person] = {}
    teams: dict[str, Team] = {}

    @property
    def services(self) -> Iterator[tuple[Team, str, Service]]:
        """Every service with its owner and key, in the order of the files."""
        return (
            (team, key, service) for team in self.teams.values() for key, service in team.services.items()
        )

    def zone(self, team: Team, rotation: Rotation | None = None) -> ZoneInfo:
        """The zone in which a rotation's (else the team's) dates and local times are read."""
        return (rotation.time_zone if rotation else None) or team.time_zone or self.settings.time_zone

    def business_hours(self, team: Team) -> Hours:
        """The team's own working hours, else the org's."""
        return team.business_hours or self.settings.business_hours
