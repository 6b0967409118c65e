"""The first line of a plan's comment: whose week changes, or that nobody's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.effects import WEEKS
from ownctl.reconcile.words import moment
from ownctl.render.effects import label_of, zone_of
from ownctl.render.markdown_escape import inline
from ownctl.render.plan_tables import name, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ownctl.config import Org
    from ownctl.reconcile.effects import Effect
    from ownctl.reconcile.plan import Plan

MOST_NAMED = 4
"""How many people or teams the first line names before it only counts them."""


def headline(plan: Plan, org: Org) -> str:
    """One line of Markdown without a mark of its own."""
    if not plan.changes:
        return "No change for the account"
    shifts = [effect for effect in plan.effects if effect.rotation is not None]
    if not shifts:
        told = _told_first(plan, org)
        until = plan.now.astimezone(org.settings.time_zone) + WEEKS
        return told or f"Nobody’s shifts change until {until.day} {until:%b}"
    people, teams = _people(shifts), list(dict.fromkeys(effect.team for effect in shifts))
    named = [name(person, plan.names) for person in people]
    who = _all_of(named) if len(named) <= MOST_NAMED else f"{len(named)} people"
    where = [_team(team, org) for team in teams]
    in_teams = _all_of(where) if len(where) <= min(MOST_NAMED, 2) else f"{len(where)} teams"
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
    what = _all_of(names) if len(names) <= MOST_NAMED else f"{len(names)} teams and services"
    return f"Other people are told first when something of {what} goes wrong"


def _service(effect: Effect, org: Org) -> str:
    team = org.teams.get(effect.team)
    key = effect.service or ""
    return team.services[key].name if team and key in team.services else key


def gaps(plan: Plan, org: Org) -> Iterator[str]:
    """A line for each rotation that reaches nobody where it reached somebody."""
    first: dict[tuple[str, str | None], tuple[Effect, int]] = {}
    for effect in plan.effects:
        if effect.before and not effect.after and effect.service is None:
            about = (effect.team, effect.rotation)
            known, count = first.get(about, (effect, 0))
            first[about] = (known, count + 1)
    for (team, rotation), (effect, count) in first.items():
        zone = zone_of(org, team, rotation)
        span = f"{moment(effect.start, zone)} – {moment(effect.end, zone)} ({inline(zone)})"
        more = f", and {count - 1} times more" if count > 1 else ""
        yield f"**{inline(label_of(org, team, rotation), 200)}**: {span}{_instead(plan, effect)}{more}"


def _instead(plan: Plan, gap: Effect) -> str:
    """Whom the team's policy tells first meanwhile, where that changes with the plan."""
    policies = (each for each in plan.outlooks if (each.team, each.rotation, each.service) == (gap.team, None, None))
    told = (watch.people for each in policies for watch in each.after if watch.start <= gap.start < watch.end)
    people = next(told, ())
    return f", {together(people, plan.names)} told first instead" if people else ""


def _people(effects: Iterable[Effect]) -> list[str]:
    """Everybody who gains, loses or begins to share a shift: who only gains comes first, who only loses last."""
    gains: dict[str, None] = {}
    loses: dict[str, None] = {}
    for effect in sorted(effects, key=lambda each: each.start):
        gains |= dict.fromkeys(duty.person for duty in effect.after if duty not in effect.before)
        loses |= dict.fromkeys(duty.person for duty in effect.before if duty not in effect.after)
    return sorted(gains | loses, key=lambda person: (person in loses, person not in gains))


def _team(team: str, org: Org) -> str:
    declared = org.teams.get(team)
    return inline(declared.name if declared else team, 120)


def _all_of(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
