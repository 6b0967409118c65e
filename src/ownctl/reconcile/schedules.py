"""A declared schedule against the one in the account."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ownctl.reconcile import futures, marks, overrides, slots, turns
from ownctl.reconcile.mends import mend
from ownctl.reconcile.rotations import ends, handoff, is_guard, matched, name_of, standing
from ownctl.reconcile.steps import (
    AddEvent,
    AddOverrides,
    AddRotation,
    CreateSchedule,
    DeleteOverride,
    DeleteRotation,
    UpdateSchedule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from ownctl.account.live import Live, LiveOverride, LiveRotation, LiveSchedule
    from ownctl.account.resources import Event, Override, Ref, Schedule
    from ownctl.config.limits import Limits
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.overrides import OverrideChange
    from ownctl.reconcile.rotations import Matched
    from ownctl.reconcile.slots import SlotChange
    from ownctl.reconcile.steps import Step
    from ownctl.reconcile.turns import Turns


class ScheduleChange(NamedTuple):
    """What happens to one schedule, and what it says before and after."""

    schedule: Schedule
    live: Live[LiveSchedule] | None
    fields: tuple[str, ...]
    """Of name, description and time_zone: those that differ."""
    description: str
    """With the marker, and in it the fingerprints of all overrides of ours."""
    slots: tuple[SlotChange, ...]
    leftovers: tuple[Step, ...]
    """Ends of what no slot wants any more."""
    swept: tuple[Step, ...]
    """Deletes of rotations that a run which died left empty."""
    overrides: Mapping[str, OverrideChange]
    after: Mapping[str, Future]
    """Who holds each slot once it is done, overrides included; by rotation id, what no slot wants until it ends."""
    handoff: datetime
    """The moment from which the account is held to the files."""
    later: tuple[Override, ...] = ()
    """Overrides for whose fingerprints the description has no room yet."""
    rotations: Mapping[str, str] = MappingProxyType({})
    """The ids of rotations that exist, by slot."""
    mend: Event | None = None
    """Who is on call now by our reading of the account's events, and not by its own."""
    full: tuple[datetime, ...] = ()
    """The first turns of slots that wait for room, because nearer turns take all places for events."""
    stranded: tuple[LiveOverride, ...] = ()
    """Made by hand in a rotation that no slot wants any more, and without effect once it has ended."""

    def __bool__(self) -> bool:
        swaps = any(each.add or each.delete for each in self.overrides.values())
        return bool(
            self.live is None or self.fields or self.slots or self.leftovers or self.swept or swaps or self.mend
        )

    @property
    def takes_effect(self) -> datetime:
        """The first moment at which somebody's shift may change."""
        moments = [each.takes_effect for each in self.slots]
        moments += [o.override.start for each in self.overrides.values() for o in each.delete]
        moments += [o.start for each in self.overrides.values() for o in each.add]
        return min(moments, default=self.handoff)

    @property
    def left_out(self) -> datetime | None:
        """The first turn that doesn't fit into the account yet."""
        return min((*self.full, *(each.left_out for each in self.slots if each.left_out)), default=None)

    @property
    def asks_again(self) -> datetime | None:
        """When a plan asks for the rest; None where nobody can say."""
        waiting = [each.asks_again for each in self.slots if each.left_out]
        known = [each for each in waiting if each] + [each - slots.REFILL for each in self.full]
        return None if None in waiting else min(known, default=None)

    def steps(self, ref: Ref, team: Ref) -> Iterator[Step]:
        """All writes in their order."""
        yield from self.swept  # they count among the rotations that a schedule may have
        # Before the marker forgets them: an override of ours whose fingerprint is gone would be taken for hand-made.
        for change in self.overrides.values():
            yield from (DeleteOverride(ref, each.id) for each in change.delete)
        if self.live is None:
            yield CreateSchedule(ref, team, self.schedule.name, self.description, self.schedule.time_zone)
        elif self.fields:
            said = {"name": self.schedule.name, "description": self.description, "time_zone": self.schedule.time_zone}
            yield UpdateSchedule(self.live.id, **{name: said[name] for name in self.fields})
        for each in sorted(self.slots, key=lambda each: bool(each.guard or each.end or each.delete)):
            yield from each.steps(ref)
        yield from self.leftovers
        added = tuple(
            each._replace(rotation=self.rotations.get(each.rotation, each.rotation))
            for change in self.overrides.values()
            for each in change.add
        )
        if added:
            yield AddOverrides(ref, added)
        if self.mend:
            yield from (AddRotation(ref, slots.MEND), AddEvent(ref, slots.MEND, self.mend))


