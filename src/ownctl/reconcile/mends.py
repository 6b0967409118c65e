"""What is left of a turn, where the account doesn't show it.

An event that begins in the middle of an occurrence shows its remainder: so we read PagerDuty's description, which is
silent. Where an account reads it otherwise, nobody is on call until the next occurrence; a one-off event is then what
no reading can take for anything else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.account.resources import Event
from ownctl.reconcile.rotations import SKEW
from ownctl.reconcile.slots import MEND
from ownctl.reconcile.steps import AddRotation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.account.live import Live, LiveSchedule
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.rotations import Matched

ONCE = "FREQ=DAILY;COUNT=1"


def mend(live: Live[LiveSchedule], found: Matched, people: Mapping[str, Future], now: datetime) -> Event | None:
    """The event that is missing; None where the account has somebody on call, or nobody is to be.

    `people` is who holds each slot, by our reading. Asks for no shifts of less than a few minutes.
    """
    schedule = live.resource
    begins = now.replace(second=0, microsecond=0) + SKEW + timedelta(minutes=1)
    if found.mends or any(shift.start <= begins < shift.end for shift in schedule.shifts):
        return None
    here = [each for held in people.values() for each in held if each.start <= begins < each.end]
    if not here:
        return None
    stretch = here[0]
    return Event(MEND, begins, stretch.end, "UTC", ONCE, stretch.people[:1], 1, begins, stretch.end)


def is_mend(change: Change) -> bool:
    """Whether a change does nothing but write what is left of a turn."""
    first = change.steps[0] if change.steps else None
    return isinstance(first, AddRotation) and first.slot == MEND
