"""Rotations of which it is plain, without a walk, that somebody has the pager: most, most of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.availability import available, changes, local_day
from ownctl.oncall.engine import engine

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall.queue import Queue


def held_throughout(org: Org, team_key: str, rotation_key: str, since: datetime, until: datetime) -> bool:
    """Whether it is plain that somebody is on call in a rotation at every moment of `[since, until)`.

    False says nothing: then the turns themselves have to be looked at.
    """
    roster = engine(org).roster(team_key, rotation_key)
    return roster is not None and _always_on(roster.queue, since, until) and _never_without(roster.queue, since, until)


def _always_on(queue: Queue, since: datetime, until: datetime) -> bool:
    """Whether no hours and no stage take time away from a turn."""
    return any(each.weekly is None and each.start <= since and until <= each.end for each in queue.regimes)


def _never_without(queue: Queue, since: datetime, until: datetime) -> bool:
    """Whether there is one participant who could take every turn, and nobody leaves in the middle of theirs."""
    index = queue.handoffs.last_until(since)
    if index < 0:
        return False
    first = local_day(queue.handoffs.at(index), queue.handoffs.zone)
    last = local_day(until, queue.handoffs.zone)
    members = [member for member in queue.participants if member]
    if any(member.until and first <= member.until <= last for member in members):
        return False
    return any(
        available(member, first) and not any(first < day <= last for day in changes(member)) for member in members
    )
