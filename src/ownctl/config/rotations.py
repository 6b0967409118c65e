"""Who carries the pager when, and who is told when nobody answers."""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ownctl.config.declared import Declared, Waivable
from ownctl.config.scalars import Date, Duration, Key, LocalDateTime, Shift, TimeOfDay, Zone
from ownctl.config.times import Day, Hours


class Handoff(Declared):
    """A time of day, and for shifts of whole weeks a day of the week."""

    day: Day | None = Field(None, description="The day of the week; for shifts of whole weeks, and only for them.")
    at: TimeOfDay = Field(description='The time of day in the zone of the rotation, as "HH:MM".')


class Override(Declared):
    """One person in another's place for a span, half-open, in the rotation's zone."""

    person: Key = Field(description="Who takes over.")
    instead_of: Key = Field(description="Whose place they take.")
    from_: LocalDateTime = Field(alias="from", description="The local time at which it begins.")
    until: LocalDateTime = Field(description="The local time at which it ends.")
    because: str | None = Field(None, description="The reason.")


WORD, LIST = "word", "list"
"""Tags of what is written either as one word or as a list; they show in pydantic's locations."""


def _word_or_list(value: Any) -> str:
    return LIST if isinstance(value, (list, tuple)) else WORD


class Rotation(Waivable):
    """Hands the pager from participant to participant."""

    starts: Date = Field(description="The day of the first handoff.")
    shift: Shift = Field(description="How long a turn takes: 4h, 6h, 8h, 12h, whole days (1d) or whole weeks (1w).")
    handoff: Handoff = Field(description="When the pager changes hands.")
    time_zone: Zone | None = Field(
        None, description="The zone of all its times; the team's, then the org's by default."
    )
    hours: Annotated[
        Annotated[Literal["always", "business"], Tag(WORD)] | Annotated[tuple[Hours, ...], Tag(LIST)],
        Discriminator(_word_or_list),
    ] = Field("always", description="When it is on call at all: always, business, or a list of days and times.")
    participants: Annotated[
        Annotated[Literal["everyone"], Tag(WORD)] | Annotated[tuple[Key, ...], Tag(LIST)],
        Discriminator(_word_or_list),
    ] = Field("everyone", description="Who takes part: everyone in the team, or a list of members in order.")
    overrides: tuple[Override, ...] = Field((), description="Swaps that are known beforehand.")


class Target(Declared):
    """Who a level notifies.

    A rotation of this team, another team (its primary, or the rotation named), or a person.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["person"]},
                {"anyOf": [{"required": ["team"]}, {"required": ["rotation"]}]},
            ]
        }
    )

    rotation: Key | None = Field(None, description="A rotation of this team, or of the team named.")
    team: Key | None = Field(None, description="Another team: its primary, unless a rotation is named.")
    person: Key | None = Field(None, description="One person.")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if bool(self.person) == bool(self.team or self.rotation):
            raise PydanticCustomError("one_target", "exactly one of rotation, team, person")
        return self


class Level(Declared):
    """Who is told together, and how long the next level waits."""

    notify: tuple[Target, ...] = Field(min_length=1, description="Everybody who is told at this level.")
    wait: Duration = Field(timedelta(minutes=30), description="How long until the next level is told.")
