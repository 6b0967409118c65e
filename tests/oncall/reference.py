"""The queue as the design tells it, walked handoff by handoff with dateutil's rules and day by day for windows.

It takes no short cut, so that those of the engine have something to be held to.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from dateutil.rrule import DAILY, WEEKLY, rrule
from dateutil.tz import resolve_imaginary

from ownctl.config import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from ownctl.config import Hours, Member, Org, Rotation, Team

    Stretch = tuple[datetime, datetime]
    Told = tuple[datetime, datetime, str | None, tuple[Stretch, ...]]

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
EVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    return resolve_imaginary(local.replace(tzinfo=zone)).astimezone(UTC)


def handoffs(rotation: Rotation, until: date) -> Iterator[datetime]:
    """The local handoffs of a rotation, by dateutil's rules."""
    first = datetime.combine(rotation.starts, rotation.handoff.at)
    limit = datetime.combine(until, time())
    if rotation.shift < DAY:
        hours = sorted((first + part * rotation.shift).hour for part in range(DAY // rotation.shift))
        return iter(rrule(DAILY, byhour=hours, dtstart=first, until=limit))
    if rotation.shift % WEEK:
        return iter(rrule(DAILY, interval=rotation.shift // DAY, dtstart=first, until=limit))
    return iter(rrule(WEEKLY, interval=rotation.shift // WEEK, dtstart=first, until=limit))


def turns(org: Org, team: Team, rotation: Rotation, until: date) -> list[Told]:
    """Beginning, end, person and windows of each turn up to about a day."""
    zone = org.zone(team, rotation)
    people = (
        list(team.members)
        if rotation.participants == "everyone"
        else [member for person in rotation.participants for member in team.members if member.person == person]
    )
    everything = list(regimes(org, team, rotation, until))
    local = list(handoffs(rotation, until))
    found: list[Told] = []
    last, early = -1, None
    for handoff, following in pairwise(local):
        begin, end = instant(handoff, zone), instant(following, zone)
        if not cut(everything, begin, end):
            continue
        ready = [place for place, member in enumerate(people) if available(member, handoff.date())]
        place = min(ready, key=lambda place: (place <= last, place), default=None)
        start, early = early or begin, None
        if place is not None:
            leaves = people[place].until
            gives_up = instant(datetime.combine(leaves, rotation.handoff.at), zone) if leaves else end
            if start < gives_up < end:
                end = early = gives_up
        windows = cut(everything, start, end)
        if windows:
            found.append((start, end, None if place is None else people[place].person, windows))
            last = last if place is None else place
    return found


def available(member: Member, day: date) -> bool:
    if member.on_call_since is None or not member.on_call_since <= day < (member.until or date.max):
        return False
    out = member.opted_out
    return out is None or not (out.since or date.min) <= day <= (out.until or date.max)


def regimes(org: Org, team: Team, rotation: Rotation, until: date) -> Iterator[tuple[Stretch, list[Stretch] | None]]:
    """Which windows count from when till when; None is always."""
    zone = org.zone(team, rotation)
    own: list[Hours] | None = None if isinstance(rotation.hours, str) else list(rotation.hours)
    dated = sorted(team.stages.items(), key=lambda item: item[1])
    begun = [(instant(datetime.combine(day, rotation.handoff.at), zone), stage) for stage, day in dated]
    begun.insert(0, (EVER[0], Stage.SHADOW))
    for (start, stage), end in zip(begun, [*(start for start, _ in begun[1:]), EVER[1]], strict=True):
        windows = None if own is None else merged(own, rotation.starts, until)
        if stage is not Stage.FULL:
            business = merged([org.business_hours(team)], rotation.starts, until)
            windows = business if windows is None else shared(windows, business)
        yield (
            (start, end),
            None if windows is None else [(instant(a, zone), instant(b, zone)) for a, b in windows],
        )


def merged(rows: list[Hours], since: date, until: date) -> list[Stretch]:
    """Local windows; rows that overlap are one."""
    local: list[Stretch] = []
    for number in range(-15, (until - since).days + 15):
        day = since + number * DAY
        for row in rows:
            if day.weekday() in {each.number for each in row.days}:
                begin, end = datetime.combine(day, row.from_), datetime.combine(day, row.to)
                local.append((begin, end if end > begin else end + DAY))
    joined: list[Stretch] = []
    for begin, end in sorted(local):
        if joined and begin < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def shared(ones: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    pairs = ((max(a, c), min(b, d)) for a, b in ones for c, d in others if a < d and c < b)
    return sorted(pairs)


def cut(regimes: list[tuple[Stretch, list[Stretch] | None]], start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """The windows of a turn: those that end in it, then cut by when they count."""
    found = []
    for (since, until), windows in regimes:
        for begin, finish in [(start, end)] if windows is None else windows:
            if start < finish <= end and max(begin, since) < min(finish, until):
                found.append((max(begin, since), min(finish, until)))
    return joined(found)


def joined(windows: list[Stretch]) -> tuple[Stretch, ...]:
    """Windows without overlaps and seams, so that only what is on call is compared."""
    whole: list[Stretch] = []
    for begin, end in sorted(windows):
        if begin >= end:
            continue
        if whole and begin <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((begin, end))
    return tuple(whole)
