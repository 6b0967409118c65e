"""A plan as a comment on a pull request: whose week changes first, then what changes in the account, folded.

The first line is a mark that no reader sees: by it the comment of the same org and tree is found and updated in place.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from ownctl.config.phrases import many
from ownctl.reconcile.words import moment
from ownctl.render import plans
from ownctl.render.effects import horizon
from ownctl.render.markdown_cut import Item, Part, Weight, fit
from ownctl.render.markdown_escape import code, in_tag, inline
from ownctl.render.plan_details import details
from ownctl.render.plan_gaps import gaps
from ownctl.render.plan_headline import headline
from ownctl.render.plan_labels import label_of, zone_of
from ownctl.render.plan_later import about, later, undated
from ownctl.render.plan_tables import first_turns, table, together
from ownctl.render.touches import heading, touched

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ownctl.config import Org
    from ownctl.reconcile.effects import Outlook
    from ownctl.reconcile.plan import Plan

OPEN_CALENDARS = 6
"""How many rotations' calendars stand open; further ones are folded."""
OPEN_NOTES = 3
OPEN_ROWS = 8
"""How many rotations that are new stand open."""
FEW = 3
"""So many changes, where no shift changes hands, are shown at once."""
LONGEST_MARK = 200


def markdown(
    plan: Plan, org: Org, requests: Mapping[str, int], root: str, hidden: int = 0, whole: str = plans.PLAN
) -> str:
    """The whole comment, shorter than GitHub's 65,536 characters.

    `requests`, `hidden` and `whole` are those of `plans.text`; no next step is told, since who reads it in a review
    merges, and a pipeline applies what was merged. `root` is the ownership tree as it was named; with the org it tells
    the comments of two trees apart.
    """
    parts = [
        _head(plan, org, root, hidden),
        _warnings("⚠️ **Can’t be undone**", _lost(plan)),
        _warnings("⛔ **In the way: apply will refuse this**", _obstacles(plan)),
        _warnings("⚠️ **Nobody is on call any more**", gaps(plan, org)),
        *_touches(plan, org),
        *_calendars(plan, org),
        _later(plan, org),
        *_notes(plan, org),
        *details(plan, org, folded=bool(plan.effects) or len(plan.changes) > FEW),
        _end(plan, requests, hidden),
    ]
    return fit(parts, lambda gone: _left_out(gone, whole))


def mark(org: str, root: str) -> str:
    """The hidden first line."""
    said = [
        quote(each[:LONGEST_MARK], safe="/. ", errors="replace").replace("--", "%2D%2D").replace("~", "%7E")
        for each in (org, root)
    ]
    return f'<!-- ownctl plan org="{said[0]}" root="{said[1]}" -->'


def _head(plan: Plan, org: Org, root: str, hidden: int) -> Part:
    zone = org.settings.time_zone.key
    as_of = f"as of {moment(plan.now, zone)}, {inline(zone)}"
    against = f", compared with {inline(plan.against, 120)}," if plan.against else ""
    if plan.changes:
        owners = len({change.owner for change in plan.changes if change.owner})
        what = many(len(plan.changes), "change") + (f" in {many(owners, 'team')}" if owners else "")
        about = f"Plan for {inline(plan.org, 120)}{against} {as_of}: {what} ({plans.summary(plan)})."
    elif hidden:
        about = f"Plan for {inline(plan.org, 120)}{against} {as_of}, of which only a part is shown."
    else:
        about = f"N{inline(plans.summary(plan))[1:]} ({as_of})."
    nothing = hidden and not plan.changes and not plan.obstacles
    first = "No change of what is shown" if nothing else headline(plan, org, part=bool(hidden))
    return Part((Item(f"{mark(plan.org, root)}\n### {first}\n\n{about}", Weight.HEAD),))


def _warnings(title: str, lines: Iterable[str]) -> Part:
    items = tuple(Item(f"- {line}", Weight.WARNING, "warnings") for line in lines)
    return Part(items, f"{title}\n\n")


