"""Take an item out of a list, or a key with its value out of a mapping: in either of YAML's styles, by the text.

What goes are the item, its comma or dash, and what is left of its lines, a comment behind it included. Comments on
lines of their own stay, and so does all else. Where the text is not as plain as that, there is no fix.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.findings import Edit, Fix
from ownctl.config.spots import Indirect, Mapping, Sequence

if TYPE_CHECKING:
    from ownctl.config.source import Source
    from ownctl.config.spots import Node, Span

TO_LINE_END = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)?(\r\n|\r|\n|\Z)")
COMMA = re.compile(r"[ \t]*,[ \t]*")
INDENTATION = re.compile(r"[ \t]*")
OWN_LINE_COMMENT = re.compile(r"[ \t]*#[^\r\n]*(\r\n|\r|\n)")


class Extent(NamedTuple):
    """Begin and end in the text; half-open."""

    begin: int
    end: int


def without_item(title: str, source: Source, node: Mapping, key: str, index: int) -> Fix | None:
    """Take item `index` out of the list at `key` of `node`; the last one together with its key."""
    items = node.get(key)
    if not isinstance(items, Sequence) or items.broken or index >= len(items):
        return None
    spans = (node.values_at[key], items.values_at[index])
    if key in node.broken or any(isinstance(span, Indirect) for span in spans) or node.file != source.file:
        return None
    value = _extent(source, items.span)
    if len(items) == 1:
        begin = _extent(source, node.keys_at[key]).begin
        found = _gone(source, node, Extent(begin, value.end), _neighbours(source, node), value.begin)
    else:
        extents = [_extent(source, span) for span in items.values_at]
        found = _gone(source, items, extents[index], extents, None)
    edits = tuple(Edit(source.spot(*each), "") for each in found)
    # of two items, whichever goes last has to take the key along
    return Fix(title, edits, within=items.span.spot(source.file)) if edits else None


def _extent(source: Source, span: Span) -> Extent:
    return Extent(source.index(span.start.line, span.start.column), source.index(span.end.line, span.end.column))


def _neighbours(source: Source, node: Mapping) -> list[Extent]:
    return [
        Extent(_extent(source, at).begin, _extent(source, node.values_at[key]).end)
        for key, at in node.keys_at.items()
        if key in node.values_at
    ]


def _gone(source: Source, around: Node, it: Extent, all_of_it: list[Extent], value: int | None) -> list[Extent]:
    """What is to go; nothing where that isn't clear. `value` is where the value of a key begins."""
    begin = _extent(source, around.span).begin
    if source.text[begin : begin + 1] in ("{", "["):
        return _lines(source, it, r"[ \t]*", None) or [_in_flow(source, it, all_of_it)]
    if isinstance(around, Sequence):
        return _lines(source, it, r"[ \t]*-[ \t]+", None)
    return _lines(source, it, r"[ \t]*", value) or _first_of_an_item(source, it, all_of_it)


def _lines(source: Source, it: Extent, before: str, value: int | None) -> list[Extent]:
    """Its lines, if it has them for itself; less the comments between a key and its value."""
    text = source.text
    begin = _line_begin(text, it.begin)
    rest = TO_LINE_END.match(text, _text_end(text, it))
    if rest is None or not re.fullmatch(before, text[begin : it.begin]):
        return []
    return _less_comments(text, Extent(begin, rest.end()), value)


def _text_end(text: str, it: Extent) -> int:
    # a block of text (| or >) ends where the next key begins, after empty lines that belong to nobody
    return it.begin + len(text[it.begin : it.end].rstrip(" \t\r\n"))


def _less_comments(text: str, whole: Extent, value: int | None) -> list[Extent]:
    if value is None:
        return [whole]
    kept = []
    at = _line_end(text, whole.begin)
    while at < value:
        comment = OWN_LINE_COMMENT.match(text, at)
        if comment and comment.end() <= value:
            kept.append(Extent(*comment.span()))
        at = _line_end(text, at)
    begins = [whole.begin, *(each.end for each in kept)]
    ends = [*(each.begin for each in kept), whole.end]
    return [Extent(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end]


def _in_flow(source: Source, it: Extent, all_of_it: list[Extent]) -> Extent:
    """With one of the commas beside it."""
    text = source.text
    after = COMMA.match(text, it.end)
    if after and any(each.begin == after.end() for each in all_of_it):
        return Extent(it.begin, after.end())
    for each in all_of_it:
        if each.end < it.begin and COMMA.fullmatch(text, each.end, it.begin):
            return Extent(each.end, it.end)
    return Extent(it.begin, after.end() if after else it.end)


def _first_of_an_item(source: Source, it: Extent, all_of_it: list[Extent]) -> list[Extent]:
    """Behind the dash of an item; the next key moves up to it."""
    text = source.text
    rest = TO_LINE_END.match(text, _text_end(text, it))
    after = INDENTATION.match(text, rest.end()) if rest else None
    if after is None or not re.fullmatch(r"[ \t]*-[ \t]+", text[_line_begin(text, it.begin) : it.begin]):
        return []
    return [Extent(it.begin, after.end())] if any(each.begin == after.end() for each in all_of_it) else []


def _line_begin(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    found = re.compile(r"\r\n|\r|\n").search(text, index)
    return found.end() if found else len(text)
