"""A line of a file with a spot marked, as a terminal shows it: tabs, wide and invisible characters, long lines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ownctl.config import Source, Spot

TAB = "    "
LEAST_AROUND = 20
"""Cells of a cut line that stay visible before the spot."""

STEERS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
"""What moves the cursor, changes colours or turns the reading direction around; and halves of characters, which stand
for bytes in names of files that are no text."""
COMMAND = r"(?<=##)\["
"""GitHub's runner reads along, and takes this for a command to itself wherever it stands."""
INVISIBLE = rf"[{STEERS}\u200b]|{COMMAND}"
COLOUR = r"\x1b\[[0-9;]*m"
IN_LINES = re.compile(rf"^(?:[^\S\n]|{COLOUR})*:(?=:)|{COLOUR}|(?![\t\n])[{STEERS}]|{COMMAND}", re.MULTILINE)
"""The same in lines that have colours; and `::`, a command to the runner where a line begins."""


class Marked(NamedTuple):
    """Two lines of equal beginning: the text, and carets below the spot."""

    text: str
    carets: str


def visible(text: str) -> str:
    """Text that is safe to print: what doesn't show, or would steer terminals or runners, is written as code points."""
    return re.sub(INVISIBLE, lambda match: _code_point(match[0]), text)


def harmless(text: str) -> str:
    """The same for a whole output, in which lines end and colours begin."""
    return IN_LINES.sub(lambda match: _but_colours(match[0]), text)


def _but_colours(found: str) -> str:
    before, last = found[:-1], found[-1]
    return found if last == "m" else before + _code_point(last)


def _code_point(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def marked(source: Source, spot: Spot, width: int) -> Marked | None:
    """The first line of a spot, at most `width` cells, and carets below what of the spot is on it.

    None where the file has no such line, or nothing stands in it.
    """
    if spot.line > len(source.lines):
        return None
    line = source.lines[spot.line - 1]
    begin = min(spot.column - 1, len(line))
    end = min(spot.end_column - 1, len(line)) if spot.end_line == spot.line else len(line.rstrip())
    before, inside, after = (
        _shown(part) for part in (line[:begin], line[begin : max(begin, end)], line[max(begin, end) :])
    )
    if not (before + inside + after).strip():
        return None
    before, inside, after = _cut(before, inside, after, width)
    carets = " " * cells(before) + "^" * max(cells(inside), 1)
    return Marked((before + inside + after).rstrip(), carets)


def _shown(text: str) -> str:
    return visible(text.replace("\t", TAB))


def _cut(before: str, inside: str, after: str, width: int) -> tuple[str, str, str]:
    """Cut a line around its spot, the spot's beginning last of all."""
    if cells(before + inside + after) <= width:
        return before, inside, after
    room = max(width - cells(inside) - 1, LEAST_AROUND)
    if cells(before) > room:
        before = "…" + _last(before, room - 1)
    room = width - cells(before)
    if cells(inside) > room:
        return before, _first(inside, room - 1) + "…", ""
    room -= cells(inside)
    return (before, inside, after) if cells(after) <= room else (before, inside, _first(after, room - 1) + "…")


def _first(text: str, room: int) -> str:
    kept = 0
    for index, character in enumerate(text):
        kept += _cells(character)
        if kept > room:
            return text[:index]
    return text


def _last(text: str, room: int) -> str:
    return _first(text[::-1], room)[::-1]
