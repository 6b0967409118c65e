"""When nobody is reached, and who is reached at an instant."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ownctl.oncall.answers import spans
from ownctl.oncall.clock import INSTANT
from ownctl.oncall.escalation import level_changes, levels
from ownctl.oncall.overrides import without
from ownctl.oncall.steady import held_throughout
from ownctl.oncall.values import OnCall, PersonTarget, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall.values import EscalationLevel, RotationTarget, Stretch

    Target = RotationTarget | PersonTarget

AHEAD = timedelta(weeks=13)
"""How far ahead the end of somebody's time on call is looked for."""


class Told(NamedTuple):
    """Who is told at one level."""

    after: timedelta
    """How long after the page this level is told, where nobody answered before."""
    people: tuple[OnCall, ...]
    until: datetime | None
    """When that changes next; None if it doesn't within 13 weeks."""


def gaps(org: Org, team_key: str, since: datetime, until: datetime) -> tuple[Stretch, ...]:
    """The stretches of `[since, until)` in which no level of a team reaches anybody, as long as they can be."""
    found: list[Stretch] = []
    for start, end in _steady(org, team_key, since.astimezone(UTC), until.astimezone(UTC)):
        targets = [target for level in levels(org, team_key, start) for target in level.targets]
        if any(_plainly_reached(org, target, start, end) for target in targets):
            continue
        reached = [stretch for target in targets for stretch in _reached(org, target, start, end)]
        for gap in without((start, end), reached):
            if found and found[-1][1] == gap[0]:
                found[-1] = (found[-1][0], gap[1])
            else:
                found.append(gap)
    return tuple(found)


def told(org: Org, team_key: str, at: datetime) -> tuple[Told, ...]:
    """Who is told when a team is paged at an instant, level by level.

    A level on which nobody is on call is skipped at once, as the pager does it: it takes no time, and is left out.
    """
    at = at.astimezone(UTC)
    after = timedelta(0)
    found: list[Told] = []
    for level in levels(org, team_key, at):
        people = _people(org, level, at)
        if people:
            found.append(Told(after, people, _changes(org, level, at)))
            after += level.wait
    return tuple(found)


def _steady(org: Org, team_key: str, since: datetime, until: datetime) -> Iterator[Stretch]:
    """The parts of a stretch in which the levels stay the same."""
    between = [at for at in level_changes(org, team_key) if since < at < until]
    return pairwise([since, *between, until])


def _plainly_reached(org: Org, target: Target, since: datetime, until: datetime) -> bool:
    """Whether it takes no look at turns to know that somebody is there all the time."""
    return isinstance(target, PersonTarget) or held_throughout(org, target.team, target.rotation, since, until)


def _reached(org: Org, target: Target, since: datetime, until: datetime) -> Iterator[Stretch]:
    if isinstance(target, PersonTarget):
        yield since, until
        return
    for span in spans(org, target.team, since, until, target.rotation):
        yield span.start, span.end


def _people(org: Org, level: EscalationLevel, at: datetime) -> tuple[OnCall, ...]:
    found: dict[str, OnCall] = {}
    for target in level.targets:
        if isinstance(target, PersonTarget):
            found.setdefault(target.person, OnCall(target.person, Role.ON_CALL))
            continue
        for span in spans(org, target.team, at, at + INSTANT, target.rotation):
            for one in span.people:
                found.setdefault(one.person, one)
    return tuple(found.values())


def _changes(org: Org, level: EscalationLevel, at: datetime) -> datetime | None:
    """When somebody of a level comes or goes."""
    limit = at + AHEAD
    moments = {
        moment
        for target in level.targets
        if not isinstance(target, PersonTarget)
        for span in spans(org, target.team, at, limit, target.rotation)[:2]
        for moment in (span.start, span.end)
        if at < moment < limit
    }
    return min(moments, default=None)


def next_change(org: Org, team_key: str, at: datetime) -> datetime | None:
    """When `told` may change next, within 13 weeks: somebody comes or goes at a level, or the levels change."""
    at = at.astimezone(UTC)
    moments = [moment for moment in level_changes(org, team_key) if at < moment < at + AHEAD]
    moments += [moment for level in levels(org, team_key, at) if (moment := _changes(org, level, at))]
    return min(moments, default=None)
