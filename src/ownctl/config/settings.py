"""org.yaml: what holds for everybody unless they say otherwise."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from ownctl.config.declared import Declared, Waivable
from ownctl.config.findings import Severity
from ownctl.config.scalars import Key, Share, Zone
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


class OrgFile(Waivable):
    """org.yaml: defaults for all teams."""

    org: Key = Field(description="The org's key; it goes into every marker.")
    time_zone: Zone = Field(ZoneInfo("UTC"), description="The zone that teams have by default.")
    business_hours: Hours = Field(OFFICE_HOURS, description="The working hours that teams have by default.")
    on_call: OnCallPolicy = Field(OnCallPolicy.model_construct(), description="What is healthy on-call in this org.")
    paging: Paging = Field(Paging.model_construct(), description="Where pages go.")
    protection: Protection = Field(Protection.model_construct(), description="How much one apply may change.")
    rules: dict[str, Severity] = Field({}, description="The severity of rules, by name.")
    metadata_schemas: dict[Literal["service"], str] = Field(
        {}, description="The JSON Schema that a service's metadata is held to, from the repository's root."
    )
