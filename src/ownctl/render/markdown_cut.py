"""A long comment, cut to what fits: the least important goes first, whole pieces only, and what went is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LIMIT = 65_000
"""Bytes of UTF-8. GitHub takes fewer than 65,536 characters, which are never more than bytes; the rest is left to
whoever puts a line around the comment."""

NOTE = 400
"""Bytes that the count of what was left out may take."""


class Weight(IntEnum):
    """How much a reader needs something: what weighs least is left out first."""

    CREATED = 1
    NOTE = 2
    CHANGED = 3
    FOLDED_CALENDAR = 4
    DELETED = 5
    CALENDAR = 6
    WARNING = 7
    HEAD = 8
    """Never left out; whoever makes it sees to it that it is short."""


@dataclass(frozen=True, slots=True)
class Item:
    """Lines that stay or go together."""

    text: str
    weight: Weight
    what: str = ""
    """What it is one of, in the plural."""
    count: int = 1
    """How many of those it stands for."""


@dataclass(frozen=True, slots=True)
class Part:
    """Items between lines that make no sense without any."""

    items: tuple[Item, ...]
    opening: str = ""
    closing: str = ""
    between: str = "\n"

    @property
    def text(self) -> str:
        return self.opening + self.between.join(item.text for item in self.items) + self.closing


def fit(parts: Iterable[Part], said: Callable[[Counter[str]], str], limit: int = LIMIT) -> str:
    """All parts, an empty line between two; what does not fit is left out, and counted before the last part.

    `said` is the line that tells the counts. `limit` is in bytes of UTF-8.
    """
    kept = [part for part in parts if part.items]
    whole = _joined(kept)
    if _size(whole) <= limit:
        return whole
    kept, gone = _lightened(kept, limit - NOTE)
    note = Part((Item(said(gone), Weight.HEAD),))
    return _joined([*kept[:-1], note, *kept[-1:]])


def _lightened(parts: Sequence[Part], limit: int) -> tuple[list[Part], Counter[str]]:
    """The parts without their lightest items; of those that weigh the same, the last goes first."""
    left = [list(part.items) for part in parts]
    size = _size(_joined(parts))
    gone: Counter[str] = Counter()
    places = [(item.weight, -at, -number) for at, part in enumerate(parts) for number, item in enumerate(part.items)]
    for weight, at, _ in sorted(places):
        if size <= limit or weight is Weight.HEAD:
            break
        part, items = parts[-at], left[-at]
        last = max(number for number, item in enumerate(items) if item.weight is weight)
        item = items.pop(last)
        gone[item.what] += item.count
        size -= _size(item.text) + _size(part.between if items else part.opening + part.closing + "\n\n")
    return [replace(part, items=tuple(items)) for part, items in zip(parts, left, strict=True) if items], gone


def _joined(parts: Iterable[Part]) -> str:
    return "\n\n".join(part.text for part in parts) + "\n"


def _size(text: str) -> int:
    return len(text.encode())
