"""A declared schedule against the one in the account."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ownctl.account.markers import fingerprint, parse, text_above
from ownctl.account.runs import slot_of
from ownctl.account.slots import BUDDIES
from ownctl.reconcile import futures, overrides, slots
from ownctl.reconcile.steps import (
    AddOverrides,
    CreateSchedule,
    DeleteEvent,
    DeleteOverride,
    DeleteRotation,
    EndEvent,
    UpdateSchedule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ownctl.account.resources import Live, LiveRotation, LiveSchedule, Override, Ref, Schedule, Slot
    from ownctl.config.limits import Limits
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.overrides import OverrideChange
    from ownctl.reconcile.slots import SlotChange
    from ownctl.reconcile.steps import Step

SKEW = timedelta(minutes=2)
"""How far the account's clock may differ from ours: an event begins when the account says that it is now."""
NOTICE = timedelta(minutes=15)
"""A change takes effect at the next handoff that is at least this far away."""

OVERRIDES = " overrides"
"""What stands in the marker's line before the fingerprints."""
FINGERPRINT = 9
"""Characters of a fingerprint and the space before it."""


@dataclass(frozen=True, slots=True)
class ScheduleChange:
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
    rotations: Mapping[str, str] = field(default_factory=dict)
    """The ids of rotations that exist, by slot."""

    def __bool__(self) -> bool:
        swaps = any(each.add or each.delete for each in self.overrides.values())
        return bool(self.live is None or self.fields or self.slots or self.leftovers or self.swept or swaps)

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
        return min((each.left_out for each in self.slots if each.left_out), default=None)

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
            replace(each, rotation=self.rotations.get(each.rotation, each.rotation))
            for change in self.overrides.values()
            for each in change.add
        )
        if added:
            yield AddOverrides(ref, added)


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
    rotations = live.resource.rotations if live else ()
    found = _matched(schedule.slots, rotations, now)
    matched, unknown = found.by_slot, found.unknown
    holding = [slot for slot in schedule.slots if not slot.buddies]
    covering = _covering(schedule.slots, matched, unknown, now)
    moment = _handoff(holding, covering, now, at_once=at_once)
    changes: list[SlotChange] = []
    before: dict[str, Future] = {}
    after: dict[str, Future] = {}
    for slot in schedule.slots:
        rotation = matched.get(slot.name)
        begins = _begins([slot], [_future(rotation, now)], moment, now) if slot.buddies else moment
        changed = slots.change(slot, rotation, now, begins, limits)
        before[slot.name] = _future(rotation, now)
        after[slot.name] = _after(rotation, changed, now)
        if changed:
            changes.append(changed)
    swaps, later = overrides.nearest(
        _swaps(schedule, live, matched, before, after, now), _ours(live), _room(schedule, limits)
    )
    description = _description(schedule, live, swaps)
    held = {
        slot.name: overrides.applied(
            after[slot.name],
            [*(kept.override for kept in swaps[slot.name].kept), *swaps[slot.name].add],
        )
        for slot in schedule.slots
    }
    leaving = {
        rotation.id: futures.cut(_future(rotation, now), now, moment) for rotation in unknown if not _is_guard(rotation)
    }
    return ScheduleChange(
        schedule,
        live,
        _fields(schedule, live, description),
        description,
        tuple(changes),
        tuple(_ends(ref, unknown, moment, now)),
        tuple(DeleteRotation(ref, each.id) for each in found.empty),
        swaps,
        held | leaving,
        moment,
        later,
        {name: rotation.id for name, rotation in matched.items()},
    )


@dataclass(frozen=True, slots=True)
class _Matched:
    """The rotations of the account by what they are for."""

    by_slot: dict[str, LiveRotation]
    unknown: tuple[LiveRotation, ...]
    """In use, and wanted by no slot."""
    empty: tuple[LiveRotation, ...]
    """Left by a run that died before it could fill them."""


def _matched(wanted: Sequence[Slot], rotations: Sequence[LiveRotation], now: datetime) -> _Matched:
    """Rotations by the slot whose name their events bear.

    A slot that is new takes over a rotation that no other slot wants: overrides name a rotation, hand-made ones too,
    and follow only as long as the rotation stays the same.
    """
    names = {slot.name for slot in wanted}
    matched: dict[str, LiveRotation] = {}
    unknown: list[LiveRotation] = []
    for rotation in sorted(rotations, key=lambda each: not slots.current(each, now)):
        name = name_of(rotation)
        if name in names and name not in matched:
            matched[name] = rotation
        elif slots.current(rotation, now):
            unknown.append(rotation)
    for slot in wanted:
        free = (each for each in unknown if not _is_guard(each) and _for_buddies(each) == slot.buddies)
        heir = next(free, None) if slot.name not in matched else None
        if heir:
            matched[slot.name] = heir
            unknown.remove(heir)
    return _Matched(matched, tuple(unknown), tuple(each for each in rotations if not each.events))


def _is_guard(rotation: LiveRotation) -> bool:
    return name_of(rotation) == slots.GUARD


def _for_buddies(rotation: LiveRotation) -> bool:
    return name_of(rotation).endswith(BUDDIES)


def name_of(rotation: LiveRotation) -> str:
    """The slot that a rotation holds, as the latest of its events tells."""
    latest = max(rotation.events, key=lambda each: each.event.since, default=None)
    return slot_of(latest.event.name) if latest else ""


