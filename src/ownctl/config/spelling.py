"""What somebody probably meant by a name that nothing bears, and whether that is beyond doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT, LONG = 5, 8
"""With fewer letters than these, another letter makes another word; from so many on, a word may be wrong twice."""
NUMBERS = re.compile(r"[0-9]+")


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like `word`, if one is."""
    from difflib import get_close_matches  # needed only where something is wrong

    known = list(known)
    close = [surely_meant(word, known), *get_close_matches(word.lower(), known, n=1, cutoff=0.6)]
    return next(filter(None, close), None)


def surely_meant(word: str, known: Iterable[str]) -> str | None:
    """The known word of which `word` is a slip of the finger; None if there are two, or only a likeness.

    A slip swaps, adds, leaves out or mistakes one letter, two in long words. The shorter a word, the less it takes to
    be another: jim is no slip for tim, and search-2 none for search-1.
    """
    close = [each for each in known if is_slip(word.lower(), each.lower())]
    return close[0] if len(close) == 1 else None


def is_slip(word: str, meant: str) -> bool:
    """Whether `word` is `meant` with a slip of the finger, or the same."""
    length, longer_by = max(len(word), len(meant)), abs(len(word) - len(meant))
    if longer_by > 2 or NUMBERS.findall(word) != NUMBERS.findall(meant):
        return False
    if length < SHORT and word != meant and not (longer_by and length > 3) and sorted(word) != sorted(meant):
        return False
    return distance(word, meant) <= (2 if length >= LONG else 1)


def distance(one: str, other: str) -> int:
    """How many letters were swapped with their neighbour, added, left out or mistaken (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != opposite))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return above[-1]
