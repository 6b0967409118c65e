"""The text of one file: bytes to characters, and what must not stand between them."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ownctl.config.findings import Edit, Finding, Fix, Severity
from ownctl.config.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 5 * 1024 * 1024
"""Bytes; larger files are data, not declarations, and would take seconds to read."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")
HIDDEN = re.compile(
    # C0 and C1 controls and DEL, save for tab and line breaks; what libyaml takes for line breaks and editors don't;
    # what turns the reading direction around, so that a reviewer sees another text than the machine
    # (CVE-2021-42574); a byte order mark in the middle; and what Unicode calls no character.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
STAND_IN = "\ufffd"
MOST_HIDDEN = 5
"""After so many findings of one kind in a file, the reader has understood."""


@dataclass(frozen=True)
class Source:
    """What a file says, line by line, for snippets and for counting."""

    file: str
    """As the user would type it."""
    text: str
    """With everything that is in the file, so that a reader sees what is wrong with it."""

    @property
    def readable(self) -> str:
        """The text as it is parsed: each hidden character replaced by one that stands where it did."""
        return HIDDEN.sub(STAND_IN, self.text) if HIDDEN.search(self.text) else self.text

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; there is always one."""
        return LINE_BREAK.split(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.text))]

    def spot(self, begin: int, end: int) -> Spot:
        """The spot of `text[begin:end]`."""
        line, column = self._place(begin)
        end_line, end_column = self._place(end)
        return Spot(self.file, line, column, end_line, end_column)

    def index(self, line: int, column: int) -> int:
        """Where in the text a line and column stand, both counted from 0; the end of the text for lines after it."""
        return min(self._starts[line] + column, len(self.text)) if line < len(self._starts) else len(self.text)

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def decode(data: bytes, file: str) -> tuple[Source | None, list[Finding]]:
    """Make text of bytes, with findings for what is wrong with them; None where no guess at the text makes sense.

    Whatever must not be there is replaced by one character, so that the rest can be read, and stands where it did.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [_not_utf8(Spot(file), "the file is UTF-16")]
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    findings: list[Finding] = []
    try:
        source = Source(file, data.decode())
    except UnicodeDecodeError as error:
        source = Source(file, data.decode(errors="replace"))
        begin = len(data[: error.start].decode())
        word = f"byte 0x{data[error.start]:02x} is not UTF-8"
        findings.append(_not_utf8(source.spot(begin, begin + 1), word))
    if marked:
        findings.insert(0, _marked(source.spot(0, 0)))
    if HIDDEN.search(source.text):
        findings += _hidden(source)
    return source, findings


def _not_utf8(spot: Spot, what: str) -> Finding:
    return Finding(
        "not-utf-8",
        Severity.ERROR,
        f"{what}, so names and texts would differ from machine to machine",
        "save the file as UTF-8",
        spot,
    )


def _marked(spot: Spot) -> Finding:
    return Finding(
        "byte-order-mark",
        Severity.ERROR,
        "the file begins with a byte order mark, an invisible character that some tools take for text",
        'save it as "UTF-8", not as "UTF-8 with BOM"',
        spot,
        fix=Fix("take the byte order mark away", (Edit(spot, ""),)),
    )


def _hidden(source: Source) -> Iterator[Finding]:
    places = list(HIDDEN.finditer(source.text))
    for place in places[:MOST_HIDDEN]:
        more = f" ({len(places)} such characters in this file)" if len(places) > MOST_HIDDEN else ""
        yield Finding(
            "hidden-character",
            Severity.ERROR,
            f"U+{ord(place[0]):04X} doesn't show, so a reader sees another text than the machine{more}",
            "delete it",
            source.spot(place.start(), place.end()),
        )
