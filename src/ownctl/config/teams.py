"""Who owns services together, how far they have come, and whom they turn to."""

from enum import StrEnum
from typing import Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ownctl.config.declared import Declared, Waivable
from ownctl.config.people import Member
from ownctl.config.rotations import Level, Rotation
from ownctl.config.scalars import Date, Handle, Key, Zone
from ownctl.config.services import Service
from ownctl.config.times import Hours


class Stage(StrEnum):
    """How far a team has come on its way to carrying its own pager."""

    SHADOW = "shadow"
    BUSINESS_HOURS = "business-hours"
    FULL = "full"


class TurnTo(Declared):
    """Who helps with what: a team or a person."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["team"]}, {"required": ["person"]}]})

    team: Key | None = Field(None, description="A team.")
    person: Key | None = Field(None, description="A person.")
    for_: str | None = Field(None, alias="for", description="What they help with.")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.person) == bool(self.team):
            raise PydanticCustomError("one_helper", "exactly one of team and person")
        return self


class PastIncident(Declared):
    """Something that went wrong before, to learn from."""

    title: str = Field(description="What happened, in a few words.")
    on: Date | None = Field(None, alias="date", description="When.")
    link: str | None = Field(None, description="The write-up.")


class Support(Declared):
    """Whom to turn to, and how an incident goes."""

    channel: str | None = Field(None, description="The team's channel in the chat.")
    cover: Key | None = Field(None, description="The team that is paged when this one is not yet.")
    turn_to: tuple[TurnTo, ...] = Field((), description="Who helps with what this team does not know.")
    incident_flow: str | None = Field(
        None, description="The document that says how an incident goes, from the repository's root."
    )
    past_incidents: tuple[PastIncident, ...] = Field((), description="Incidents that are worth reading.")


class Team(Waivable):
    """Who owns services together."""

    team: Key = Field(description="The team's key.")
    name: str = Field(min_length=1, description="The name that the pager shows.")
    description: str | None = Field(None, description="What the team is for, in one sentence.")
    handle: Handle | None = Field(
        None, description="Who approves its files at GitHub or GitLab, as @acme/payments; its members by default."
    )
    time_zone: Zone | None = Field(None, description="The zone of its rotations; the org's by default.")
    business_hours: Hours | None = Field(None, description="Its working hours; the org's by default.")
    stages: dict[Stage, Date] = Field(
        {}, description="When each stage begins; the last one begun counts, without any a team is in shadow."
    )
    support: Support = Field(Support.model_construct(), description="Whom it turns to, and how its incidents go.")
    members: tuple[Member, ...] = Field((), description="Who is in the team.")
    rotations: dict[Key, Rotation] = Field({}, description="Who carries the pager when.")
    escalation: tuple[Level, ...] | None = Field(
        None, description="Who is told, and who next; derived from the stage if left out."
    )
    services: dict[Key, Service] = Field({}, description="What the team owns.")

    @property
    def primary(self) -> str | None:
        """The rotation named primary, else the first, else none."""
        return "primary" if "primary" in self.rotations else next(iter(self.rotations), None)
