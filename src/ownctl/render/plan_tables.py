"""Calendars in Markdown: who is on call, before and after, with what changes in bold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.words import moment
from ownctl.render.effects import people
from ownctl.render.markdown_escape import inline
from ownctl.render.plan_calendar import Row, Week, calendar
from ownctl.render.plan_labels import label_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from ownctl.config import Org
    from ownctl.reconcile.effects import Duty, Outlook
    from ownctl.reconcile.plan import Plan

MOST_IN_A_WEEK = 6
"""How many people a week's cell names before the rest is only counted."""
UNBROKEN = "\xa0"
FIRST_TURNS = 3
"""How many turns of a rotation that is new are named."""


def table(outlook: Outlook, plan: Plan, org: Org) -> str:
    """One rotation's four weeks, its times in the rotation's zone, which stands above."""
    zone = zone_of(plan, org, outlook.team, outlook.rotation)
    told = calendar(outlook, plan.now, zone)
    turns, weeks = [row for row in told if isinstance(row, Row)], [row for row in told if isinstance(row, Week)]
    times = [moment(row.start, zone) for row in turns if row.start > plan.now]
    clocks = {time.rpartition(" ")[2] for time in times}
    one = clocks.pop() if len(clocks) == 1 else ""
    head = "week from" if weeks else f"from {one}".rstrip()
    lines = [f"| {head} | before | after |", "| :-- | :-- | :-- |"]
    lines += [_row(row, _when(row.start, zone, plan.now).removesuffix(one).rstrip(), plan) for row in turns]
    lines += [_week(row, _when(row.start, zone, plan.now).removesuffix(" 00:00"), plan) for row in weeks]
    return "\n".join(lines)


def _when(start: datetime, zone: str, now: datetime) -> str:
    """A date is not broken where a table is narrow."""
    if start <= now:
        return "now"
    day, _, clock = moment(start, zone).rpartition(" ")
    return f"{day.replace(' ', UNBROKEN)} {clock}"


def _row(row: Row, when: str, plan: Plan) -> str:
    if row.turns > 1:
        return f"| {when} | {row.turns} turns | stay as they are |"
    before, after = together(row.before, plan.names), together(row.after, plan.names)
    return f"| **{when}** | {before} | **{after}** |" if row.changed else f"| {when} | {before} | {after} |"


def _week(week: Week, when: str, plan: Plan) -> str:
    before, after = dict(week.before), dict(week.after)
    had = [f"{together(held, plan.names)} {_hours(length)}" for held, length in week.before]
    gets = [f"{together(held, plan.names)} {_hours(length)}" for held, length in week.after]
    same = [before.get(held) == length for held, length in after.items()]
    marked = [text if stays else f"**{text}**" for text, stays in zip(gets, same, strict=True)]
    if week.changed:
        when = f"**{when}**: {_hours(week.changed)} change"
    return f"| {when} | {_few(had)} | {_few(marked)} |"


def first_turns(outlook: Outlook, plan: Plan, org: Org) -> str:
    """A rotation that is new, on one line: who begins, and who follows."""
    zone = zone_of(plan, org, outlook.team, outlook.rotation)
    label = inline(label_of(plan, org, outlook.team, outlook.rotation, outlook.service))
    turns: list[tuple[tuple[Duty, ...], datetime]] = []
    for watch in outlook.after:
        if not turns or turns[-1][0] != watch.people:
            turns.append((watch.people, watch.start))
    told = [f"{together(held, plan.names)} from {moment(start, zone)}" for held, start in turns[:FIRST_TURNS]]
    more = ", …" if len(turns) > FIRST_TURNS else ""
    return f"- **{label}** ({inline(zone)}): {', then '.join(told)}{more}"


def together(duties: Sequence[Duty], names: Mapping[str, str]) -> str:
    """`Liu Yang with Amara Okafor`: who holds the pager, and who shares it; `nobody`."""
    return people(duties, lambda person: name(person, names))


def name(person: str, names: Mapping[str, str]) -> str:
    """What somebody is called; what effects call them where nobody says."""
    return inline(names.get(person, person), 120)


def _few(told: Sequence[str]) -> str:
    more = f", and {len(told) - MOST_IN_A_WEEK} more" if len(told) > MOST_IN_A_WEEK else ""
    return ", ".join(told[:MOST_IN_A_WEEK]) + more


def _hours(length: timedelta) -> str:
    return f"{round(length.total_seconds() / 3600, 1):g}{UNBROKEN}h"
