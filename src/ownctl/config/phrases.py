"""Numbers and lists, as sentences have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def many(number: int, word: str) -> str:
    """`1 file`, `2 files`: a number of what takes an s."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`tom`, `tom and liu`, `tom, liu and amara`; nothing for nobody."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
