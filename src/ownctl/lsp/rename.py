"""Another key for a person, team, rotation, service or alert, wherever it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ownctl.config import Edit
from ownctl.config.scalars import KEY_PATTERN
from ownctl.lsp.meaning import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from ownctl.config import Spot
    from ownctl.lsp.meaning import Name
    from ownctl.lsp.names import Mark
    from ownctl.lsp.texts import Text
    from ownctl.lsp.tree import Tree

IN_THE_PAGER = {Kind.TEAM, Kind.ROTATION, Kind.SERVICE}
"""Names by which ownctl knows its own objects in the account."""


class CantRename(Exception):  # it reads as the sentence that it says
    """The name has to stay, for the reason that it says."""


def may_rename(tree: Tree, name: Name) -> None:
    """Raises CantRename where no new key could be right."""
    if name.kind is Kind.RULE:
        raise CantRename("rules are ownctl's own; they keep their names")
    if broken := tree.unreadable():
        raise CantRename(f"{broken[0].name} can't be parsed as it is, and may name it, too; mend that first")
    if not any(mark.declares for _, mark in tree.marks_of(name)):
        raise CantRename(f"no {name.kind} {name.key} is declared")


def rename(tree: Tree, name: Name, new: str) -> dict[Path, list[Edit]]:
    """The edits that give a name another key, by file, each in the order of the text.

    Raises CantRename where the key is taken or can't be one, or where the name is written so that it can't be replaced.
    """
    may_rename(tree, name)
    if not re.match(KEY_PATTERN, new):
        raise CantRename(f"{new} can't be a key: lower-case letters, digits, - _ and ., 63 at most")
    if new != name.key and new in tree.declared(name.kind, name.around):
        raise CantRename(f"there is a {name.kind} {new} already")
    edits: dict[Path, list[Edit]] = {}
    for text, mark in tree.marks_of(name):
        spot = _spot(text, mark)
        if spot is not None:
            edits.setdefault(text.path, []).append(Edit(spot, new))
    return edits


def _spot(text: Text, mark: Mark) -> Spot | None:
    """Where the key itself stands; None behind an alias, which follows what it stands for."""
    written, key = text.written_at(mark), mark.name.key
    if written.startswith("*"):
        return None
    for quote in ("", '"', "'"):
        if written.endswith(quoted := f"{quote}{key}{quote}"):
            end = mark.spot.end_column - len(quote)
            before = written[: -len(quoted)]
            if not before or before[0] in "&!":
                return mark.spot._replace(column=end - len(key), end_column=end)
    where = f"{text.path.name}, line {mark.spot.line}"
    raise CantRename(f"{where} writes it as {written}, which has to be changed by hand")


def inside(text: Text, mark: Mark) -> Spot:
    """The key's own spot, for showing it; that of all of it where it is written in another way."""
    try:
        return _spot(text, mark) or mark.spot
    except CantRename:
        return mark.spot
