"""Who holds what from now on, as stretches of time: the one form in which the declared and the live future meet.

Two descriptions of the same future have the same stretches, however many events they are made of.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ownctl.account.resources import Event, PersonRef, Slot

    Holders = tuple[PersonRef, ...]


class Stretch(NamedTuple):
    """Somebody on call without a break; half-open, UTC."""

    start: datetime
    end: datetime
    people: Holders


Future = tuple[Stretch, ...]
"""In order, without overlap; nobody is on call between stretches, and no two that touch have the same people."""


def future(stretches: Iterable[Stretch]) -> Future:
    """Put stretches in order and join those that touch and name the same people."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda each: (each.start, each.end)):
        if not stretch.people or stretch.start >= stretch.end:
            continue
        if joined and joined[-1].end == stretch.start and joined[-1].people == stretch.people:
            joined[-1] = Stretch(joined[-1].start, stretch.end, stretch.people)
        else:
            joined.append(stretch)
    return tuple(joined)


def of_events(events: Iterable[Event], since: datetime, until: datetime) -> Future:
    """What the events of one rotation of the account say."""
    return future(
        Stretch(max(start, since), min(end, until), tuple(person for person in people if person is not None))
        for event in events
        for start, end, people in occurrences(event, since, until)
    )


def of_slot(slot: Slot, since: datetime, until: datetime) -> Future:
    """What the files say of a slot, before overrides."""
    return future(
        Stretch(max(occurrence.start, since), min(occurrence.end, until), (turn.person,))
        for turn in slot.turns
        if turn.person is not None
        for occurrence in turn.occurrences
    )


def cut(stretches: Iterable[Stretch], since: datetime, until: datetime) -> Future:
    """The part within [since, until)."""
    return future(Stretch(max(each.start, since), min(each.end, until), each.people) for each in stretches)


def without(
    span: tuple[datetime, datetime], taken: Iterable[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a stretch of time once others are taken from it; all half-open."""
    start, end = span
    for begins, ends in sorted(taken):
        if start < min(begins, end):
            yield start, min(begins, end)
        start = max(start, ends)
    if start < end:
        yield start, end


def touching(held: Future, since: datetime, until: datetime) -> Iterator[Stretch]:
    """The stretches that share some of [since, until), as they are."""
    first = bisect_right(held, since, key=lambda each: each.end)
    return takewhile(lambda each: each.start < until, islice(held, first, None))


def first_difference(one: Future, other: Future) -> datetime | None:
    """The first moment at which two futures name different people; None where they are equal."""
    for here, there in zip(one, other, strict=False):
        if here == there:
            continue
        if here.start != there.start or here.people != there.people:
            return min(here.start, there.start)
        return min(here.end, there.end)
    if len(one) == len(other):
        return None
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[len(shorter)].start


def first_hole(wanted: Future, covered: Iterable[Future]) -> datetime | None:
    """The first moment at which `wanted` names somebody and none of `covered` does."""
    stretches = sorted((each for one in covered for each in one), key=lambda each: each.start)
    for want in wanted:
        reached = want.start
        for each in stretches:
            if each.start > reached:
                break
            reached = max(reached, each.end)
        if reached < want.end:
            return reached
    return None
