"""A plan as people read it: what matters most first, grouped by owner, and what to do next."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from ownctl.account.resources import Kind
from ownctl.config.phrases import many
from ownctl.reconcile.changes import Action
from ownctl.render.effects import effect_lines
from ownctl.render.touches import touch_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ownctl.config import Org
    from ownctl.reconcile.changes import Change, Field, Obstacle
    from ownctl.reconcile.plan import Plan

SIGNS = {
    Action.CREATE: ("+", "green"),
    Action.ADOPT: ("=", "cyan"),
    Action.UPDATE: ("~", "yellow"),
    Action.DELETE: ("-", "red"),
}
KINDS = {
    Kind.TEAM: "team",
    Kind.MEMBERSHIP: "member",
    Kind.SCHEDULE: "schedule",
    Kind.POLICY: "policy",
    Kind.SERVICE: "service",
    Kind.INTEGRATION: "integration",
}
WIDTH = max(map(len, KINDS.values())) + 3
MARGIN = " " * (WIDTH + 4)
LINE = 110
"""How wide a line gets where nobody says."""
PLAN = "ownctl plan"
NOBODY_OWNS = "Not declared any more"
FILES_ALONE = "from files alone: of drift, swaps by hand, logins and open incidents only the account can tell"


def text(
    plan: Plan,
    org: Org,
    requests: Mapping[str, int],
    width: int = LINE,
    again: str | None = None,
    hidden: int = 0,
    *,
    ids: bool = False,
    whole: str = PLAN,
) -> str:
    """The whole plan. `requests` are those that it took to read the account, by method.

    `again` are the options with which `apply` would make it; without them no next step is told. `hidden` counts the
    changes that an apply makes and that are not in `plan`; `whole` is the command that shows all of them. With `ids`,
    objects bear theirs of the account.
    """
    more = [f"Not shown: {hidden} outside of --team, which an apply makes as well; see: {whole}"] if hidden else []
    parts = [_notes(plan, org, width), _obstacles(plan.obstacles)]
    if not plan.changes:
        parts.append([_nothing(plan, requests, hidden), *touch_lines(plan, org, width), *more])
    else:
        parts = [
            [_headline(plan), *touch_lines(plan, org, width)],
            _lost(plan),
            *_changes(plan, org, width, ids=ids),
            effect_lines(plan, org, width, part=bool(hidden)),
            *parts,
            [_totals(plan, requests), *more, *([] if again is None else [next_step(plan, again, whole)])],
        ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def summary(plan: Plan, hidden: int = 0) -> str:
    """One line; of a part, where `hidden` changes are not in the plan."""
    if hidden and not plan.changes:
        return "nothing to do in what is shown" + (f", compared with {plan.against}" if plan.against else "")
    counts = Counter(change.action for change in plan.changes)
    said = ", ".join(f"{counts[action]} to {action}" for action in Action if counts[action])
    said_already = f"the files say what those of {plan.against} say" if plan.against else ""
    return said or f"nothing to do: {said_already or f'the account says what the files of {plan.org} say'}"


def in_short(plan: Plan) -> str:
    """One line, and what can't be undone: the least that somebody must know who is asked whether to apply it."""
    return "\n".join([summary(plan), *_lost(plan)])


def _nothing(plan: Plan, requests: Mapping[str, int], hidden: int) -> str:
    said = click.style("N" + summary(plan, hidden)[1:], bold=True)
    return said if plan.against else f"{said} ({sum(requests.values())} requests)"


def _headline(plan: Plan) -> str:
    owners = {change.owner for change in plan.changes if change.owner}
    teams = f" in {many(len(owners), 'team')}" if owners else ""
    what = f"{many(len(plan.changes), 'change')}{teams}"
    against = f", compared with {plan.against}" if plan.against else ""
    refused = ", which apply will refuse" if plan.obstacles else ""
    return click.style(f"Plan for {plan.org}{against}: {what}{refused}", bold=True)


def _lost(plan: Plan) -> list[str]:
    lost = [change for change in plan.changes if change.lost]
    if not lost:
        return []
    title = click.style("Can't be undone", fg="red", bold=True)
    return [title, *(f"  - {KINDS[each.ref.kind]} {each.name}: {each.lost} are lost" for each in lost)]


def by_owner(plan: Plan, org: Org) -> Iterator[tuple[str | None, str, list[Change]]]:
    """Each owner, what it is called, and its changes, in the order of the files; what nobody owns comes last."""
    order = {team: number for number, team in enumerate(org.teams)}
    changes = sorted(plan.changes, key=lambda change: order.get(change.owner or "", len(order)))
    for owner, group in groupby(changes, key=lambda change: change.owner):
        team = org.teams.get(owner or "")
        yield owner, team.name if team else NOBODY_OWNS, list(group)