def _lost(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        if change.lost:
            yield f"{plans.KINDS[change.ref.kind]} **{inline(change.name, 200)}**: {inline(change.lost)} are lost"


def _obstacles(plan: Plan) -> Iterator[str]:
    """What to do is said once for all that it helps."""
    for help_, group in groupby(plan.obstacles, key=lambda each: each.help):
        own = [inline(each.message) for each in group]
        yield from own[:-1]
        yield f"{own[-1]}; next: {inline(help_)}"  # a dot after a number would make a list of it


def _calendars(plan: Plan, org: Org) -> Iterator[Part]:
    """A table for every rotation whose people change, team by team; those that are new share one."""
    touched = {(effect.team, effect.rotation, effect.service) for effect in plan.effects}
    changing = [each for each in plan.outlooks if (each.team, each.rotation, each.service) in touched]
    number = {team: at for at, team in enumerate(org.teams)}
    known = sorted((each for each in changing if each.before), key=lambda each: number.get(each.team, len(number)))
    for at, outlook in enumerate(known):
        yield _calendar(outlook, plan, org, at)
    rows = [Item(first_turns(each, plan, org), Weight.CALENDAR, "rotations") for each in changing if not each.before]
    yield Part(tuple(rows[:OPEN_ROWS]), "**On call for the first time**\n\n")
    yield _folded(many(len(rows[OPEN_ROWS:]), "more rotation"), rows[OPEN_ROWS:])


def _calendar(outlook: Outlook, plan: Plan, org: Org, at: int) -> Part:
    label = label_of(plan, org, outlook.team, outlook.rotation, outlook.service)
    zone = zone_of(plan, org, outlook.team, outlook.rotation)
    text = table(outlook, plan, org)
    if at >= OPEN_CALENDARS:
        return _folded(f"{label}, {zone}", [Item(text, Weight.FOLDED_CALENDAR, "calendars")])
    until = horizon(plan, org)
    title = f"**{inline(label, 200)}** until {until:%a} {until.day} {until:%b}, {inline(zone)}"
    title += "; what changes is bold" if at == 0 else ""
    return Part((Item(text, Weight.CALENDAR, "calendars"),), f"{title}\n\n")


def _later(plan: Plan, org: Org) -> Part:
    """Where the first change comes after the weeks that the calendars show."""
    lines = []
    for effect in later(plan):
        zone = zone_of(plan, org, effect.team, effect.rotation)
        people = f"{together(effect.before, plan.names)} → {together(effect.after, plan.names)}"
        since = f"from {moment(effect.start, zone)} ({inline(zone)}), {people}"
        lines.append(f"- **{inline(label_of(plan, org, *about(effect)), 200)}**: {since}")
    for change in undated(plan):
        zone = zone_of(plan, org, change.owner or "", change.ref.key.partition("/")[2])
        since = f"from {moment(change.takes_effect or plan.now, zone)} ({inline(zone)})"
        lines.append(f"- **{inline(change.name, 200)}**: {since}")
    return Part(tuple(Item(line, Weight.NOTE, "later changes") for line in lines), "**Later**\n\n")


def _notes(plan: Plan, org: Org) -> Iterator[Part]:
    items = []
    for note in plan.notes:
        team = org.teams.get(note.owner or "")
        lead = f"{team.name}: " if team and not note.text.startswith(team.name) else ""
        told = lead + note.text
        items.append(Item(f"- {inline(told)}", Weight.NOTE, "notes"))
    if len(items) > OPEN_NOTES:
        yield _folded(f"Good to know: {len(items)} notes", items)
    else:
        yield Part(tuple(items), "**Good to know**\n\n")


def _folded(summary: str, items: Sequence[Item]) -> Part:
    opening = f"<details>\n<summary>{in_tag(summary, 200)}</summary>\n\n"
    return Part(tuple(items), opening, "\n\n</details>")


def _touches(plan: Plan, org: Org) -> Iterator[Part]:
    """Teams that own no change here, and whose reviewers want to know nevertheless."""
    lines = [f"- **{inline(teams, 300)}**: {inline(said, 300)}" for teams, said in touched(plan, org)]
    items = [Item(line, Weight.WARNING, "touched teams") for line in lines]
    yield Part(tuple(items[:OPEN_ROWS]), f"{heading(plan)}\n\n")
    yield _folded(f"and {len(items) - OPEN_ROWS} more", items[OPEN_ROWS:])


def _end(plan: Plan, requests: Mapping[str, int], hidden: int) -> Part:
    writes = sum(len(change.steps) for change in plan.changes)
    counts = [f"{sum(requests.values())} to read"] if requests else []
    counts += [f"{writes} to write"] if writes else []
    said = [f"Requests: {', '.join(counts)}."] if counts else []
    if plan.against:
        said = [f"{plans.FILES_ALONE.capitalize()}."]
    if hidden:
        said.append(f"Not shown: {hidden} outside of `--team`, which an apply makes as well.")
    return Part((Item(" ".join(said), Weight.HEAD),) if said else ())


def _left_out(gone: Counter[str], whole: str) -> str:
    said = ", ".join(f"{count} {what}" for what, count in gone.items())
    return f"✂️ **Left out, because a comment has an end: {said}.** All of it: {code(whole)}"
