"""What runs and is owned, and what can go wrong with it."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ownctl.config.declared import Declared, Waivable
from ownctl.config.scalars import Duration, Key


class Signal(StrEnum):
    """The golden signal that an alert watches."""

    LATENCY = "latency"
    TRAFFIC = "traffic"
    ERRORS = "errors"
    SATURATION = "saturation"


class Alert(Waivable):
    """Something that can go wrong with a service."""

    query: str = Field(min_length=1, description="The expression that is true while it goes wrong (PromQL).")
    for_: Duration = Field(timedelta(0), alias="for", description="How long the query must hold before it counts.")
    signal: Signal | None = Field(None, description="The golden signal it watches.")
    page: bool = Field(default=False, strict=True, description="Whether it wakes someone.")
    because: str | None = Field(None, description="Why it is worth dropping everything for.")
    runbook: str | None = Field(None, description="What to do about it, as a link or path.")


def _named_by_key(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


class Integration(Declared):
    """An Events API v2 integration: one routing key."""

    key: Key = Field(description="Its key within the service.")
    name: str | None = Field(None, description="The name that the pager shows; derived from the key if left out.")


class Service(Waivable):
    """Something that runs, and that somebody owns."""

    name: str = Field(min_length=1, description="The name that the pager shows.")
    description: str | None = Field(None, description="What it does, in one sentence.")
    tier: int = Field(
        3, ge=1, le=4, strict=True, description="How much depends on it: 1 is what the business stands on."
    )
    repository: str | None = Field(None, description="Where its code lives.")
    runbook: str | None = Field(None, description="What to do when it breaks, as a link or path.")
    depends_on: tuple[Key, ...] = Field((), description="The services that it needs.")
    integrations: tuple[
        Annotated[Integration, BeforeValidator(_named_by_key, json_schema_input_type=Key | Integration)], ...
    ] = Field((), description="Where its alerts come in: one Events API v2 routing key each.")
    metadata: dict[str, Any] = Field({}, description="The org's own fields, held to its own JSON Schema.")
    alerts: dict[Key, Alert] = Field({}, description="What can go wrong with it.")


class ServiceFile(Service):
    """services/*.yaml beside a team.yaml: one service of a large team."""

    service: Key = Field(description="The service's key.")
