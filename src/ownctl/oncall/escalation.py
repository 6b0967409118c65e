"""Who is told, and who next: what a team's stage compiles to, or what its files say instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Level, Stage
from ownctl.oncall.stages import beginnings, regimes
from ownctl.oncall.stages import stage_at as _stage_at
from ownctl.oncall.values import EscalationLevel, PersonTarget, RotationTarget

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from ownctl.config import Org, Target, Team
    from ownctl.oncall.values import Stretch

    Targets = tuple[RotationTarget | PersonTarget, ...]

SECONDARY = "secondary"
WAIT: timedelta = Level.model_fields["wait"].default
"""How long a derived level waits: what a level waits that does not say."""


def levels(org: Org, team_key: str, at: datetime) -> tuple[EscalationLevel, ...]:
    """Who is told at an instant, level by level; an explicit `escalation` wins over the table of stages.

    A derived level always has a target. An explicit one stands here even if none of its targets exists, so that the
    levels keep the order and count of the file. Raises KeyError for an unknown team.
    """
    return _levels(org, org.teams[team_key], at, frozenset())


def stage_at(org: Org, team_key: str, at: datetime) -> Stage:
    """The stage that a team is in at an instant, as its primary rotation counts it."""
    return _stage_at(org, org.teams[team_key], at)


def stage_beginnings(org: Org, team_key: str, rotation: str | None = None) -> tuple[tuple[datetime, Stage], ...]:
    """When each stage begins for a rotation (the primary if none is named), in order; before the first it is shadow."""
    team = org.teams[team_key]
    key = rotation or team.primary
    return beginnings(org, team, team.rotations[key] if key else None)


def always(org: Org, team_key: str, rotation: str) -> tuple[Stretch, ...]:
    """When every hour of a rotation counts, by whatever rows of hours that is said; in order, half-open."""
    team = org.teams[team_key]
    return tuple((each.start, each.end) for each in regimes(org, team, team.rotations[rotation]) if each.weekly is None)


def level_changes(org: Org, team_key: str) -> tuple[datetime, ...]:
    """The instants at which `levels` may change: stages of the team and of those that cover it."""
    chain = [org.teams[team_key], *covers(org, org.teams[team_key])]
    return tuple(sorted({start for team in chain for start, _ in stage_beginnings(org, team.team)}))


def covers(org: Org, team: Team) -> Iterator[Team]:
    """The team that covers this one, the one that covers that, and so on; each once."""
    seen = {team.team}
    following = org.teams.get(team.support.cover or "")
    while following and following.team not in seen:
        yield following
        seen.add(following.team)
        following = org.teams.get(following.support.cover or "")


def _levels(org: Org, team: Team, at: datetime, seen: frozenset[str]) -> tuple[EscalationLevel, ...]:
    if team.escalation is not None:
        return tuple(
            EscalationLevel(tuple(target for one in level.notify for target in _target(org, team, one)), level.wait)
            for level in team.escalation
        )
    cover = next(covers(org, team), None)
    own, covering = _primary(team), _primary(cover) if cover else ()
    stage = _stage_at(org, team, at)
    if stage is Stage.FULL:
        secondary = (RotationTarget(team.team, SECONDARY),) if _has_secondary(team) else ()
        return _derived(own, secondary, covering)
    first = _derived((*covering, *own)) if stage is Stage.SHADOW else _derived(own, covering)
    if cover is None or cover.team in seen:
        return first
    return (*first, *_levels(org, cover, at, seen | {team.team})[1:])


def _derived(*levels: Targets) -> tuple[EscalationLevel, ...]:
    return tuple(EscalationLevel(targets, WAIT) for targets in levels if targets)


def _primary(team: Team) -> Targets:
    return (RotationTarget(team.team, team.primary),) if team.primary else ()


def _has_secondary(team: Team) -> bool:
    return SECONDARY in team.rotations and team.primary != SECONDARY


def _target(org: Org, team: Team, target: Target) -> Targets:
    """What a target of the files names, if it exists."""
    if target.person is not None:
        return (PersonTarget(target.person),) if target.person in org.people else ()
    named = org.teams.get(target.team) if target.team else team
    rotation = target.rotation or (named.primary if named else None)
    if named is None or rotation not in named.rotations:
        return ()
    return (RotationTarget(named.team, rotation),)
