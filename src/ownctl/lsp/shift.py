"""Spots of a text that has been edited since: those in lines that are the same move with them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from ownctl.config import Edit, Finding, Fix, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Shift:
    """What became of the lines of one file: the first and the last are the same, what is between is another."""

    first: int
    """So many lines from the beginning are the same."""
    last: int
    """From this line on (from 0, as it was before) they are the same again."""
    by: int
    """So much further down those last ones stand now."""

    def spot(self, spot: Spot) -> Spot | None:
        """Where a spot is now; None if its lines have been edited."""
        if spot.end_line <= self.first:
            return spot
        if spot.line > self.last:
            return spot._replace(line=spot.line + self.by, end_line=spot.end_line + self.by)
        return None

    def finding(self, finding: Finding) -> Finding | None:
        """The finding where it is now, without a fix that would touch edited lines."""
        spot = self.spot(finding.spot)
        return None if spot is None else finding._replace(spot=spot, fix=finding.fix and self._fix(finding.fix))

    def _fix(self, fix: Fix) -> Fix | None:
        edits = [Edit(spot, edit.text) for edit in fix.edits if (spot := self.spot(edit.spot)) is not None]
        return Fix(fix.title, tuple(edits)) if len(edits) == len(fix.edits) else None


def between(before: Sequence[str], after: Sequence[str]) -> Shift:
    """What became of lines by an edit."""
    first = _alike(before, after)
    rest = min(len(before), len(after)) - first
    last = min(_alike(before[::-1], after[::-1]), rest)
    return Shift(first, len(before) - last, len(after) - len(before))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
