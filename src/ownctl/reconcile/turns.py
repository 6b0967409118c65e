"""What becomes of the turns of a schedule: slot by slot, before overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.reconcile import futures, slots
from ownctl.reconcile.rotations import begins, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import LiveRotation
    from ownctl.account.resources import Occurrence, Schedule, Slot
    from ownctl.config.limits import Limits
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.rotations import Matched
    from ownctl.reconcile.slots import SlotChange

    Span = tuple[datetime, datetime]


class Turns(NamedTuple):
    """What becomes of the slots of a schedule, before overrides."""

    changes: list[SlotChange]
    full: list[datetime]
    before: dict[str, Future]
    after: dict[str, Future]
    """Who holds each slot by its events, by its name."""


def turned(
    schedule: Schedule, found: Matched, held: Mapping[str, Future], moment: datetime, now: datetime, limits: Limits
) -> Turns:
    """Hold the turns of every slot to the account's, from `moment` on; `held` is who has each rotation, by its id."""
    turns = Turns([], [], {}, {})
    waiting = tuple(_waiting(schedule, found, held, moment, now))
    for declared in schedule.slots:
        rotation = found.by_slot.get(declared.name)
        here = held[rotation.id] if rotation else ()
        slot, since = declared, moment
        if slot.buddies:
            slot = _shared(declared, waiting)
            since = begins([slot], [here], moment, now)
        changed = slots.change(slot, rotation, now, since, limits)
        turns.before[slot.name] = turns.after[slot.name] = here
        if isinstance(changed, slots.Full):
            turns.full.append(changed.since)
        elif changed:
            turns.changes.append(changed)
            turns.after[slot.name] = _after(rotation, changed, now)
    return turns


def _waiting(
    schedule: Schedule, found: Matched, held: Mapping[str, Future], moment: datetime, now: datetime
) -> Iterator[Span]:
    """When, before `moment`, somebody has the pager by the files who doesn't have it in the account yet."""
    holding = [slot for slot in schedule.slots if not slot.buddies]
    covering = [each for one in standing(holding, found) for each in held[one.id]]
    for slot in holding:
        for want in futures.of_slot(slot, now, moment):
            theirs = ((each.start, each.end) for each in covering if set(want.people) & set(each.people))
            yield from futures.without((want.start, want.end), theirs)


def _shared(slot: Slot, waiting: Sequence[Span]) -> Slot:
    """A slot of buddies without the time for which their newcomers still wait: nobody is a buddy to anybody else."""
    if not waiting:
        return slot
    turns = (turn._replace(occurrences=tuple(_left(turn.occurrences, waiting))) for turn in slot.turns)
    return slot._replace(turns=tuple(turn for turn in turns if turn.occurrences))


def _left(occurrences: Iterable[Occurrence], waiting: Sequence[Span]) -> Iterator[Occurrence]:
    for each in occurrences:
        for start, end in futures.without((each.start, each.end), waiting):
            yield each._replace(start=start, end=end)


def _after(rotation: LiveRotation | None, changed: SlotChange, now: datetime) -> Future:
    """Who holds a slot by its events once the change is done."""
    gone = {each.id for each in changed.delete}
    events = [
        each.event._replace(until=changed.takes_effect) if changed.end and each.id == changed.end.id else each.event
        for each in (rotation.events if rotation else ())
        if each.id not in gone
    ]
    return futures.of_events([*events, *changed.add], now, now + slots.AHEAD)
