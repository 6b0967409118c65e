"""Effects on people, a line each: `Payments · Mon 7 Dec 09:30–Mon 14 Dec 09:30 · tom → liu with amara`."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from ownctl.reconcile.effects import WEEKS
from ownctl.reconcile.words import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ownctl.config import Org
    from ownctl.reconcile.effects import Duty, Effect
    from ownctl.reconcile.plan import Plan

MOST = 12
"""How many lines one rotation gets before the rest is only counted."""


def effect_lines(plan: Plan, org: Org, width: int) -> list[str]:
    """All effects under one heading; what goes on across times when nobody is on call anyway is one line."""
    if not plan.effects:
        return []
    until = horizon(plan, org)
    lines = [click.style(f"What it means for people, until {until.day} {until:%b}", bold=True)]
    for (team, rotation, service), group in groupby(plan.effects, key=_about):
        effects = list(_joined(group))
        zone = zone_of(org, team, rotation)
        label = label_of(org, team, rotation, service)
        if zone != org.settings.time_zone.key:
            label = f"{label} ({zone})"
        if all(not effect.before for effect in effects):
            told = f"{label} · {_first_time(effects, zone)}"
            lines += wrap(told, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
            continue
        lines += [f"  {label} · {line(effect, zone)}" for effect in effects[:MOST]]
        if len(effects) > MOST:
            lines.append(f"  {label} · and {len(effects) - MOST} more until then")
    return lines


def horizon(plan: Plan, org: Org) -> datetime:
    """Until when effects are told (exclusive), in the org's time zone: one day for all rotations."""
    return plan.now.astimezone(org.settings.time_zone) + WEEKS


def line(effect: Effect, zone: str) -> str:
    """One effect, in the rotation's zone."""
    start, end = moment(effect.start, zone), moment(effect.end, zone)
    day, _, clock = end.rpartition(" ")
    span = f"{start}–{clock if start.rpartition(' ')[0] == day else end}"
    return f"{span} · {people(effect.before)} → {people(effect.after)}"


def people(duties: Sequence[Duty], called: Callable[[str], str] = str) -> str:
    """`liu with amara`: who holds the pager, and who shares it, as they are `called`; `nobody`."""
    holders = " and ".join(called(duty.person) for duty in duties if not duty.buddy)
    buddies = " and ".join(called(duty.person) for duty in duties if duty.buddy)
    if holders and buddies:
        return f"{holders} with {buddies}"
    return holders or buddies or "nobody"


def _about(effect: Effect) -> tuple[str, str | None, str | None]:
    return effect.team, effect.rotation, effect.service


def label_of(org: Org, team: str, rotation: str | None, service: str | None = None) -> str:
    """The team, and the rotation where it is not its primary; the service where its pages change hands."""
    declared, name = org.teams.get(team), team_name(org, team)
    if service is not None:
        return f"{declared.services[service].name if declared else service}, told first"
    if rotation is None:
        return f"{name}, told first"
    return name if declared and rotation == declared.primary else f"{name} {rotation}"


def team_name(org: Org, team: str) -> str:
    """What a team is called; its key where nobody declares it any more."""
    return org.teams[team].name if team in org.teams else team


def zone_of(org: Org, team: str, rotation: str | None) -> str:
    """The zone in which the effects of a rotation are told."""
    declared = org.teams.get(team)
    if not declared:
        return "UTC"
    zone: ZoneInfo = org.zone(declared, declared.rotations.get(rotation or declared.primary or ""))
    return zone.key


def _joined(effects: Iterable[Effect]) -> Iterable[Effect]:
    """Business hours of one turn are one line, not five."""
    last: Effect | None = None
    for effect in effects:
        if last and (last.before, last.after) == (effect.before, effect.after):
            last = last._replace(end=effect.end)
            continue
        if last:
            yield last
        last = effect
    if last:
        yield last


def _first_time(effects: Sequence[Effect], zone: str) -> str:
    """Where nobody was on call before, who is now, and who follows."""
    first, *others = effects
    told = [f"nobody → {people(first.after)} from {moment(first.start, zone)}"]
    told += [f"{people(effect.after)} from {moment(effect.start, zone)}" for effect in others[:3]]
    return ", then ".join(told) + (" …" if len(others) > 2 else "")
