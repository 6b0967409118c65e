"""The first line of a plan's comment: whose week changes, or that nobody's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.phrases import listed
from ownctl.render.effects import horizon, team_name
from ownctl.render.markdown_escape import inline
from ownctl.render.plan_tables import name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.config import Org
    from ownctl.reconcile.effects import Effect
    from ownctl.reconcile.plan import Plan

MOST_NAMED = 4
"""How many people, or teams and services, the first line names before it only counts them."""
MOST_TEAMS = 2
"""How many teams it names beside people."""


def headline(plan: Plan, org: Org) -> str:
    """One line of Markdown without a mark of its own."""
    if not plan.changes:
        return "No change for the account"
    shifts = [effect for effect in plan.effects if effect.rotation is not None]
    if not shifts:
        told = _told_first(plan, org)
        until = horizon(plan, org)
        return told or f"Nobody’s shifts change until {until.day} {until:%b}"
    people, teams = _people(shifts), list(dict.fromkeys(effect.team for effect in shifts))
    named = [name(person, plan.names) for person in people]
    who = listed(named) if len(named) <= MOST_NAMED else f"{len(named)} people"
    where = [_team(team, org) for team in teams]
    in_teams = listed(where) if len(where) <= MOST_TEAMS else f"{len(where)} teams"
    one = len(named) == 1
    if not any(effect.before for effect in shifts):
        return f"{who} {'goes' if one else 'go'} on call for the first time, in {in_teams}"
    return f"{who} {'gets' if one else 'get'} other shifts, in {in_teams}"


def _told_first(plan: Plan, org: Org) -> str | None:
    """Where no shift changes hands, but pages reach somebody else first."""
    about = dict.fromkeys(
        _team(effect.team, org) if effect.service is None else inline(_service(effect, org), 120)
        for effect in plan.effects
    )
    if not about:
        return None
    names = list(about)
    what = listed(names) if len(names) <= MOST_NAMED else f"{len(names)} teams and services"
    return f"Other people are told first when something of {what} goes wrong"


def _service(effect: Effect, org: Org) -> str:
    team = org.teams.get(effect.team)
    key = effect.service or ""
    return team.services[key].name if team and key in team.services else key


def _people(effects: Iterable[Effect]) -> list[str]:
    """Everybody who gains, loses or begins to share a shift: who only gains comes first, who only loses last."""
    gains: dict[str, None] = {}
    loses: dict[str, None] = {}
    for effect in sorted(effects, key=lambda each: each.start):
        gains |= dict.fromkeys(duty.person for duty in effect.after if duty not in effect.before)
        loses |= dict.fromkeys(duty.person for duty in effect.before if duty not in effect.after)
    return sorted(gains | loses, key=lambda person: (person in loses, person not in gains))


def _team(team: str, org: Org) -> str:
    return inline(team_name(org, team), 120)
