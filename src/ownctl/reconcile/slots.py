"""One slot of a schedule against its rotation in the account: what to end, what to add, and from when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.runs import known_until, runs
from ownctl.reconcile import futures
from ownctl.reconcile.steps import AddEvent, AddRotation, DeleteEvent, DeleteRotation, EndEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ownctl.account.live import LiveEvent, LiveRotation
    from ownctl.account.resources import Event, Ref, Slot
    from ownctl.config.limits import Limits
    from ownctl.reconcile.steps import Step

AHEAD = timedelta(days=365)
"""How far ahead the account accepts dates."""
COMPARED = AHEAD - timedelta(days=2)
"""How far ahead futures are compared; less than can be written, so that every difference can be mended."""
REFILL = timedelta(weeks=6)
"""When less than this is left of what could be written, the next part is asked for."""
MEND = "mend"
"""The slot of the rotation that holds what is left of a turn where the account doesn't show it."""
GUARD = "guard"
"""The slot of the rotation that stands in while another is rewritten."""


class SlotChange(NamedTuple):
    """What happens to one slot."""

    slot: Slot
    rotation: LiveRotation | None
    takes_effect: datetime
    end: LiveEvent | None
    """The event in effect at that moment, which ends there."""
    delete: tuple[LiveEvent, ...]
    add: tuple[Event, ...]
    guard: tuple[Event, ...]
    left_out: datetime | None
    """The first turn that doesn't fit yet."""
    asks_again: datetime | None
    """When a plan asks for what is left out; None where that is as soon as it may be written."""

    @property
    def dissolves(self) -> bool:
        """Whether nothing is left of the rotation, so that it goes as a whole, and its overrides with it."""
        return self.rotation is not None and len(self.delete) == len(self.rotation.events) and not self.add

    def steps(self, schedule: Ref) -> Iterator[Step]:
        """The writes in an order in which a run may die anywhere and nobody who was on call is off."""
        if self.rotation and self.dissolves:  # the first for the type checker's sake
            yield DeleteRotation(schedule, self.rotation.id)
            return
        if self.guard:
            yield AddRotation(schedule, GUARD)
            yield from (AddEvent(schedule, GUARD, event) for event in reversed(self.guard))
        rotation = self.rotation.id if self.rotation else self.slot.name
        if not self.rotation:
            yield AddRotation(schedule, rotation)
        yield from (DeleteEvent(schedule, rotation, event.id) for event in reversed(self.delete))
        if self.end:
            yield EndEvent(schedule, rotation, self.end.id, self.takes_effect)
        yield from (AddEvent(schedule, rotation, event) for event in reversed(self.add))
        if self.guard:
            yield DeleteRotation(schedule, GUARD)


class Full(NamedTuple):
    """All places for events are taken by nearer turns; a later plan has room."""

    since: datetime
    """The first turn that doesn't fit yet."""


def change(
    slot: Slot, rotation: LiveRotation | None, now: datetime, handoff: datetime, limits: Limits
) -> SlotChange | Full | None:
    """What makes the rotation's future that of the slot from `handoff` on; None where it is so already."""
    live = current(rotation, now) if rotation else []
    horizon = _compared_until(live, now)
    wanted = futures.of_slot(slot, handoff, horizon)
    given = futures.of_events((each.event for each in live), handoff, horizon)
    differs = futures.first_difference(wanted, given)
    if differs is None:
        return None
    for moment in (differs, _first_change(live, handoff)):
        rewritten = _rewrite(slot, rotation, live, moment, now, limits)
        if rewritten and (rewritten.left_out is None or rewritten.left_out > differs):
            return Full(differs) if _hardly_helps(rewritten, live, differs, now) else rewritten
    return Full(differs)


def _hardly_helps(rewritten: SlotChange, live: list[LiveEvent], differs: datetime, now: datetime) -> bool:
    """Whether all would be written anew for less than is known anyway, so that there would be a change every day."""
    known = _known(live)
    if not known or not rewritten.left_out or differs < known:
        return False
    return rewritten.left_out - known < known - now


def current(rotation: LiveRotation, now: datetime) -> list[LiveEvent]:
    """The events that are in effect or to come, in order."""
    events = [each for each in rotation.events if not each.event.until or each.event.until > now]
    return sorted(events, key=lambda each: each.event.since)


def _first_change(live: list[LiveEvent], handoff: datetime) -> datetime:
    """Where the first event that is in effect at `handoff` gives way: the earliest moment to describe anew from."""
    return next((each.event.since for each in live if each.event.since >= handoff), handoff)


def _rewrite(
    slot: Slot, rotation: LiveRotation | None, live: list[LiveEvent], since: datetime, now: datetime, limits: Limits
) -> SlotChange | None:
    kept = [each for each in live if each.event.since < since]
    gone = [each for each in live if each.event.since >= since]
    end = next((each for each in kept if not each.event.until or each.event.until > since), None)
    room = limits.events_per_rotation - len(kept)
    described = runs(slot, since, room=room, members=limits.members_per_event, latest=now + AHEAD)
    if described.left_out and not described.events:
        return None
    same = {each.event for each in gone} & set(described.events)
    delete = tuple(each for each in gone if each.event not in same)
    add = tuple(event for event in described.events if event not in same)
    guard = _guard(slot, described.events) if (end or delete) and add else ()
    known = known_until(described.events[-1].name) if described.events and described.left_out else None
    asks_again = known - REFILL if known else None
    return SlotChange(slot, rotation, since, end, delete, add, guard, described.left_out, asks_again)


def _guard(slot: Slot, events: Sequence[Event]) -> tuple[Event, ...]:
    """What stands in for `events`: all of them, or the first one for as long as a run that died is not repeated."""
    if slot.endless:
        return (events[0]._replace(name=GUARD, until=None),)
    return tuple(event._replace(name=GUARD) for event in events)


def _compared_until(live: list[LiveEvent], now: datetime) -> datetime:
    """The end of what the last apply could say, as long as that is not near; else all that could be said today."""
    known = _known(live)
    if known and known - now > REFILL:
        return min(known, now + COMPARED)
    return now + COMPARED


def _known(live: list[LiveEvent]) -> datetime | None:
    """The end of what the last apply could say, if there is more to say."""
    return known_until(live[-1].event.name) if live and live[-1].event.until is None else None
