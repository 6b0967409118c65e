"""Coverage: whenever a page comes, it reaches somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.oncall import PersonTarget, RotationTarget, gaps, levels
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.stages import uncovered_stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ownctl.config import Team
    from ownctl.oncall import EscalationLevel, Stretch
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Place, Scope

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"

BY_DAY = """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
    hours: business
"""


@rule(
    "coverage-gap",
    Theme.COVERAGE,
    sentence="A page that reaches nobody is an outage that customers report.",
    exactly="There are hours, from now for 13 weeks, in which no level of a team that owns services reaches anybody. "
    "Where something else explains that (a team without rotation, without cover, with a name that leads nowhere, or a "
    "level that reaches nobody ever), only that is said.",
    bad={
        PAYMENTS: f"""\
{BY_DAY}escalation:
  - {{notify: [{{rotation: primary}}], wait: 10m}}
"""
    },
    good={
        PAYMENTS: f"""\
{BY_DAY}escalation:
  - {{notify: [{{rotation: primary}}], wait: 10m}}
  - {{notify: [{{team: platform}}], wait: 15m}}
"""
    },
)
def coverage_gap(look: Look) -> Iterator[Found]:
    """Teams whose pages reach nobody at times."""
    deserted = {team.it.team for team in look.deserted}
    for team in look.teams.values():
        key = team.it.team
        if not team.it.services or key in deserted or not _is_settled(look, team) or uncovered_stage(look, team):
            continue
        if team.it.escalation == () or any(True for _ in _dead_levels(look, team)):
            continue
        open_hours = gaps(look.org, key, look.now, look.until)
        if open_hours:
            yield found(
                f"nobody of {team.it.name} is reached {_hours(open_hours, look.org.zone(team.it))}",
                "let a rotation have the `hours`, or add a level that has: `- {notify: [{team: KEY}]}`",
                at=team.key("escalation" if team.it.escalation else "rotations"),
            )


def _is_settled(look: Look, team: Scope[Team]) -> bool:
    """Whether it can be said who is reached: no level goes to a team whose own files are in doubt."""
    named = {target.team for level in team.it.escalation or () for target in level.notify if target.team}
    return bool(team.it.rotations) and team.it.team not in look.doubtful and look.unsettled.isdisjoint(named)


def _hours(stretches: tuple[Stretch, ...], zone: ZoneInfo) -> str:
    first, last = (at.astimezone(zone) for at in stretches[0])
    text = f"from {_moment(first)} to {_moment(last)}"
    total = sum((end - start for start, end in stretches), start=timedelta())
    if len(stretches) > 1:
        text += f" and {len(stretches) - 1} times more in 13 weeks, {_length(total)} in all"
    return text


def _moment(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}"


def _length(total: timedelta) -> str:
    hours, minutes = divmod(int(total.total_seconds()) // 60, 60)
    return f"{hours} hours" if hours else f"{minutes} minutes"


@rule(
    "escalates-to-nobody",
    Theme.COVERAGE,
    sentence="A level that reaches nobody is ten minutes lost, every time.",
    exactly="None of the targets of a level can ever reach a person: each is a rotation in which nobody is, or will "
    "be, on call. A single level is fine, and so is a level on which nobody is on call just now: it is skipped.",
    bad={
        PLATFORM: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:00"}
  secondary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:00"}
    participants: []
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
  - {notify: [{rotation: secondary}], wait: 10m}
"""
    },
    good={
        PLATFORM: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:00"}
    participants: [ines, noor, pavel, yuki]
  secondary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:00"}
    participants: [pavel, yuki, ines, noor]
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
  - {notify: [{rotation: secondary}], wait: 10m}
"""
    },
)
def escalates_to_nobody(look: Look) -> Iterator[Found]:
    """Levels that can never reach anybody."""
    told: set[object] = set()
    # explicit levels first: what others derive from the same rotation follows from them
    for team in sorted(look.teams.values(), key=lambda team: team.it.escalation is None):
        if not team.it.services or team in look.deserted or not _is_settled(look, team):
            continue
        for index, level in _dead_levels(look, team):
            if level.targets and told.issuperset(level.targets):
                continue
            told.update(level.targets)
            yield found(
                f"level {index + 1} of {team.it.name} reaches nobody: {_why(look, level)}",
                "let members take part there (`participants`, `on_call_since`), or take the level out",
                at=_at(look, team, index, level),
            )


def _dead_levels(look: Look, team: Scope[Team]) -> Iterator[tuple[int, EscalationLevel]]:
    """Levels none of whose targets ever reaches a person, with their index; none that another finding explains."""
    for index, level in enumerate(levels(look.org, team.it.team, look.now)):
        if not any(_reaches(look, target) for target in level.targets):
            explicit = team.it.escalation
            named = [target.team for target in explicit[index].notify if target.team] if explicit else []
            if not any(look.teams[key].it.services and not look.teams[key].it.rotations for key in named):
                yield index, level


def reaches_nobody(look: Look, team: Scope[Team], rotation: str) -> bool:
    """Whether a level of the team is dead because of one of its rotations, so that a finding says so."""
    own = RotationTarget(team.it.team, rotation)
    settled = team.it.services and _is_settled(look, team)
    return bool(settled) and any(own in level.targets for _, level in _dead_levels(look, team))


def _reaches(look: Look, target: RotationTarget | PersonTarget) -> bool:
    if isinstance(target, PersonTarget):
        return True
    team = look.teams[target.team]
    chosen = team.it.rotations[target.rotation].participants
    return any(
        member.it.on_call_since is not None and (chosen == "everyone" or member.it.person in chosen)
        for member in look.staff(team)
    )


def _why(look: Look, level: EscalationLevel) -> str:
    rotations = [target for target in level.targets if not isinstance(target, PersonTarget)]
    names = [f"{target.rotation} of {look.teams[target.team].it.name}" for target in rotations]
    return (
        f"no one is or will be on call in {' or '.join(names)}" if names else "the team that it names has no rotation"
    )


def _at(look: Look, team: Scope[Team], index: int, level: EscalationLevel) -> Place:
    if team.it.escalation is not None:
        return team.key("escalation", index, "notify")
    (target, *_) = (target for target in level.targets if not isinstance(target, PersonTarget))
    owner = look.teams[target.team]
    rotation = owner.it.rotations[target.rotation]
    written = rotation.node is not None and "participants" in rotation.node
    return owner.key("rotations", target.rotation, *(["participants"] if written else []))
