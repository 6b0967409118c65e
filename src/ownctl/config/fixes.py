"""Fixes of single values, by position: in the quotes that are there, and none where the file says it in another way.

An escape, an anchor, a tag or an alias makes a value longer or shorter than what it says. There is no fix for those:
the text that stands there is more than the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.findings import Edit, Fix
from ownctl.config.plain import plain
from ownctl.config.spelling import surely_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from ownctl.config.spots import Spot

    Correction: TypeAlias = Callable[[Spot], Fix | None]
    """Makes the fix, once it is known where the value stands."""

QUOTED = 2
"""How much longer a value is in quotes."""


def spelt(was: str, known: Iterable[str]) -> Correction | None:
    """Write the known word of which `was` is a slip of the finger; None where that is in doubt."""
    meant = surely_meant(was, known)
    return instead_of(was, meant) if meant else None


def instead_of(was: str, text: str) -> Correction:
    """Write `text` where `was` stands, in the same quotes; in new ones where it would be a number without."""

    def correct(spot: Spot) -> Fix | None:
        longer_by = _longer_by(spot, was)
        if longer_by == QUOTED:
            inside = spot._replace(column=spot.column + 1, end_column=spot.end_column - 1)
            return _one(f"write {text}", inside, text)
        if longer_by == 0:
            return _one(f"write {text}", spot, text if plain(text) == text and ":" not in text else f'"{text}"')
        return None

    return correct


def unquoted(was: str, text: str) -> Correction:
    """Write `text` where `was` stands, without its quotes if it has any: a number, true or false, a share."""

    def correct(spot: Spot) -> Fix | None:
        return _one(f"write {text}", spot, text) if _longer_by(spot, was) in (0, QUOTED) else None

    return correct


def in_quotes(spot: Spot) -> Fix | None:
    """Put quotes around what stands there as a number, a date, true or false."""
    if spot.line != spot.end_line:
        return None
    begin, end = spot._replace(end_column=spot.column), spot._replace(column=spot.end_column)
    return Fix("put quotes around it", (Edit(begin, '"'), Edit(end, '"')))


def _longer_by(spot: Spot, was: str) -> int | None:
    return spot.end_column - spot.column - len(was) if spot.line == spot.end_line else None


def _one(title: str, spot: Spot, text: str) -> Fix:
    return Fix(title, (Edit(spot, text),))
