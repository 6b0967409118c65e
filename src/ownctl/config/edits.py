"""Fixes made: the text of a file with the edits of as many fixes as go together, checked to be as sound as before."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import TYPE_CHECKING

from ownctl.config.parse import parse
from ownctl.config.source import Source, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.config.findings import Fix
    from ownctl.config.spots import Spot


def with_fixes(data: bytes, fixes: Iterable[Fix]) -> tuple[bytes, tuple[Fix, ...]]:
    """A file's bytes after those of `fixes` that can be made at once, and which those are.

    Of two that touch, the first one is made. Whatever would leave YAML that reads worse than before is left alone, and
    so is a file whose bytes are not UTF-8.
    """
    chosen = _apart(dict.fromkeys(fixes))
    after = _edited(data, chosen)
    if after is None or not chosen:
        return data, ()
    if _is_sound(data, after):
        return after, tuple(chosen)
    alone = [fix for fix in chosen if (one := _edited(data, [fix])) is not None and _is_sound(data, one)]
    after = _edited(data, alone)
    return (after, tuple(alone)) if after is not None and _is_sound(data, after) else (data, ())


def _apart(fixes: Iterable[Fix]) -> list[Fix]:
    chosen: list[Fix] = []
    taken: list[Spot] = []
    for fix in fixes:
        needed = [*(edit.spot for edit in fix.edits), *([fix.within] if fix.within else [])]
        if not any(_touch(one, other) for one in needed for other in taken):
            chosen.append(fix)
            taken += needed
    return chosen


def _touch(one: Spot, other: Spot) -> bool:
    begin, end = (one.line, one.column), (one.end_line, one.end_column)
    return begin <= (other.end_line, other.end_column) and (other.line, other.column) <= end


def _edited(data: bytes, fixes: Sequence[Fix]) -> bytes | None:
    """The bytes after all edits; None if they are no text."""
    marked = data.startswith(codecs.BOM_UTF8)
    edits = sorted((edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.spot)
    keeps_mark = marked and not any(edit.takes_mark for edit in edits)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    source = Source("", text)
    parts, at = [], 0
    for edit in edits:
        spot = edit.spot
        parts += [text[at : source.index(spot.line - 1, spot.column - 1)], edit.text]
        at = source.index(spot.end_line - 1, spot.end_column - 1)
    return (codecs.BOM_UTF8 if keeps_mark else b"") + "".join([*parts, text[at:]]).encode()


def _is_sound(before: bytes, after: bytes) -> bool:
    """Whether nothing is wrong with the YAML afterwards that wasn't before."""
    return not _wrong(after) - _wrong(before)


def _wrong(data: bytes) -> Counter[str]:
    source, findings = decode(data, "")
    node = None
    if source is not None:
        node, of_yaml = parse(source)
        findings = [*findings, *of_yaml]
    return Counter([*(finding.rule for finding in findings), *(["nothing"] if node is None else [])])
