"""Changes per owner, field by field, folded: blocks of `diff`, which GitHub colours and in which nothing is markup."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from ownctl.reconcile.changes import Action
from ownctl.reconcile.words import moment
from ownctl.render.markdown_cut import Item, Part, Weight
from ownctl.render.markdown_escape import in_tag, inline, plain
from ownctl.render.plan_labels import zone_of
from ownctl.render.plans import KINDS, WIDTH, by_owner, named_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ownctl.account.resources import Kind
    from ownctl.config import Org
    from ownctl.reconcile.changes import Change, Field
    from ownctl.reconcile.plan import Plan

SIGNS = {Action.CREATE: "+", Action.ADOPT: "!", Action.UPDATE: "!", Action.DELETE: "-"}
"""How the lines of a diff begin: never with what others wrote, so that nothing ends the block, or is a command."""
WEIGHTS = {
    Action.CREATE: Weight.CREATED,
    Action.ADOPT: Weight.CHANGED,
    Action.UPDATE: Weight.CHANGED,
    Action.DELETE: Weight.DELETED,
}
LINE = 92
UNBROKEN = "\xa0"
"""A space within a name, while lines are filled."""
LONGEST_VALUE = 400
NAMES_TOGETHER = 40
"""How many names one item holds, so that a cut can go between."""


def details(plan: Plan, org: Org, *, folded: bool) -> Iterator[Part]:
    """A part for each owner, in the order of the files."""
    for owner, name, changes in by_owner(plan, org):
        items = tuple(_items(changes, zone_of(plan, org, owner or "", None)))
        counts = Counter(change.action for change in changes)
        said = ", ".join(f"{counts[action]} to {action}" for action in Action if counts[action])
        if folded:
            opening = f"<details>\n<summary><b>{in_tag(name, 200)}</b>: {said}</summary>\n\n"
        else:
            opening = f"**{inline(name, 200)}**: {said}\n\n"
        yield Part(items, f"{opening}```diff\n", "\n```" + ("\n\n</details>" if folded else ""))


def _items(changes: Sequence[Change], zone: str) -> Iterator[Item]:
    """One for all that only comes or goes and is of one kind, and one with its fields for each of the rest."""
    for (action, kind), group in groupby(changes, key=lambda change: (change.action, change.ref.kind)):
        own = list(group)
        if named_only(action, kind):
            for start in range(0, len(own), NAMES_TOGETHER):
                some = own[start : start + NAMES_TOGETHER]
                yield Item("\n".join(_names(action, kind, some)), WEIGHTS[action], "changes", len(some))
            continue
        for change in own:
            lines = [*_names(action, kind, [change], _from(change, zone))]
            lines += [line for field in change.fields for line in _field(field)]
            yield Item("\n".join(lines), WEIGHTS[action], "changes")


def _names(action: Action, kind: Kind, changes: Sequence[Change], more: str = "") -> Iterator[str]:
    """`+ services     Login, Profiles`; a name that comes more than once is counted."""
    names = Counter(plain(change.name, LONGEST_VALUE).replace(" ", UNBROKEN) for change in changes)
    said = ", ".join(name if count == 1 else f"{name}{UNBROKEN}×{count}" for name, count in names.items())
    label = ("adopt " if action is Action.ADOPT else "") + KINDS[kind] + ("s" if len(changes) > 1 else "")
    lines = wrap(said + more, LINE - WIDTH, break_long_words=False, break_on_hyphens=False)
    first, *rest = [line.replace(UNBROKEN, " ") for line in lines] or [""]
    yield f"{SIGNS[action]} {label:<{WIDTH}}{first}".rstrip()
    yield from (f"{SIGNS[action]} {'':<{WIDTH}}{line}" for line in rest)


def _from(change: Change, zone: str) -> str:
    return f", from {moment(change.takes_effect, zone)} ({zone})" if change.takes_effect else ""


def _field(field: Field) -> Iterable[str]:
    yield f"  · {plain(field.path, LONGEST_VALUE)}"
    for sign, value in (("-", field.before), ("+", field.after)):
        if value is not None:
            lead = f"{sign}     "
            yield from wrap(
                plain(str(value), LONGEST_VALUE) or "(empty)",
                LINE,
                initial_indent=lead,
                subsequent_indent=lead,
                break_long_words=False,
                break_on_hyphens=False,
            )
