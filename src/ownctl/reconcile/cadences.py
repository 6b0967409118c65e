"""When a rotation hands over, how long its turns are and at which hours it is on call, read off its recurrence rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ownctl.account.occurrences import wall
from ownctl.account.slots import BYDAY
from ownctl.reconcile.changes import Field
from ownctl.reconcile.compare import duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.account.live import LiveRotation
    from ownctl.account.resources import Slot

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALWAYS = "always"


class Cadence(NamedTuple):
    """What a rule says beside who has which turn; None where it can't tell."""

    handoff: str | None
    """`Mon 10:00`; only of rotations that are always on call, since windows belong whole to who takes over."""
    shift: str | None
    hours: str
    days: tuple[str, ...] = ()
    """The days of `hours`, as rules write them."""


def changes(slot: Slot, rotation: LiveRotation | None) -> Iterator[Field]:
    """Where a slot's cadence is another than that of the rotation that holds it in the account."""
    old = of_rotation(rotation) if rotation else None
    new = of_rule(slot.rule, *slot.counted_from, slot.per_turn)
    if not old or not new:
        return
    if old.handoff and new.handoff and old.handoff != new.handoff:
        yield Field("handoff", old.handoff, new.handoff)
    if old.shift and new.shift and old.shift != new.shift:
        yield Field("shift", old.shift, new.shift)
    if (old.hours, old.days) != (new.hours, new.days):
        yield Field("hours", _hours(old, new), _hours(new, old))


def of_rotation(rotation: LiveRotation) -> Cadence | None:
    """That of the account's latest event; one that begins within a turn doesn't tell how long turns are."""
    events = [each.event for each in rotation.events]
    if not events:
        return None
    last = max(events, key=lambda each: each.since)
    zone = ZoneInfo(last.zone)
    per_turn = max(each.per_member for each in events)
    return of_rule(last.rule, wall(last.start, zone), wall(last.end, zone), per_turn)


def of_rule(rule: str, begins: datetime, ends: datetime, per_turn: int) -> Cadence | None:
    """That of a rule (RFC 5545) whose first occurrence is from `begins` to `ends`, by the wall clock.

    None for rules that ownctl doesn't write.
    """
    said = dict(part.partition("=")[::2] for part in rule.split(";"))
    length, every = ends - begins, int(said.get("INTERVAL", "1"))
    days = tuple(said["BYDAY"].split(",")) if "BYDAY" in said else ()
    clock = f"{begins:%H:%M}"
    if said.get("FREQ") == "DAILY" and (length == every * DAY or "BYHOUR" in said) and not days:
        return Cadence(clock if "BYHOUR" not in said else None, duration(length), ALWAYS)
    if said.get("FREQ") == "WEEKLY" and length == every * WEEK and len(days) == 1 and days[0] in BYDAY:
        return Cadence(f"{NAMES[BYDAY.index(days[0])]} {clock}", duration(length), ALWAYS)
    if not set(days) <= set(BYDAY):
        return None
    hours = f"{clock}–{ends:%H:%M}"
    if said.get("FREQ") == "DAILY":
        return Cadence(None, duration(DAY), hours, days)
    if said.get("FREQ") == "WEEKLY" and days:
        weeks, rest = divmod(per_turn, len(days))
        return Cadence(None, duration(weeks * WEEK) if weeks and not rest else None, hours, days)
    return None


def _hours(one: Cadence, other: Cadence) -> str:
    """The hours, with their days where those differ and not only the clock."""
    if one.days == other.days or not one.days:
        return one.hours
    named = [BYDAY.index(day) for day in one.days]
    in_a_row = len(named) > 2 and named == list(range(named[0], named[-1] + 1))
    days = f"{NAMES[named[0]]}–{NAMES[named[-1]]}" if in_a_row else ", ".join(NAMES[day] for day in named)
    return f"{days} {one.hours}"
