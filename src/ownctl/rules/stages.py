"""Stages: a team grows into its pager, and somebody covers for it on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.config import Stage
from ownctl.config.phrases import many
from ownctl.oncall import stage_at, stage_beginnings
from ownctl.rules.circles import circles
from ownctl.rules.healthy import support_block
from ownctl.rules.registry import Found, Theme, found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Team
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Scope

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"

PROVEN = timedelta(weeks=26)
"""After half a year in full a team has nothing left to prove."""

UNCOVERED = support_block(cover="")
DERIVED = """\
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
"""


@rule(
    "straight-to-full",
    Theme.STAGES,
    sentence="A team learns to carry its pager by day before it carries it by night.",
    exactly="`full` begins less than `on_call.weeks_in_business_hours` weeks (4 by default) after `business-hours`, or "
    "without it. A team that has been in `full` for half a year has nothing left to prove.",
    bad={PAYMENTS: "stages: {shadow: 2026-08-31, business-hours: 2026-11-02, full: 2026-11-16}\n"},
    good={PAYMENTS: "stages: {shadow: 2026-08-31, business-hours: 2026-10-05, full: 2026-11-02}\n"},
)
def straight_to_full(look: Look) -> Iterator[Found]:
    """Teams that carry their pager by night too soon."""
    weeks = look.org.settings.on_call.weeks_in_business_hours
    for team in look.teams.values():
        full, begun = (team.it.stages.get(stage) for stage in (Stage.FULL, Stage.BUSINESS_HOURS))
        if full is None or look.today(team.it) - full >= PROVEN or team.it.is_broken("stages"):
            continue
        if begun is None:
            if weeks:
                yield found(
                    f"{team.it.name} goes to full without {weeks} weeks in business hours first, so it learns at night",
                    f"let it begin by day: `business-hours: {full - timedelta(weeks=weeks)}`, or `full` later",
                    at=team.value("stages", "full"),
                )
        elif full < begun + timedelta(weeks=weeks):
            yield found(
                f"{team.it.name} goes to full {_after((full - begun).days)}, and {weeks} weeks by day come first",
                f"write `full: {begun + timedelta(weeks=weeks)}`, or later",
                at=team.value("stages", "full"),
            )


def _after(days: int) -> str:
    if days < 0:
        return "before business hours"
    return f"{many(days, 'day')} after business hours"


@rule(
    "stage-without-cover",
    Theme.STAGES,
    sentence="While a team is not on call around the clock, somebody else is.",
    exactly="A team with services is in `shadow` or `business-hours`, now or within 13 weeks, and `support.cover` "
    "names no team. An explicit `escalation` that tells another team does as well. Without `stages` a team is in "
    "`shadow`.",
    bad={PAYMENTS: f"stages: {{shadow: 2026-08-31, business-hours: 2026-10-05}}\n{UNCOVERED}{DERIVED}"},
    good={PAYMENTS: f"stages: {{shadow: 2026-08-31, business-hours: 2026-10-05}}\n{support_block()}"},
)
def stage_without_cover(look: Look) -> Iterator[Found]:
    """Teams that are not on call around the clock, and that nobody covers."""
    for team in look.teams.values():
        stage = uncovered_stage(look, team)
        if stage is None:
            continue
        others = [key for key in look.teams if key != team.it.team]
        full = [key for key in others if stage_at(look.org, key, look.now) is Stage.FULL]
        cover = next(iter([*full, *others]), "KEY")
        how = "is on call in business hours only" if stage is Stage.BUSINESS_HOURS else "is not on call by itself yet"
        yield found(
            f"{team.it.name} {how}, and no team covers it, so at night its pages reach nobody",
            f"add to `support`: `cover: {cover}`",
            at=team.key("support" if team.it.support.node else "stages"),
        )


@rule(
    "cover-not-full",
    Theme.STAGES,
    sentence="A net that is itself held up by another net catches nobody at night.",
    exactly="The team that `support.cover` names is not in `full` now.",
    bad={
        PLATFORM: """\
stages: {shadow: 2026-08-31, business-hours: 2026-10-05}
escalation:
  - {notify: [{rotation: primary}, {team: payments}]}
""",
        PAYMENTS: support_block(),
    },
    good={PLATFORM: "stages: {business-hours: 2025-04-07, full: 2025-06-02}\n"},
)
def cover_not_full(look: Look) -> Iterator[Found]:
    """Teams covered by one that is not on call around the clock."""
    for team in look.teams.values():
        cover = look.teams.get(team.it.support.cover or "")
        if cover is None or cover is team or cover.it.is_broken("stages"):
            continue
        stage = stage_at(look.org, cover.it.team, look.now)
        if stage is not Stage.FULL:
            full = [
                key for key in look.teams if stage_at(look.org, key, look.now) is Stage.FULL and key != team.it.team
            ]
            others = f"; {_some(full)} {'is' if len(full) == 1 else 'are'}" if full else ""
            yield found(
                f"{cover.it.name} covers {team.it.name} and is in {stage.value} itself, so at night there is neither",
                f"name a team that is in full{others}",
                at=team.value("support", "cover"),
                about=[cover.path],
            )


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:3]) + (", …" if len(keys) > 3 else "")


@rule(
    "cover-circle",
    Theme.STAGES,
    sentence="Two who rely on each other fall together.",
    exactly="Following `support.cover` from a team leads back to it. Each circle is found once.",
    bad={
        PLATFORM: """\
support:
  channel: "#team-platform"
  cover: payments
  turn_to:
    - {person: amara, for: everything about money}
  incident_flow: docs/incident-flow.md
  past_incidents:
    - {title: Disk full on the registry, date: 2026-01-10}
""",
        PAYMENTS: "stages: {business-hours: 2025-04-07, full: 2025-06-02}\n" + support_block(),
    },
    good={
        PLATFORM: """\
support:
  channel: "#team-platform"
  turn_to:
    - {person: amara, for: everything about money}
  incident_flow: docs/incident-flow.md
  past_incidents:
    - {title: Disk full on the registry, date: 2026-01-10}
"""
    },
)
def cover_circle(look: Look) -> Iterator[Found]:
    """Teams that cover each other."""
    covers = {key: [team.it.support.cover] if team.it.support.cover else [] for key, team in look.teams.items()}
    for circle in circles(covers):
        first = look.teams[circle[0]]
        names = [look.teams[key].it.name for key in (*circle, circle[0])]
        yield found(
            f"{' is covered by '.join(names)}, so when one can't be reached, neither can its cover",
            f"let {first.it.name if len(circle) == 1 else 'one of them'} be covered by a team outside of the circle",
            at=first.value("support", "cover"),
            about=[look.teams[key].path for key in circle[1:]],
        )


def uncovered_stage(look: Look, team: Scope[Team]) -> Stage | None:
    """The stage, now or within what rules look ahead at, that calls for a cover which the team lacks."""
    support = team.it.support
    if not team.it.services or support.cover or support.is_broken("cover") or team.it.team in look.uncertain:
        return None
    if any(target.team not in (None, team.it.team) for level in team.it.escalation or () for target in level.notify):
        return None
    coming = [stage for at, stage in stage_beginnings(look.org, team.it.team) if look.now < at < look.until]
    stages = [stage_at(look.org, team.it.team, look.now), *coming]
    return next((stage for stage in stages if stage is not Stage.FULL), None)
