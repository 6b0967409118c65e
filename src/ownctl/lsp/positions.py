"""Columns in characters, as files count, and in the units that an editor counts in (LSP 3.17, PositionEncodingKind)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import Position, PositionEncodingKind, Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config import Spot

    Lines = Sequence[str]

WIDTHS = {
    PositionEncodingKind.Utf8: ("utf-8", 1),
    PositionEncodingKind.Utf16: ("utf-16-le", 2),
    PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
"""An encoding, and the bytes of one of its units."""


class Units:
    """What was agreed upon with the editor."""

    def __init__(self, encoding: PositionEncodingKind | str) -> None:
        self._encoding, self._bytes = WIDTHS[PositionEncodingKind(encoding)]

    def of(self, text: str) -> int:
        """How many units a text has."""
        return len(text) if text.isascii() else len(text.encode(self._encoding, "surrogatepass")) // self._bytes

    def column(self, line: str, units: int) -> int:
        """The characters in the first `units` of a line, all where it has fewer; half a character doesn't count."""
        if line.isascii():
            return min(units, len(line))
        passed = 0
        for column, character in enumerate(line):
            passed += self.of(character)
            if passed > units:
                return column
        return len(line)

    def range(self, lines: Lines, spot: Spot) -> Range:
        """A spot as the editor counts; what is beyond the text ends with it."""
        return Range(
            self.position(lines, spot.line - 1, spot.column - 1),
            self.position(lines, spot.end_line - 1, spot.end_column - 1),
        )

    def position(self, lines: Lines, line: int, column: int) -> Position:
        """A line and column, both from 0, as the editor counts."""
        if line >= len(lines):
            line, column = len(lines) - 1, len(lines[-1])
        return Position(line, self.of(lines[line][:column]))

    def place(self, lines: Lines, position: Position) -> tuple[int, int]:
        """Line and column in characters, both from 0, of the editor's position."""
        if position.line >= len(lines):
            return len(lines) - 1, len(lines[-1])
        return position.line, self.column(lines[position.line], position.character)
