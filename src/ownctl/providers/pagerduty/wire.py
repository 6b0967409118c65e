"""What comes over the wire, typed once: everything that PagerDuty may leave out or send as null has a value here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, ValidationError

from ownctl.reconcile.steps import Unreachable

Model = TypeVar("Model", bound="Shape")


class Shape(BaseModel):
    """An object of the API, as far as ownctl reads it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text, empty where the account sends null."""

Moment = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
"""An instant, in UTC."""


def listed(value: Any) -> Any:
    """An empty list where the account sends null."""
    return [] if value is None else value


class Reference(Shape):
    """Another object, by its id."""

    id: str
    type: Text = ""


References = Annotated[tuple[Reference, ...], BeforeValidator(listed)]


def typed(model: type[Model], item: Any, about: str) -> Model:
    """`item` as `model`. Raises `Unreachable` where the account sends something else than its API promises."""
    try:
        return model.model_validate(item)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
    key = item.get("id", "without an id") if isinstance(item, dict) else "that is no object"
    raise Unreachable(
        f"PagerDuty sent {about} {key} in a shape that ownctl does not know: {where}",
        "look for a newer version of ownctl, and report it if there is none",
    )


def utc(moment: datetime) -> str:
    """RFC 3339 in UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
