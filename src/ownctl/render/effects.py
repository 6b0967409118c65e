"""Effects on people, a line each: `Payments · Mon 7 Dec 09:30–Mon 14 Dec 09:30 · tom → liu with amara`."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from ownctl.reconcile.differences import turns
from ownctl.reconcile.effects import WEEKS, WHOLE
from ownctl.reconcile.words import moment
from ownctl.render.effect_spans import spans
from ownctl.render.plan_labels import label_of, zone_of
from ownctl.render.plan_later import about, later, undated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime, timedelta

    from ownctl.config import Org
    from ownctl.reconcile.effects import Duty, Effect, Outlook
    from ownctl.reconcile.plan import Plan

MOST = 12
"""How many lines one rotation gets before the rest is only counted."""
MOST_NAMED = 6
"""How many of those who are on call no more are named."""


def effect_lines(plan: Plan, org: Org, width: int, *, part: bool = False) -> list[str]:
    """All effects under one heading, or that there are none; then the first of those that come after four weeks.

    With `part`, other changes than those of the plan are made with it.
    """
    afterwards = list(_later(plan, org))
    if not plan.effects:
        return [click.style(_nobodys(plan, org, part=part, none_later=not afterwards), bold=True), *afterwards]
    lines = [click.style(f"What it means for people, until {_day(plan, org, WEEKS)}", bold=True)]
    outlooks = {about(each): each for each in plan.outlooks}
    for (team, rotation, service), group in groupby(plan.effects, key=about):
        outlook = outlooks.get((team, rotation, service))
        told = list(_told(plan, outlook, list(group), zone_of(plan, org, team, rotation)))
        for each in told[:MOST]:
            said = f"{_label(plan, org, team, rotation, service)} · {each}"
            lines += wrap(said, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        if len(told) > MOST:
            lines.append(f"  {_label(plan, org, team, rotation, service)} · and {len(told) - MOST} more until then")
    return [*lines, *(f"  later: {line.strip()}" for line in afterwards)]


def horizon(plan: Plan, org: Org, ahead: timedelta = WEEKS) -> datetime:
    """Until when effects are told (exclusive), in the org's time zone: one day for all rotations."""
    return plan.now.astimezone(org.settings.time_zone) + ahead


def _day(plan: Plan, org: Org, ahead: timedelta) -> str:
    until = horizon(plan, org, ahead)
    return f"{until.day} {until:%b}"


def _nobodys(plan: Plan, org: Org, *, part: bool, none_later: bool) -> str:
    where = " in what is shown" if part else ""
    said = f"Nobody's shifts change{where} until {_day(plan, org, WEEKS)}"
    if not none_later:
        return f"{said}; after that:"
    return f"{said}, and none is known to change until {_day(plan, org, WHOLE)}" if plan.outlooks else said


def _later(plan: Plan, org: Org) -> Iterator[str]:
    """A line for each place where the first change comes after four weeks."""
    for effect in later(plan)[:MOST]:
        zone = zone_of(plan, org, effect.team, effect.rotation)
        label = _label(plan, org, *about(effect))
        yield f"  {label} · from {moment(effect.start, zone)} · {_hands(plan, effect)}"
    for change in undated(plan):
        zone = zone_of(plan, org, change.owner or "", change.ref.key.partition("/")[2])
        yield f"  {change.name} · from {moment(change.takes_effect or plan.now, zone)}"


def _label(plan: Plan, org: Org, team: str, rotation: str | None, service: str | None) -> str:
    label, zone = label_of(plan, org, team, rotation, service), zone_of(plan, org, team, rotation)
    return label if zone == org.settings.time_zone.key else f"{label} ({zone})"


def _told(plan: Plan, outlook: Outlook | None, effects: Sequence[Effect], zone: str) -> Iterator[str]:
    """What happens in one place; windows of one turn are one span, not five."""
    joined = list(turns(outlook, effects)) if outlook else effects
    if not (outlook.before if outlook else any(effect.before for effect in joined)):
        yield _first_time(plan, joined, zone)
    elif outlook and not outlook.after:
        yield f"nobody from {moment(joined[0].start, zone)} on (was {_everybody(plan, joined)})"
    else:
        for span, effect in spans(joined, zone):
            yield f"{span} · {_hands(plan, effect)}"


def people(duties: Sequence[Duty], called: Callable[[str], str] = str) -> str:
    """`liu with amara`: who holds the pager, and who shares it, as they are `called`; `nobody`."""
    holders = " and ".join(called(duty.person) for duty in duties if not duty.buddy)
    buddies = " and ".join(called(duty.person) for duty in duties if duty.buddy)
    if holders and buddies:
        return f"{holders} with {buddies}"
    return holders or buddies or "nobody"


def _hands(plan: Plan, effect: Effect) -> str:
    return f"{_people(plan, effect.before)} → {_people(plan, effect.after)}"


def _people(plan: Plan, duties: Sequence[Duty]) -> str:
    return people(duties, lambda person: _short(plan, person))


def _short(plan: Plan, person: str) -> str:
    """Somebody's key, which is what the files call them; the name of those whom the files don't know."""
    return plan.names.get(person, person) if " " in person else person


def _everybody(plan: Plan, effects: Sequence[Effect]) -> str:
    """Who has been on call in one place, in the order of their turns."""
    named = list(dict.fromkeys(_short(plan, duty.person) for effect in effects for duty in effect.before))
    return ", ".join(named[:MOST_NAMED]) + (", …" if len(named) > MOST_NAMED else "")


def _first_time(plan: Plan, effects: Sequence[Effect], zone: str) -> str:
    """Where nobody was on call before, who is now, and who follows."""
    first, *others = effects
    told = [f"nobody → {_people(plan, first.after)} from {moment(first.start, zone)}"]
    told += [f"{_people(plan, effect.after)} from {moment(effect.start, zone)}" for effect in others[:3]]
    return ", then ".join(told) + (" …" if len(others) > 2 else "")
