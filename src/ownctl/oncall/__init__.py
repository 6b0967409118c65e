"""Who is on call when: the one engine for rules, compile, preview, effects and queries.

    spans(org, team, since, until, rotation=None) -> tuple[Span, ...]
    lanes(org, team, rotation, since, until) -> Lanes
    turns(org, team, rotation, since, until) -> tuple[Turn, ...]
    levels(org, team, at) -> tuple[EscalationLevel, ...]
    stage_at(org, team, at) -> Stage
    stage_beginnings(org, team, rotation=None) -> tuple[tuple[datetime, Stage], ...]
    always(org, team, rotation) -> tuple[Stretch, ...]
    covers(org, Team) -> Iterator[Team]
    told(org, team, at) -> tuple[Told, ...]
    next_change(org, team, at) -> datetime | None
    gaps(org, team, since, until) -> tuple[tuple[datetime, datetime], ...]
    problems(org, team, since, until) -> tuple[Problem, ...]
    contradictions(org, team, rotation) -> tuple[Problem, ...]

`team` and `rotation` are keys; instants are aware, answers are in UTC, stretches are half-open. What has been worked
out for an `Org` is remembered for as long as it is one of the last few that were asked about.
"""

from ownctl.oncall.answers import lanes, spans, turns
from ownctl.oncall.coverage import Told, gaps, next_change, told
from ownctl.oncall.escalation import always, covers, levels, stage_at, stage_beginnings
from ownctl.oncall.problems import CONTRADICTIONS, Kind, Problem
from ownctl.oncall.review import problems
from ownctl.oncall.review_settings import contradictions
from ownctl.oncall.values import (
    Alone,
    Declined,
    EscalationLevel,
    Lane,
    Lanes,
    OnCall,
    Pairing,
    PersonTarget,
    Replacement,
    Role,
    RotationTarget,
    Shift,
    Span,
    Stretch,
    Turn,
)

__all__ = [
    "CONTRADICTIONS",
    "Alone",
    "Declined",
    "EscalationLevel",
    "Kind",
    "Lane",
    "Lanes",
    "OnCall",
    "Pairing",
    "PersonTarget",
    "Problem",
    "Replacement",
    "Role",
    "RotationTarget",
    "Shift",
    "Span",
    "Stretch",
    "Told",
    "Turn",
    "always",
    "contradictions",
    "covers",
    "gaps",
    "lanes",
    "levels",
    "next_change",
    "problems",
    "spans",
    "stage_at",
    "stage_beginnings",
    "told",
    "turns",
]
