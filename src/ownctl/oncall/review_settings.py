"""Where a rotation's settings contradict each other, or the team's stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall.clock import DAY, WEEK, allowed
from ownctl.oncall.escalation import stage_beginnings
from ownctl.oncall.problems import CONTRADICTIONS, Kind, Problem
from ownctl.oncall.stages import IN_BUSINESS_HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.config import Org, Rotation


def contradictions(org: Org, team_key: str, rotation_key: str) -> tuple[Problem, ...]:
    """Where a rotation's own settings contradict each other, so that nobody can say who is on call."""
    rotation = org.teams[team_key].rotations[rotation_key]
    return tuple(
        problem for problem in _of_settings(team_key, rotation_key, rotation) if problem.kind in CONTRADICTIONS
    )


def settings_problems(org: Org, team_key: str, rotation_key: str, since: datetime, until: datetime) -> list[Problem]:
    """What is wrong with a rotation's settings by themselves, or with the team's stages in `[since, until)`."""
    rotation = org.teams[team_key].rotations[rotation_key]
    found = list(_of_settings(team_key, rotation_key, rotation))
    if rotation.hours == "always" and not _fits_windows(rotation) and allowed(rotation.shift):
        begins = _business_hours(org, team_key, rotation_key, since, until)
        if begins:
            path = ("rotations", rotation_key, "shift")
            found.append(Problem(Kind.SHIFT_IN_BUSINESS_HOURS, team_key, rotation_key, path, at=begins))
    return found


def _of_settings(team: str, key: str, rotation: Rotation) -> Iterator[Problem]:
    here = ("rotations", key)
    if not allowed(rotation.shift):
        yield Problem(Kind.SHIFT_NOT_ALLOWED, team, key, (*here, "shift"))
        return
    day = rotation.handoff.day
    if rotation.shift % WEEK:
        if day:
            yield Problem(Kind.DAY_WITHOUT_WEEKS, team, key, (*here, "handoff", "day"))
    elif day is None:
        yield Problem(Kind.DAY_MISSING, team, key, (*here, "handoff"))
    elif day.number != rotation.starts.weekday():
        yield Problem(Kind.STARTS_OFF_HANDOFF_DAY, team, key, (*here, "starts"))
    if rotation.hours != "always" and not _fits_windows(rotation):
        yield Problem(Kind.SHIFT_WITH_HOURS, team, key, (*here, "shift"))


def _fits_windows(rotation: Rotation) -> bool:
    return rotation.shift == DAY or not rotation.shift % WEEK


def _business_hours(org: Org, team: str, rotation: str, since: datetime, until: datetime) -> datetime | None:
    """Since when, within a stretch, a rotation is on call in business hours only because of a stage."""
    begun = stage_beginnings(org, team, rotation)
    ends = [start for start, _ in begun]
    if not begun or since < ends[0]:
        return since
    for (start, stage), end in zip(begun, [*ends[1:], until], strict=True):
        if stage in IN_BUSINESS_HOURS and max(start, since) < min(end, until):
            return max(start, since)
    return None
