"""What could be written at the cursor: fields, names, and the words that the models allow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.config import Declared
from ownctl.config.outline import bare, written_fields
from ownctl.lsp.cursor import Role
from ownctl.lsp.meaning import KEYS_REFER, REFERS, Expected, Kind, at, named, words_of
from ownctl.lsp.places import MODELS
from ownctl.lsp.under import team_around

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ownctl.lsp.cursor import Cursor
    from ownctl.lsp.texts import Text
    from ownctl.lsp.tree import Tree


MOST = 60
"""How many choices are offered at once; the editor asks again with the next key where there are more."""


class What(StrEnum):
    """The sort of a choice, for the picture beside it."""

    FIELD = "field"
    NAME = "name"
    WORD = "word"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that could stand at the cursor."""

    label: str
    insert: str
    what: What
    detail: str = ""
    """Plain text, beside the label."""
    about: str = ""
    """Plain text: what it is for."""
    first: bool = False
    """Whether it comes before the others: a field that must be there."""


def complete(tree: Tree, text: Text, cursor: Cursor) -> list[Choice]:
    """All that could stand in place of the word at the cursor, whatever that word is."""
    return list(_choices(tree, text, cursor))


def likely(choices: list[Choice], word: str) -> tuple[list[Choice], bool]:
    """Those that the word may become, where there are too many; and whether others are left out.

    A choice is likely when its label, or what people call it, has the word's characters in their order.
    """
    if len(choices) <= MOST:
        return choices, False
    pattern = re.compile(".*".join(map(re.escape, word)), re.IGNORECASE)
    found = [choice for choice in choices if pattern.search(choice.label) or pattern.search(choice.detail)]
    return sorted(found, key=lambda choice: not choice.label.startswith(word))[:MOST], True


def _choices(tree: Tree, text: Text, cursor: Cursor) -> Iterator[Choice]:
    expected = at(MODELS[text.kind], cursor.path)
    if cursor.role is Role.KEY:
        yield from _keys(expected, cursor)
    elif cursor.role is Role.CHILD:
        yield from _keys(expected, cursor)
        yield from _items(expected)
    else:
        if cursor.opens_item and expected.model is not None:
            yield from _fields(expected.model)
        yield from _values(tree, text, cursor, expected)


def _keys(expected: Expected, cursor: Cursor) -> Iterator[Choice]:
    written = {key for key in cursor.beside if key != cursor.word}
    if expected.model is not None:
        yield from _fields(expected.model, written, in_brackets=cursor.in_brackets)
        return
    pair = expected.part(dict)
    if pair is None:
        return
    for word in words_of(pair[0]):
        if word not in written:
            yield Choice(word, f"{word}: ", What.WORD)
    if named(KEYS_REFER, expected.field) is Kind.RULE:
        yield from (choice for choice in _rules(": ") if choice.label not in written)


def _fields(model: type[Declared], written: Collection[str] = (), *, in_brackets: bool = False) -> Iterator[Choice]:
    for name, field in written_fields(model).items():
        if name not in written:
            opens = ":" if _holds_more(bare(field.annotation)) and not in_brackets else ": "
            required, about = field.is_required(), field.description or ""
            yield Choice(name, name + opens, What.FIELD, "required" if required else "", about, required)


def _holds_more(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Declared)


def _items(expected: Expected) -> Iterator[Choice]:
    """The beginning of an item, on a line of its own."""
    item = expected.part(tuple)
    if item is None:
        return
    model = Expected(item[0], None, "").model
    if model is None:
        yield Choice("- ", "- ", What.WORD, "an item", expected.description)
        return
    for choice in _fields(model):
        yield Choice(f"- {choice.label}", f"- {choice.insert}", What.FIELD, choice.detail, choice.about, choice.first)


def _values(tree: Tree, text: Text, cursor: Cursor, expected: Expected) -> Iterator[Choice]:
    yield from (Choice(word, word, What.WORD, about=expected.description) for word in expected.words)
    if expected.annotation is ZoneInfo:
        yield from _zones()
        return
    kind = None if expected.model or expected.part(dict) else named(REFERS, expected.field)
    if kind is None or (expected.part(tuple) and not expected.is_part):
        return
    if kind is Kind.RULE:
        yield from _rules("")
        return
    around = team_around(tree, text, cursor) if kind is Kind.ROTATION else ""
    for key, about in tree.declared(kind, around).items():
        yield Choice(key, key, What.NAME, about or kind)


def _rules(ending: str) -> Iterator[Choice]:
    for name, sentence in _rule_names():
        yield Choice(name, name + ending, What.NAME, "rule", sentence)


@cache
def _rule_names() -> tuple[tuple[str, str], ...]:
    from ownctl.rules import RULES

    return tuple((rule.name, rule.sentence) for rule in RULES.values())


@cache
def _zones() -> tuple[Choice, ...]:
    from zoneinfo import available_timezones

    zones = (zone for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC")
    return tuple(Choice(zone, zone, What.ZONE) for zone in zones)