def _future(rotation: LiveRotation | None, now: datetime) -> Future:
    events = [each.event for each in rotation.events] if rotation else []
    return futures.of_events(events, now, now + slots.AHEAD)


def _after(rotation: LiveRotation | None, changed: SlotChange | None, now: datetime) -> Future:
    """Who holds a slot by its events once the change is done."""
    if not changed:
        return _future(rotation, now)
    gone = {each.id for each in changed.delete}
    events = [
        replace(each.event, until=changed.takes_effect) if changed.end and each.id == changed.end.id else each.event
        for each in (rotation.events if rotation else ())
        if each.id not in gone
    ]
    return futures.of_events([*events, *changed.add], now, now + slots.AHEAD)


def _covering(
    wanted: Sequence[Slot], matched: Mapping[str, LiveRotation], unknown: Sequence[LiveRotation], now: datetime
) -> list[Future]:
    """Who holds the pager in the account from now on; buddies do not, they only share it."""
    buddies = {slot.name for slot in wanted if slot.buddies}
    standing = (rotation for rotation in unknown if not _is_guard(rotation))  # a guard goes once its work is done
    rotations = [*(rotation for name, rotation in matched.items() if name not in buddies), *standing]
    return [_future(rotation, now) for rotation in rotations]


def _handoff(holding: Sequence[Slot], covering: Sequence[Future], now: datetime, *, at_once: bool) -> datetime:
    """The next handoff with notice; earlier where nobody would be on call until then."""
    if at_once:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    coming = [moment for slot in holding for moment in slot.handoffs if moment >= now + NOTICE]
    return _begins(holding, covering, min(coming, default=now), now)


def _begins(wanted: Sequence[Slot], covering: Sequence[Future], handoff: datetime, now: datetime) -> datetime:
    """`handoff`, or the first moment before it at which somebody should be there and nobody is."""
    soon = now + SKEW
    held = futures.future(each for slot in wanted for each in futures.of_slot(slot, soon, handoff))
    hole = futures.first_hole(held, covering)
    return now if hole == soon else hole or handoff


def _ends(ref: Ref, unknown: Sequence[LiveRotation], moment: datetime, now: datetime) -> Iterator[Step]:
    for rotation in unknown:
        to_come = all(each.event.since >= moment for each in slots.current(rotation, now))
        if to_come or _is_guard(rotation):
            yield DeleteRotation(ref, rotation.id)
            continue
        for each in slots.current(rotation, now):
            if each.event.since >= moment:
                yield DeleteEvent(ref, rotation.id, each.id)
            elif not each.event.until or each.event.until > moment:
                yield EndEvent(ref, rotation.id, each.id, moment)


def _swaps(
    schedule: Schedule,
    live: Live[LiveSchedule] | None,
    matched: Mapping[str, LiveRotation],
    before: Mapping[str, Future],
    after: Mapping[str, Future],
    now: datetime,
) -> dict[str, OverrideChange]:
    names = {rotation.id: name for name, rotation in matched.items()}
    named = [
        replace(each, override=replace(each.override, rotation=names[each.override.rotation]))
        for each in (live.resource.overrides if live else ())
        if each.override.rotation in names
    ]
    return {
        slot.name: overrides.change(
            [each for each in schedule.overrides if each.rotation == slot.name],
            [each for each in named if each.override.rotation == slot.name],
            _ours(live),
            before[slot.name],
            after[slot.name],
            now,
        )
        for slot in schedule.slots
    }


def _ours(live: Live[LiveSchedule] | None) -> frozenset[str]:
    """The fingerprints of the overrides that ownctl made, as the marker tells them."""
    marker = parse(live.resource.description) if live else None
    return frozenset(marker.overrides if marker else ())


def _room(schedule: Schedule, limits: Limits) -> int:
    """How many fingerprints the description has room for."""
    return (limits.schedule_description - len(schedule.description) - len(OVERRIDES)) // FINGERPRINT


def _description(schedule: Schedule, live: Live[LiveSchedule] | None, swaps: Mapping[str, OverrideChange]) -> str:
    """The declared description, its marker naming the overrides of ours that are not over yet."""
    standing = [fingerprint(each.override) for change in swaps.values() for each in change.kept]
    added = [fingerprint(each) for change in swaps.values() for each in change.add]
    ours = _ours(live)
    prints = [*(each for each in standing if each in ours), *added]
    return " ".join([schedule.description + OVERRIDES, *prints]) if prints else schedule.description


def _fields(schedule: Schedule, live: Live[LiveSchedule] | None, description: str) -> tuple[str, ...]:
    """What differs. A fingerprint too many does no harm, so it alone is no reason to notify everybody on call."""
    if not live:
        return ()
    said, has = parse(description), parse(live.resource.description)
    missing = set(said.overrides if said else ()) - set(has.overrides if has else ())
    same_marker = has is not None and said is not None and (said.org, said.ref) == (has.org, has.ref)
    differs = {
        "name": schedule.name != live.resource.name,
        "description": bool(missing)
        or not same_marker
        or text_above(description) != text_above(live.resource.description),
        "time_zone": schedule.time_zone != live.resource.time_zone,
    }
    return tuple(name for name, different in differs.items() if different)
