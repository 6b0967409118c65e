"""The first line of a plan's comment: what stops it, what is lost, whose week changes, or that nobody's does."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.account.resources import Kind
from ownctl.config.phrases import listed
from ownctl.reconcile.changes import Action
from ownctl.reconcile.touches import How
from ownctl.render.effects import horizon
from ownctl.render.markdown_escape import inline
from ownctl.render.plan_labels import label_of, service_name, team_name, zone_of
from ownctl.render.plan_later import about, later
from ownctl.render.plan_tables import name
from ownctl.render.touches import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ownctl.config import Org
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.effects import Effect, Outlook
    from ownctl.reconcile.plan import Plan

MOST_NAMED = 4
"""How many people, or teams and services, the first line names before it only counts them."""
MOST_TEAMS = 2
"""How many teams it names beside people."""


def headline(plan: Plan, org: Org, *, part: bool = False) -> str:
    """One line of Markdown without a mark of its own: what stops an apply, what is lost, then whose week changes.

    With `part`, other changes than those of the plan are made with it.
    """
    if not plan.changes and not plan.obstacles:
        return "No change for the account"
    gone = [change for change in plan.changes if change.action is Action.DELETE and change.ref.kind is Kind.TEAM]
    without = {change.ref.key for change in gone}
    shifts = (each for each in plan.outlooks if each.rotation is not None and each.team not in without)
    ended = [each for each in shifts if each.before and not each.after]
    places = {about(each) for each in ended}
    effects = [effect for effect in plan.effects if effect.team not in without and about(effect) not in places]
    said: list[str | None] = [*_refused(plan), *_teams_gone(plan, gone), *_ended(plan, ended, org)]
    said += [*_lost(plan), *_moves(plan, org)]
    if effects:
        said.append(_shifts(plan, effects, org) or _told_first(plan, effects, org))
    elif not (gone or ended):
        said.append(_nobodys(plan, org, part=part))
    return ". ".join(filter(None, said))


def _refused(plan: Plan) -> Iterator[str]:
    if plan.obstacles:
        more = f", and {len(plan.obstacles) - 1} more" if len(plan.obstacles) > 1 else ""
        yield f"Apply will refuse this: {inline(plan.obstacles[0].message.rstrip(' :'), 120)}{more}"


def _teams_gone(plan: Plan, gone: Sequence[Change]) -> Iterator[str]:
    if not gone:
        return
    names = [inline(change.name, 120) for change in gone]
    what = listed(names) if len(names) <= MOST_NAMED else f"{len(names)} teams"
    had = {key.partition("/")[0] for key in plan.gone if "/" in key}
    one = len(names) == 1
    nobody = (
        f", and nobody is on call for {'it' if one else 'them'}" if all(each.ref.key in had for each in gone) else ""
    )
    yield f"{what} {'is' if one else 'are'} deleted{nobody}"


def _ended(plan: Plan, ended: Sequence[Outlook], org: Org) -> Iterator[str]:
    """Rotations without anybody from some moment on, of teams that stay."""
    names = [inline(label_of(plan, org, *about(each)), 120) for each in ended]
    if names:
        what = listed(names) if len(names) <= MOST_TEAMS else f"{len(names)} rotations"
        yield f"Nobody is on call any more in {what}"


def _lost(plan: Plan) -> Iterator[str]:
    """Services that go: nothing else takes with it what can't be got back."""
    lost = [change for change in plan.changes if change.lost]
    names = [inline(change.name, 120) for change in lost]
    if not names:
        return
    what = listed(names) if len(names) <= MOST_TEAMS else f"{len(names)} services"
    is_, its = ("is", "its") if len(names) == 1 else ("are", "their")
    yield f"{what} {is_} deleted, with {its} incidents and integration keys"


def _moves(plan: Plan, org: Org) -> Iterator[str]:
    """Services in other hands, by where they go."""
    moves = [sentence(each, plan, org) for each in plan.touches if each.how is How.GIVES]
    yield from (inline(each, 300) for each in moves[:MOST_TEAMS])
    if len(moves) > MOST_TEAMS:
        yield f"{len(moves) - MOST_TEAMS} more services move"


def _nobodys(plan: Plan, org: Org, *, part: bool) -> str:
    """That nobody's shifts change in the weeks shown, and when the first does."""
    until = horizon(plan, org)
    where = " in what is shown" if part else ""
    said = f"Nobody’s shifts change{where} until {until.day} {until:%b}"
    first = next(iter(later(plan)), None)
    if first:
        start = first.start.astimezone(ZoneInfo(zone_of(plan, org, first.team, first.rotation)))
        return f"{said}; from {start:%a} {start.day} {start:%b} on they do, in {_team(plan, first.team, org)}"
    return said


def _shifts(plan: Plan, effects: Sequence[Effect], org: Org) -> str | None:
    """Whose shifts change, and where."""
    shifts = [effect for effect in effects if effect.rotation is not None]
    if not shifts:
        return None
    people, teams = _people(shifts), list(dict.fromkeys(effect.team for effect in shifts))
    named = [name(person, plan.names) for person in people]
    who = listed(named) if len(named) <= MOST_NAMED else f"{len(named)} people"
    where = [_team(plan, team, org) for team in teams]
    in_teams = listed(where) if len(where) <= MOST_TEAMS else f"{len(where)} teams"
    one = len(named) == 1
    had = {about(each) for each in plan.outlooks if each.before}
    if not any(effect.before or about(effect) in had for effect in shifts):
        return f"{who} {'goes' if one else 'go'} on call for the first time, in {in_teams}"
    return f"{who} {'gets' if one else 'get'} other shifts, in {in_teams}"


def _told_first(plan: Plan, effects: Sequence[Effect], org: Org) -> str | None:
    """Where no shift changes hands, but pages reach somebody else first; what moves is said to already."""
    moved = {each.service for each in plan.touches if each.how is How.GIVES}
    names = list(
        dict.fromkeys(
            _team(plan, effect.team, org) if effect.service is None else inline(service_name(org, effect.service), 120)
            for effect in effects
            if effect.service is None or effect.service not in moved
        )
    )
    if not names:
        return None
    what = listed(names) if len(names) <= MOST_NAMED else f"{len(names)} teams and services"
    return f"Other people are told first when something of {what} goes wrong"


def _people(effects: Iterable[Effect]) -> list[str]:
    """Everybody who gains, loses or begins to share a shift: who only gains comes first, who only loses last."""
    gains: dict[str, None] = {}
    loses: dict[str, None] = {}
    for effect in sorted(effects, key=lambda each: each.start):
        gains |= dict.fromkeys(duty.person for duty in effect.after if duty not in effect.before)
        loses |= dict.fromkeys(duty.person for duty in effect.before if duty not in effect.after)
    return sorted(gains | loses, key=lambda person: (person in loses, person not in gains))


def _team(plan: Plan, team: str, org: Org) -> str:
    return inline(team_name(plan, org, team), 120)
