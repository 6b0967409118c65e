"""org.yaml: what holds for everybody unless they say otherwise."""

from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ownctl.config.declared import Declared, Waivable
from ownctl.config.findings import Severity
from ownctl.config.scalars import Handle, Key, Share, Zone
from ownctl.config.times import OFFICE_HOURS, Hours


class OnCallPolicy(Declared):
    """What healthy on-call means here."""

    first_shifts_paired: int = Field(
        2, ge=0, le=20, strict=True, description="How many first turns a newcomer shares with a buddy."
    )
    weeks_in_business_hours: int = Field(
        4, ge=0, le=520, strict=True, description="How long a team is on call in business hours before full."
    )
    least_participants: int = Field(
        4, ge=1, le=100, strict=True, description="How many people share a rotation at least."
    )
    largest_share: Share = Field(0.35, description="The largest share of a rotation's hours that one person may have.")


class Paging(Declared):
    """Where pages go, and how ownctl writes there."""

    provider: Literal["pagerduty"] = Field("pagerduty", description="The paging service.")
    region: Literal["us", "eu"] = Field("us", description="The service region of the account.")
    schedules: Literal["shift-based", "layers"] = Field(
        "shift-based", description="The kind of schedules that the account has."
    )
    manage_users: bool = Field(default=False, strict=True, description="Whether ownctl creates users.")
    memberships: Literal["exact", "additive"] = Field(
        "exact", description="Whether people who are not declared leave a team."
    )
    dependencies: bool = Field(default=False, strict=True, description="Whether service dependencies are kept in step.")


class Protection(Declared):
    """How much one apply may delete or update, as shares of this org's objects in the account."""

    max_deletes: Share = Field(0.10, description="The largest share that may be deleted.")
    max_updates: Share = Field(0.50, description="The largest share that may be updated.")


def _by_handle(value: Any) -> Any:
    return {"handle": value} if isinstance(value, str) else value


class Approver(Declared):
    """Who approves changes: a team, a person, or whoever stands behind a handle."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["team"]}, {"required": ["person"]}, {"required": ["handle"]}]}
    )

    team: Key | None = Field(None, description="A team.")
    person: Key | None = Field(None, description="A person.")
    handle: Handle | None = Field(None, description="A handle at GitHub or GitLab, as @acme/platform.")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.team) + bool(self.person) + bool(self.handle) != 1:
            raise PydanticCustomError("one_approver", "exactly one of team, person, handle")
        return self


class OrgFile(Waivable):
    """org.yaml: defaults for all teams."""

    org: Key = Field(description="The org's key; it goes into every marker.")
    time_zone: Zone = Field(ZoneInfo("UTC"), description="The zone that teams have by default.")
    business_hours: Hours = Field(OFFICE_HOURS, description="The working hours that teams have by default.")
    on_call: OnCallPolicy = Field(OnCallPolicy.model_construct(), description="What is healthy on-call in this org.")
    paging: Paging = Field(Paging.model_construct(), description="Where pages go.")
    protection: Protection = Field(Protection.model_construct(), description="How much one apply may change.")
    approvers: tuple[
        Annotated[Approver, BeforeValidator(_by_handle, json_schema_input_type=Handle | Approver)], ...
    ] = Field((), description="Who approves changes of org.yaml, of people, and of what no team approves (CODEOWNERS).")
    rules: dict[str, Severity] = Field({}, description="The severity of rules, by name.")
    metadata_schemas: dict[Literal["service"], str] = Field(
        {}, description="The JSON Schema that a service's metadata is held to, from the repository's root."
    )