def named_only(action: Action, kind: Kind) -> bool:
    """Whether a change is told by its name alone, together with others of its kind: it only comes or goes."""
    return kind is Kind.MEMBERSHIP or (action is Action.CREATE and kind is not Kind.SCHEDULE)


def _changes(plan: Plan, org: Org, width: int, *, ids: bool) -> Iterable[list[str]]:
    for _, name, changes in by_owner(plan, org):
        yield [click.style(name, bold=True), *_rows(changes, width, ids=ids)]


def _rows(changes: list[Change], width: int, *, ids: bool) -> Iterable[str]:
    """A line for everything of one kind that only comes or goes, and an entry with its fields for each of the rest."""
    for (action, kind), group in groupby(changes, key=lambda change: (change.action, change.ref.kind)):
        own = list(group)
        if named_only(action, kind):
            yield from _line(action, kind, Counter(_named(change, ids=ids) for change in own), width)
            continue
        for change in own:
            yield from _line(action, kind, Counter([_named(change, ids=ids)]), width)
            for field in change.fields:
                yield from _field(field, width)


def _named(change: Change, *, ids: bool) -> str:
    return f"{change.name} ({change.id})" if ids and change.id else change.name


def _line(action: Action, kind: Kind, names: Counter[str], width: int) -> Iterable[str]:
    """`+ services     Login, Profiles`; a name that comes more than once is counted."""
    label = KINDS[kind] + ("s" if sum(names.values()) > 1 else "")
    said = [name if count == 1 else f"{name} ×{count}" for name, count in names.items()]
    first, *more = wrap(", ".join(said), width - WIDTH - 4) or [""]
    yield f"  {_sign(action)} {label:<{WIDTH}}{first}"
    yield from (f"{MARGIN}{line}" for line in more)


def _field(field: Field, width: int) -> Iterable[str]:
    label = click.style(field.path, dim=True)
    room = width - len(MARGIN) - len(field.path) - 2
    match field.before, field.after:
        case None, after if len(str(after)) <= room:
            yield f"{MARGIN}{label}  {after}"
        case None, after:
            yield f"{MARGIN}{label}"
            yield from _value("  ", after, width)
        case before, None if len(f"{before} → nothing") <= room:
            yield f"{MARGIN}{label}  {before} → nothing"
        case before, None:
            yield f"{MARGIN}{label}"
            yield from _value("  ", before, width)
            yield f"{MARGIN}→ nothing"
        case before, after if len(f"{before}{after}") < 50:
            yield f"{MARGIN}{label}  {before} → {after}"
        case before, after:
            yield f"{MARGIN}{label}"
            yield from _value("  ", before, width)
            yield from _value("→ ", after, width)


def _value(lead: str, value: object, width: int) -> Iterable[str]:
    return wrap(
        str(value),
        width,
        initial_indent=f"{MARGIN}{lead}",
        subsequent_indent=f"{MARGIN}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sign(action: Action) -> str:
    sign, colour = SIGNS[action]
    return click.style(sign, fg=colour, bold=True)


def _notes(plan: Plan, org: Org, width: int) -> list[str]:
    if not plan.notes:
        return []
    lines = [click.style("Good to know", bold=True)]
    for note in plan.notes:
        team = org.teams.get(note.owner or "")
        told = f"{team.name} · {note.text}" if team else note.text
        lines += wrap(told, width, initial_indent="  ", subsequent_indent="    ")
    return lines


def _obstacles(obstacles: Iterable[Obstacle]) -> list[str]:
    lines: list[str] = []
    for help_, group in groupby(obstacles, key=lambda each: each.help):
        lines += [*(f"  {each.message}" for each in group), f"    next: {help_}"]
    return [click.style("In the way: apply will refuse this", fg="red", bold=True), *lines] if lines else []


def _totals(plan: Plan, requests: Mapping[str, int]) -> str:
    if plan.against:
        return f"{click.style(summary(plan), bold=True)} · {FILES_ALONE}"
    writes = sum(len(change.steps) for change in plan.changes)
    totals = f"{summary(plan)} · {sum(requests.values())} requests to read, {writes} to write"
    return click.style(totals, bold=True)


def next_step(plan: Plan, options: str = "", whole: str = PLAN) -> str:
    """What to type after reading the plan, which `whole` makes again."""
    if plan.obstacles:
        return f"Next: mend what stands in the way, then: {whole}"
    adopt = " --adopt" if plan.number_of(Action.ADOPT) else ""
    return f"Next: ownctl apply{adopt}{options}"
