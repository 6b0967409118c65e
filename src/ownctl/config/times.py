"""Days of the week, and hours on them."""

from datetime import time
from enum import StrEnum

from pydantic import Field

from ownctl.config.declared import Declared
from ownctl.config.scalars import TimeOfDay


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
    """Times of day on some days of the week.

    `to` before `from` ends on the next day, `to` equal to `from` is a whole day.
    """

    days: tuple[Day, ...] = Field(min_length=1, description="The days on which the hours begin.")
    from_: TimeOfDay = Field(alias="from", description='When they begin, as "HH:MM".')
    to: TimeOfDay = Field(description='When they end, as "HH:MM"; on the next day if that is before `from`.')


WORKING_DAYS = (Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY)
OFFICE_HOURS = Hours.model_construct(days=WORKING_DAYS, from_=time(9), to=time(17, 30))
"""Made without validation: validators are built only when a file needs them."""
