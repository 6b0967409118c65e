"""Local times become instants, and handoffs follow each other by the wall clock (RFC 5545, section 3.3.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ownctl.config import Rotation

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
PARTS_OF_A_DAY = tuple(timedelta(hours=hours) for hours in (4, 6, 8, 12))
BEGINNING = datetime.min.replace(tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
END = datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=1 << 16)  # a turn ends where the next begins, and teams share their handoffs and hours
def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, of a local time without offset.

    One that does not exist takes the offset before the gap, one that exists twice is the first: what `fold=0` means
    (PEP 495). At the two ends of the calendar it is the last instant that can be said.
    """
    try:
        return local.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return BEGINNING if local.year == 1 else END


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The local time without offset at an instant."""
    try:
        return at.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return at.replace(tzinfo=None)


def later(at: datetime, by: timedelta) -> datetime:
    """An instant later by that much, or the calendar's last one."""
    return at + by if by < END - at else END


def plus(day: date, days: int) -> date:
    """A day that many days later, or the calendar's last one."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


class Handoffs(NamedTuple):
    """A rotation's handoffs, numbered from 0.

    A multiple of the shift on naive wall time is what RRULE's DAILY, WEEKLY and HOURLY with BYHOUR unroll to, and a
    test holds it to dateutil's rrule; asking rrule itself took 68 ms for the six years of a 4h rotation, this is one
    addition however long ago the rotation began.
    """

    first: datetime
    """Local, without offset."""
    shift: timedelta
    zone: ZoneInfo

    def local(self, index: int) -> datetime:
        """The local time of a handoff, without offset."""
        try:
            return self.first + index * self.shift
        except OverflowError:
            return datetime.max

    def at(self, index: int) -> datetime:
        """The instant of a handoff."""
        return instant(self.local(index), self.zone)

    def day(self, index: int) -> date:
        """The local day of a handoff, on which whoever takes over must be available."""
        return self.local(index).date()

    def on(self, day: date) -> datetime:
        """The instant of `handoff.at` on a day, whether or not a turn begins there."""
        return instant(datetime.combine(day, self.first.time()), self.zone)

    def last_until(self, at: datetime) -> int:
        """The index of the last handoff at or before an instant; negative before the first."""
        index = (local(at, self.zone) - self.first) // self.shift
        while self.at(index + 1) <= at < END:
            index += 1
        while self.at(index) > at > BEGINNING:
            index -= 1
        return index

    def first_on_or_after(self, day: date) -> int:
        """The index of the first handoff on or after a day."""
        return max(-((self.first - datetime.combine(day, time())) // self.shift), 0)


def handoffs(rotation: Rotation, zone: ZoneInfo) -> Handoffs | None:
    """A rotation's handoffs, or None where its shift is of no length that could hand over."""
    if not allowed(rotation.shift):
        return None
    return Handoffs(datetime.combine(rotation.starts, rotation.handoff.at), rotation.shift, zone)


def allowed(shift: timedelta) -> bool:
    """Whether a shift is 4h, 6h, 8h, 12h, whole days or whole weeks."""
    return shift in PARTS_OF_A_DAY or (shift >= DAY and not shift % DAY)
