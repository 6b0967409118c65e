"""When each stage of a team begins, and which hours count from then on."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config import Stage
from ownctl.oncall.clock import BEGINNING, END, instant
from ownctl.oncall.windows import Pattern, pattern, shared

if TYPE_CHECKING:
    from ownctl.config import Org, Rotation, Team

IN_BUSINESS_HOURS = frozenset({Stage.SHADOW, Stage.BUSINESS_HOURS})
"""Stages in which a team's rotations are on call in its business hours only."""


class Regime(NamedTuple):
    """A stretch of time in which the same hours count."""

    start: datetime
    end: datetime
    weekly: Pattern | None
    """None: always."""


def beginnings(org: Org, team: Team, rotation: Rotation | None) -> tuple[tuple[datetime, Stage], ...]:
    """When each stage begins for a rotation (without one, at midnight), in order; before the first it is shadow."""
    at = rotation.handoff.at if rotation else time()
    zone = org.zone(team, rotation)
    dated = sorted(team.stages.items(), key=lambda item: item[1])
    return tuple((instant(datetime.combine(day, at), zone), stage) for stage, day in dated)


def regimes(org: Org, team: Team, rotation: Rotation) -> tuple[Regime, ...]:
    """The hours that count, from the beginning of time to its end; neighbours differ."""
    own = _own_hours(org, team, rotation)
    business = shared(own, pattern([org.business_hours(team)]))
    found: list[Regime] = []
    for start, stage in ((BEGINNING, Stage.SHADOW), *beginnings(org, team, rotation)):
        weekly = business if stage in IN_BUSINESS_HOURS else own
        if found and found[-1].weekly == weekly:
            continue
        if found:
            found[-1] = Regime(found[-1].start, start, found[-1].weekly)
        found.append(Regime(start, END, weekly))
    return tuple(regime for regime in found if regime.start < regime.end)


def stage_at(org: Org, team: Team, at: datetime) -> Stage:
    """The stage that a team's primary is in."""
    primary = team.rotations[team.primary] if team.primary else None
    begun = [stage for start, stage in beginnings(org, team, primary) if start <= at]
    return begun[-1] if begun else Stage.SHADOW


def _own_hours(org: Org, team: Team, rotation: Rotation) -> Pattern | None:
    if rotation.hours == "always":
        return None
    return pattern([org.business_hours(team)] if rotation.hours == "business" else rotation.hours)
