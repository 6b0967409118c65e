"""What stands below the cursor, in Markdown: a field's purpose, a rule's page, who somebody is and when on call."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from ownctl.lsp.cursor import Role
from ownctl.lsp.meaning import Expected, Kind, Name, at
from ownctl.lsp.places import MODELS
from ownctl.lsp.under import name_at
from ownctl.oncall import Role as OnCallAs
from ownctl.render.local_times import span
from ownctl.render.markdown_escape import code, inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from ownctl.lsp.cursor import Cursor
    from ownctl.lsp.texts import Text
    from ownctl.lsp.tree import Tree
    from ownctl.lsp.whole import Shift

SHIFTS_SHOWN = 4
FILES_NAMED = 2


def explain(tree: Tree, text: Text, cursor: Cursor, now: datetime) -> str | None:
    """Markdown for the word at the cursor; None where there is nothing to say."""
    if not cursor.word:
        return None
    name = name_at(tree, text, cursor)
    said = EXPLAIN[name.kind](tree, name, now) if name else ""
    field = _field(text, cursor)
    return "\n\n".join(part for part in (said, field) if part) or None


def _field(text: Text, cursor: Cursor) -> str:
    model = MODELS[text.kind]
    if cursor.role is Role.KEY:
        expected = at(model, (*cursor.path, cursor.word))
        if expected.is_part:  # a key that the files choose
            return ""
        return _described(cursor.word, expected)
    expected = at(model, cursor.path)
    return _described(expected.field[1], expected) if expected.field else ""


def _described(field: str, expected: Expected) -> str:
    if not expected.description:
        return ""
    words = ", ".join(code(word) for word in expected.words)
    return f"{code(field)}: {inline(expected.description)}" + (f"\n\nOne of {words}." if words else "")


def _person(tree: Tree, name: Name, now: datetime) -> str:
    person = (tree.seen.people or {}).get(name.key)
    if person is None:
        return ""
    doubt = _doubt(tree, "team/", "rotation/")
    teams = inline(", ".join(person.teams)) or ("" if doubt else "in no team")
    line = " · ".join(part for part in (f"**{inline(person.name)}**", teams, inline(person.zone)) if part)
    mine = (shift for shift in tree.seen.shifts if shift.person == name.key)
    return f"{line}\n\n{_shifts(mine, now, lambda shift: _of_team(tree, shift), doubt)}"


def _team(tree: Tree, name: Name, now: datetime) -> str:
    team = (tree.seen.teams or {}).get(name.key)
    if team is None:
        return ""
    facts = [f"**{inline(team.name)}**", f"stage {inline(team.stage)}", inline(team.channel)]
    if team.cover:
        facts.insert(2, f"covered by {inline(team.cover)}")
    parts = [" · ".join(fact for fact in facts if fact), inline(team.description)]
    doubt = _doubt(tree, f"rotation/{name.key}/")
    of_team = (shift for shift in tree.seen.shifts if shift.team == name.key)
    parts.append(_shifts(of_team, now, lambda shift: f"{_who(tree, shift)} ({inline(shift.rotation)})", doubt))
    return "\n\n".join(part for part in parts if part)


def _rotation(tree: Tree, name: Name, now: datetime) -> str:
    if name.around not in (tree.seen.teams or {}):
        return ""
    of_it = (shift for shift in tree.seen.shifts if (shift.team, shift.rotation) == (name.around, name.key))
    doubt = _doubt(tree, f"rotation/{name.around}/{name.key}")
    head = f"**{_team_name(tree, name.around)} {inline(name.key)}**"
    return f"{head}\n\n{_shifts(of_it, now, lambda shift: _who(tree, shift), doubt)}"


def _service(tree: Tree, name: Name, _: datetime) -> str:
    service = (tree.seen.services or {}).get(name.key)
    if service is None:
        return ""
    head = f"**{inline(service.name)}** · {_team_name(tree, service.team)} · tier {service.tier}"
    return "\n\n".join(part for part in (head, inline(service.description)) if part)


def _rule(_: Tree, name: Name, __: datetime) -> str:
    return _page(name.key)


@cache
def _page(rule: str) -> str:
    from ownctl.render.rule_pages import GENERATED, page
    from ownctl.rules.guide import entries

    entry = entries().get(rule)
    return page(entry).removeprefix(GENERATED).strip() if entry else ""


def _nothing(_: Tree, __: Name, ___: datetime) -> str:
    return ""


EXPLAIN: Mapping[Kind, Callable[[Tree, Name, datetime], str]] = {
    Kind.PERSON: _person,
    Kind.TEAM: _team,
    Kind.ROTATION: _rotation,
    Kind.SERVICE: _service,
    Kind.ALERT: _nothing,
    Kind.RULE: _rule,
}


def _doubt(tree: Tree, *broken: str) -> str:
    """That not everything can be told, where something whose reference begins like that is missing; else nothing."""
    if not any(ref.startswith(broken) for ref in tree.seen.broken):
        return ""
    files = tree.seen.unclear
    named = ", ".join(code(file) for file in files[:FILES_NAMED]) + (", …" if len(files) > FILES_NAMED else "")
    return f"can't be told while {named or 'a file'} can't be understood."


def _shifts(shifts: Iterable[Shift], now: datetime, said: Callable[[Shift], str], doubt: str) -> str:
    to_come = sorted((shift for shift in shifts if shift.end > now), key=lambda shift: (shift.start, shift.rotation))
    if not to_come:
        return f"Who is on call when {doubt}" if doubt else "No shift in the coming six weeks."
    listed = "\n".join(_lines(islice(to_come, SHIFTS_SHOWN), now, said))
    return f"{listed}\n\nMore {doubt}" if doubt else listed


def _lines(shifts: Iterable[Shift], now: datetime, said: Callable[[Shift], str]) -> Iterator[str]:
    for shift in shifts:
        zone = shift.start.tzinfo
        when = " ".join(span(shift.start, shift.end, zone, now.astimezone(zone).year).split())  # type: ignore[arg-type]
        when += ", in its hours" if shift.in_parts else ""
        running = " · **now**" if shift.start <= now else ""
        yield f"- {when}: {said(shift)}{running}"


def _who(tree: Tree, shift: Shift) -> str:
    person = (tree.seen.people or {}).get(shift.person)
    return inline(person.name if person else shift.person) + AS[shift.role]


def _of_team(tree: Tree, shift: Shift) -> str:
    return f"{_team_name(tree, shift.team)} {inline(shift.rotation)}{AS[shift.role]}"


AS = {OnCallAs.ON_CALL: "", OnCallAs.BUDDY: " as buddy", OnCallAs.OVERRIDE: " by override"}


def _team_name(tree: Tree, key: str) -> str:
    team = (tree.seen.teams or {}).get(key)
    return inline(team.name if team else key)
