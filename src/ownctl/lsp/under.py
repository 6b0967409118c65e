"""What the word at the cursor stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.lsp.cursor import Role
from ownctl.lsp.meaning import DECLARES, KEYS_DECLARE, KEYS_REFER, REFERS, Kind, Name, at, named
from ownctl.lsp.names import scoped
from ownctl.lsp.places import MODELS

if TYPE_CHECKING:
    from ownctl.lsp.cursor import Cursor
    from ownctl.lsp.texts import Text
    from ownctl.lsp.tree import Tree


def name_at(tree: Tree, text: Text, cursor: Cursor) -> Name | None:
    """The name that stands at the cursor; None where something else does."""
    kind = kind_at(text, cursor)
    if kind is None or not cursor.word:
        return None
    return scoped(kind, cursor.word, team_around(tree, text, cursor), service_around(text, cursor))


def kind_at(text: Text, cursor: Cursor) -> Kind | None:
    """What a name would be that stands at the cursor."""
    expected = at(MODELS[text.kind], cursor.path)
    if cursor.role is Role.KEY:
        if expected.model is not None:
            return None
        return named(KEYS_DECLARE, expected.field) or named(KEYS_REFER, expected.field)
    if cursor.word in expected.words or expected.model is not None:
        return None
    return named(REFERS, expected.field) or named(DECLARES, expected.field)


def team_around(tree: Tree, text: Text, cursor: Cursor) -> str:
    """The team whose rotations are meant: the one that a target names, else the file's own."""
    beside = cursor.beside.get("team") if cursor.path[:1] == ("escalation",) else None
    return beside or cursor.top.get("team") or tree.team_of(text.path)


def service_around(text: Text, cursor: Cursor) -> str:
    """The service whose alerts are meant."""
    if text.kind == "service":
        return cursor.top.get("service", "")
    return str(cursor.path[1]) if cursor.path[:1] == ("services",) and len(cursor.path) > 1 else ""
