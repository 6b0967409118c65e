"""On which days a member can be on call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.clock import DAY, plus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from ownctl.config import Member, Rotation, Team
    from ownctl.oncall.values import Turn


def available(member: Member, day: date) -> bool:
    """Whether they are on call on that day: since their first one, before `until`, and not opted out."""
    if member.on_call_since is None or day < member.on_call_since:
        return False
    return not gone(member, day) and not opted_out(member, day)


def gone(member: Member, day: date) -> bool:
    """Whether they have handed over for good by that day."""
    return member.until is not None and member.until <= day


def opted_out(member: Member, day: date) -> bool:
    """Whether an opt-out holds on that day, both of its days included."""
    out = member.opted_out
    if out is None:
        return False
    return (out.since is None or out.since <= day) and (out.until is None or day <= out.until)


def changes(member: Member) -> Iterator[date]:
    """The days from which on a member may be available, or no longer."""
    if member.on_call_since:
        yield member.on_call_since
    if member.until:
        yield member.until
    if member.opted_out and member.opted_out.since:
        yield member.opted_out.since
    if member.opted_out and member.opted_out.until:
        yield plus(member.opted_out.until, 1)


def members(team: Team) -> dict[str, Member]:
    """A team's members by person; where one stands twice, the first counts."""
    return {member.person: member for member in reversed(team.members)}


def participants(team: Team, rotation: Rotation) -> tuple[Member | None, ...]:
    """Who takes part, in order; None in the place of somebody who is no member."""
    if rotation.participants == "everyone":
        return team.members
    by_person = members(team)
    return tuple(by_person.get(person) for person in rotation.participants)


def newcomer(member: Member, rotation: Rotation) -> bool:
    """Whether they joined when the rotation ran already; who was on call before it began brings experience along."""
    return member.on_call_since is not None and member.on_call_since >= rotation.starts


def days(turn: Turn, zone: ZoneInfo) -> Iterator[date]:
    """The local days of a turn: the one on which it begins always, the one on which it ends not."""
    day = turn.start.astimezone(zone).date()
    last = turn.end.astimezone(zone).date()
    yield day
    while day + DAY < last:
        day += DAY
        yield day


def available_throughout(member: Member, turn: Turn, zone: ZoneInfo) -> bool:
    """Whether they are available on every day of a turn."""
    return all(available(member, day) for day in days(turn, zone))


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that a rotation's calendar shows at an instant."""
    return at.astimezone(zone).date()