def change(
    schedule: Schedule,
    ref: Ref,
    live: Live[LiveSchedule] | None,
    now: datetime,
    limits: Limits,
    *,
    at_once: bool = False,
) -> ScheduleChange:
    """Compare a schedule with the account's; false where nothing is to be done.

    Whoever is on call now stays until the next handoff that is at least 15 minutes away, unless `at_once`, and
    unless nobody is on call.
    """
    found = matched(schedule.slots, live.resource.rotations if live else (), now)
    held = {rotation.id: _future(rotation, now) for rotation in (live.resource.rotations if live else ())}
    moment = _handoff(schedule, found, held, now, at_once=at_once)
    turned = turns.turned(schedule, found, held, moment, now, limits)
    swaps, later = overrides.nearest(
        _swaps(schedule, live, found.by_slot, turned, now), marks.ours(live), marks.room(schedule, limits)
    )
    people = {name: _applied(turned.after[name], swap) for name, swap in swaps.items()}
    description = marks.description(schedule, live, swaps)
    return ScheduleChange(
        schedule,
        live,
        fields=marks.differing(schedule, live, description),
        description=description,
        slots=tuple(turned.changes),
        leftovers=tuple(ends(ref, found.unknown, moment, now)),
        swept=tuple(DeleteRotation(ref, each.id) for each in found.empty),
        overrides=swaps,
        after=people | _beside(found, held, moment, now),
        handoff=moment,
        later=later,
        rotations={name: rotation.id for name, rotation in found.by_slot.items()},
        mend=mend(live, found, people, now) if live and not turned.changes else None,
        full=tuple(turned.full),
        stranded=tuple(_stranded(live, found, held, moment)),
    )


def _beside(found: Matched, held: Mapping[str, Future], moment: datetime, now: datetime) -> dict[str, Future]:
    """Who is on call by what no slot wants, until it ends; by rotation id."""
    leaving = {each.id: futures.cut(held[each.id], now, moment) for each in found.unknown if not is_guard(each)}
    return leaving | {each.id: held[each.id] for each in found.mends}


def _stranded(
    live: Live[LiveSchedule] | None, found: Matched, held: Mapping[str, Future], moment: datetime
) -> Iterator[LiveOverride]:
    """The overrides made by hand that name a rotation which no slot wants, and lose their effect when it ends."""
    for rotation in found.unknown:
        named = _named(live, {rotation.id: name_of(rotation)})
        yield from overrides.lost(named, marks.ours(live), held[rotation.id], moment)


def _named(live: Live[LiveSchedule] | None, names: Mapping[str, str]) -> list[LiveOverride]:
    """The overrides of rotations in `names`, with the slot's name instead of the rotation's id."""
    return [
        each._replace(override=each.override._replace(rotation=names[each.override.rotation]))
        for each in (live.resource.overrides if live else ())
        if each.override.rotation in names
    ]


def _future(rotation: LiveRotation, now: datetime) -> Future:
    return futures.of_events((each.event for each in rotation.events), now, now + slots.AHEAD)


def _handoff(
    schedule: Schedule, found: Matched, held: Mapping[str, Future], now: datetime, *, at_once: bool
) -> datetime:
    """When a change takes effect, by who holds the pager from now on; buddies do not, they only share it."""
    holding = [slot for slot in schedule.slots if not slot.buddies]
    return handoff(holding, standing(holding, found), held, now, at_once=at_once)


def _applied(base: Future, swaps: OverrideChange) -> Future:
    """Who really holds a slot once its overrides are as they should be."""
    return overrides.applied(base, [*(kept.override for kept in swaps.kept), *swaps.add])


def _swaps(
    schedule: Schedule,
    live: Live[LiveSchedule] | None,
    matched: Mapping[str, LiveRotation],
    turned: Turns,
    now: datetime,
) -> dict[str, OverrideChange]:
    named = _named(live, {rotation.id: name for name, rotation in matched.items()})
    return {
        slot.name: overrides.change(
            [each for each in schedule.overrides if each.rotation == slot.name],
            [each for each in named if each.override.rotation == slot.name],
            marks.ours(live),
            turned.before[slot.name],
            turned.after[slot.name],
            now,
        )
        for slot in schedule.slots
    }
