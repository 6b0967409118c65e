"""Finding the cursor's place by indentation and brackets, so that half-typed YAML has places, too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ownctl.lsp.cursor import Cursor, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST = 500_000
"""Characters; in a larger text, looking for the cursor would be felt at every key."""

SPACE = re.compile(r"[ \t]*")
ENDS = {
    False: re.compile(r"[ \t]+#|[ \t]*:(?=[ \t]|$)|[ \t]*$"),
    True: re.compile(r"[ \t]+#|[ \t]*:(?=[ \t,\[\]{}]|$)|[ \t]*[,\[\]{}]|[ \t]*$"),
}
"""Where a plain scalar ends, outside of brackets and within."""
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
UNCLOSED = re.compile(r"[\"'][^,\[\]{}\s\"']*")
NAMED = re.compile(r"[&!][^\s,\[\]{}]*")
"""An anchor or a tag before a value."""
OF_ITS_OWN = re.compile(r"[ \t]*(?:- |[\"']?[\w.-]+[\"']?[ \t]*:(?:[ \t]|$))")
"""A line that reads like a key or an item of its own: a bracket or quote left open above it is forgotten there."""


@dataclass(slots=True, eq=False)
class Frame:
    """A mapping or list that is open while a line is read."""

    indent: int
    is_map: bool
    flow: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    key_line: int = -1
    waiting: bool = False
    """Whether the key has no value yet."""
    index: int = -1

    @property
    def step(self) -> str | int:
        """The step of a path that leads on from here."""
        return self.key or "" if self.is_map else max(self.index, 0)

    def filled(self, word: str = "") -> None:
        """The key has its value."""
        if self.is_map and self.key is not None:
            self.seen[self.key] = word
        self.waiting = False


def find(lines: Sequence[str], line: int, column: int) -> Cursor | None:
    """The place at a line and column, both from 0; None in comments, in long texts, and where nothing can be said."""
    scan = _Scan(line, column)
    for number, text in enumerate(lines):
        scan.read(number, text)
    return scan.found


def _past_space(text: str, at: int = 0) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


class _Scan:
    """Reads line by line what is open, and remembers how it was at the cursor."""

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.root = Frame(0, is_map=True)
        self.frames = [self.root]
        self.number = 0
        self.found: Cursor | None = None
        self._literal: int | None = None
        """The indentation below which a text of several lines (| or >) ends."""
        self._quote = ""
        self._opened_at = 0
        """The indentation of the line that opens the bracket or quote."""

    @property
    def _here(self) -> bool:
        return self.number == self.line

    def _mark(self, role: Role, word: str, begin: int, end: int, above: Iterable[Frame], *, item: bool = False) -> None:
        """Something on this line; where the word is empty, it counts for all that follows."""
        if not self._here or begin > self.column or (word and end < self.column):
            return
        if not word:
            begin = end = self.column
        around = next(frame for frame in reversed(self.frames) if frame.is_map)
        path = tuple(frame.step for frame in above)
        self.found = Cursor(path, role, word, begin, end, around.seen, self.root.seen, self.frames[-1].flow, item)

    def _over(self, at: int) -> None:
        """Nothing can stand from here on, until something else begins."""
        if self._here and self.column > at:
            self.found = None

    # lines

    def read(self, number: int, text: str) -> None:
        """Take in the next line."""
        self.number = number
        indent = _past_space(text)
        empty = indent == len(text)
        if self._goes_on(indent, text, empty=empty):
            return
        if empty:
            if self._here:
                self._empty_line()
            return
        at = indent
        if self._quote:
            at = text.find(self._quote) + 1
            if not at:
                return
            self._quote = ""
        elif not self.frames[-1].flow and text[indent] != "#":
            self._close(indent, is_item=text[indent:] == "-" or text.startswith("- ", indent))
        self._words(text, at)

    def _goes_on(self, indent: int, text: str, *, empty: bool) -> bool:
        """Whether the line belongs to a text of several lines. Forgets a bracket or quote that was never closed."""
        if self._literal is not None:
            shown = self.column if empty and self._here else indent
            if shown > self._literal or (empty and not self._here):
                return True
            self._literal = None
        if (self._quote or self.frames[-1].flow) and indent <= self._opened_at and OF_ITS_OWN.match(text):
            self._quote = ""
            while self.frames[-1].flow:
                self.frames.pop()
        return bool(self._quote) and empty

    def _close(self, indent: int, *, is_item: bool) -> None:
        """Leave the mappings and lists that this line is no part of."""
        while len(self.frames) > 1:
            top = self.frames[-1]
            if top.indent < indent or (top.indent == indent and (top.is_map is not is_item or top.waiting)):
                return  # a list may stand as far left as the key that holds it
            self.frames.pop()

    def _empty_line(self) -> None:
        if self.frames[-1].flow:
            self._gap(self.column)
            return
        open_here = [frame for frame in self.frames if frame.indent <= self.column]
        top = open_here[-1]
        if top.is_map and top.waiting:
            path = open_here
            self.frames = [*open_here, Frame(self.column, is_map=True)]  # keys that follow may join it
            if top.indent < self.column:
                self._mark(Role.CHILD, "", self.column, self.column, path)
                return
            self.frames.pop()
        self.frames, kept = open_here, self.frames
        if top.is_map and top.indent == self.column:
            self._mark(Role.KEY, "", self.column, self.column, open_here[:-1])
        elif not top.is_map and top.indent == self.column:
            self._mark(Role.CHILD, "", self.column, self.column, open_here[:-1])
        self.frames = kept

    # words of a line

    def _words(self, text: str, at: int) -> None:
        while (at := _past_space(text, at)) < len(text):
            following = self._word(text, at)
            if following is None:
                self._over(at)
                return
            at = following

    def _word(self, text: str, at: int) -> int | None:
        """Read what begins at a column; the column after it, or None where the rest of the line doesn't count."""
        char, top = text[at], self.frames[-1]
        if char == "#":
            return None
        if char in "{[":
            return self._open(text, at)
        if top.flow and char in "}],":
            return self._bracket_or_comma(char, at)
        if char == "-" and not top.flow and text[at + 1 : at + 2] in ("", " ", "\t"):
            return self._dash(at)
        if char in "&!" and (named := NAMED.match(text, at)):
            return named.end()
        if char in "|>" and (top.waiting or not top.is_map) and not top.flow:
            self._literal = top.indent
            top.filled()
            return None
        return self._scalar(text, at)

    def _open(self, text: str, at: int) -> int:
        if not self.frames[-1].flow:
            self._opened_at = _past_space(text)
        self.frames[-1].filled()
        self.frames.append(Frame(at, is_map=text[at] == "{", flow=True, index=0))
        self._gap(at + 1)
        return at + 1

    def _bracket_or_comma(self, char: str, at: int) -> int:
        if char == ",":
            top = self.frames[-1]
            top.key, top.waiting, top.index = None, False, top.index + 1
            self._gap(at + 1)
        else:
            self.frames.pop()
            self._over(at)
        return at + 1

    def _gap(self, at: int) -> None:
        """What may stand in brackets where nothing stands yet."""
        top = self.frames[-1]
        if top.is_map and not top.waiting:
            self._mark(Role.KEY, "", at, at, self.frames[:-1])
        else:
            self._mark(Role.VALUE, "", at, at, self.frames)

    def _dash(self, at: int) -> int:
        top = self.frames[-1]
        if top.is_map or top.indent < at:
            top.filled()
            self.frames.append(Frame(at, is_map=False))
        self.frames[-1].index += 1
        self._mark(Role.VALUE, "", at + 1, at + 1, self.frames, item=True)
        return at + 1

    def _scalar(self, text: str, at: int) -> int:
        begin, end, following = self._extent(text, at)
        colon = _past_space(text, following)
        ends = ("", " ", "\t", ",", "]", "}", "[", "{") if self.frames[-1].flow else ("", " ", "\t")
        if text[colon : colon + 1] == ":" and text[colon + 1 : colon + 2] in ends:
            self._key(text[begin:end], at, begin, end)
            self._mark(Role.VALUE, "", colon + 1, colon + 1, self.frames)
            return colon + 1
        self._value(text[begin:end], at, begin, end)
        return max(following, at + 1)

    def _extent(self, text: str, at: int) -> tuple[int, int, int]:
        """Begin and end of a scalar's text, and where it ends with its quotes."""
        if text[at] not in "\"'":
            match = ENDS[self.frames[-1].flow].search(text, at)
            end = match.start() if match else len(text)
            return at, end, end
        if closed := QUOTED.match(text, at):
            return at + 1, closed.end() - 1, closed.end()
        opened = UNCLOSED.match(text, at)
        self._quote, self._opened_at = text[at], _past_space(text)
        return at + 1, opened.end() if opened else len(text), len(text)

    def _key(self, word: str, at: int, begin: int, end: int) -> None:
        self._mapping_at(at)
        top = self.frames[-1]
        self._mark(Role.KEY, word, begin, end, self.frames[:-1], item=self._is_first(top))
        top.seen.setdefault(word, "")
        top.key, top.key_line, top.waiting = word, self.number, True

    def _mapping_at(self, at: int) -> None:
        """Open the mapping whose key stands at a column, unless it is open already."""
        top = self.frames[-1]
        fits = top.is_map and (top.flow or top.indent == at or (top is self.root and not top.waiting))
        if not fits:
            top.filled()
            self.frames.append(Frame(at, is_map=True))

    def _is_first(self, top: Frame) -> bool:
        return not top.seen and len(self.frames) > 1 and not self.frames[-2].is_map and not top.flow

    def _value(self, word: str, at: int, begin: int, end: int) -> None:
        top = self.frames[-1]
        if not top.is_map:
            self._mark(Role.VALUE, word, begin, end, self.frames, item=not top.flow)
        elif top.waiting and (top.flow or top.key_line == self.number):
            self._mark(Role.VALUE, word, begin, end, self.frames)
            top.filled(word)
        else:  # a key whose colon isn't there yet
            self._mapping_at(at)
            self._mark(Role.KEY, word, begin, end, self.frames[:-1])
        self._over(end)
