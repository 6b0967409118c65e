"""What becomes of the turns of a schedule: slot by slot, before overrides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ownctl.reconcile import futures, slots
from ownctl.reconcile.rotations import begins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.account.live import LiveRotation
    from ownctl.account.resources import Schedule
    from ownctl.config.limits import Limits
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.rotations import Matched
    from ownctl.reconcile.slots import SlotChange


@dataclass(frozen=True, slots=True)
class Turns:
    """What becomes of the slots of a schedule, before overrides."""

    changes: list[SlotChange] = field(default_factory=list)
    full: list[datetime] = field(default_factory=list)
    before: dict[str, Future] = field(default_factory=dict)
    after: dict[str, Future] = field(default_factory=dict)
    """Who holds each slot by its events, by its name."""


def turned(
    schedule: Schedule, found: Matched, held: Mapping[str, Future], moment: datetime, now: datetime, limits: Limits
) -> Turns:
    """Hold the turns of every slot to the account's, from `moment` on; `held` is who has each rotation, by its id."""
    turns = Turns()
    for slot in schedule.slots:
        rotation = found.by_slot.get(slot.name)
        here = held[rotation.id] if rotation else ()
        since = begins([slot], [here], moment, now) if slot.buddies else moment
        changed = slots.change(slot, rotation, now, since, limits)
        turns.before[slot.name] = turns.after[slot.name] = here
        if isinstance(changed, slots.Full):
            turns.full.append(changed.since)
        elif changed:
            turns.changes.append(changed)
            turns.after[slot.name] = _after(rotation, changed, now)
    return turns


def _after(rotation: LiveRotation | None, changed: SlotChange, now: datetime) -> Future:
    """Who holds a slot by its events once the change is done."""
    gone = {each.id for each in changed.delete}
    events = [
        replace(each.event, until=changed.takes_effect) if changed.end and each.id == changed.end.id else each.event
        for each in (rotation.events if rotation else ())
        if each.id not in gone
    ]
    return futures.of_events([*events, *changed.add], now, now + slots.AHEAD)
