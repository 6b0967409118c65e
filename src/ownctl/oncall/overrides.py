"""Overrides put one person in another's place, in whatever role the other has there. They don't chain or overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.oncall.clock import instant
from ownctl.oncall.values import Lane, Replacement, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ownctl.config import Rotation
    from ownctl.oncall.values import Stretch


class OverrideSpan(NamedTuple):
    """An override with its span as instants, without what an earlier one in the file has of it."""

    position: int
    """The index in the rotation's `overrides`."""
    start: datetime
    end: datetime
    person: str
    instead_of: str


def override_spans(rotation: Rotation, zone: ZoneInfo) -> tuple[OverrideSpan, ...]:
    """A rotation's overrides, by their beginnings; where two replace the same person, the first in the file counts."""
    found: list[OverrideSpan] = []
    for index, override in enumerate(rotation.overrides):
        start, end = instant(override.from_, zone), instant(override.until, zone)
        taken = [(earlier.start, earlier.end) for earlier in found if earlier.instead_of == override.instead_of]
        for begin, finish in without((start, end), taken):
            found.append(OverrideSpan(index, begin, finish, override.person, override.instead_of))
    return tuple(sorted(found, key=lambda span: (span.start, span.position)))


def without(stretch: Stretch, taken: Iterable[Stretch]) -> Iterator[Stretch]:
    """What is left of a stretch when others are taken out of it, in order."""
    start, end = stretch
    for begin, finish in sorted(taken):
        if begin >= end:
            break
        if start < begin:
            yield start, begin
        start = max(start, finish)
    if start < end:
        yield start, end


def replacements(shifts: Iterable[Shift], lane: Lane, overrides: Sequence[OverrideSpan]) -> Iterator[Replacement]:
    """Where overrides replace the people of one lane."""
    by_person: dict[str, list[OverrideSpan]] = {}
    for override in overrides:
        by_person.setdefault(override.instead_of, []).append(override)
    for shift in shifts:
        for override in by_person.get(shift.person, ()):
            start, end = max(shift.start, override.start), min(shift.end, override.end)
            if start < end:
                yield Replacement(start, end, override.person, override.instead_of, lane, override.position)


def kept(shift: Shift, overrides: Sequence[OverrideSpan]) -> Iterator[Shift]:
    """What overrides leave of a shift."""
    taken = [(override.start, override.end) for override in overrides if override.instead_of == shift.person]
    for start, end in without((shift.start, shift.end), taken):
        yield Shift(start, end, shift.person)
