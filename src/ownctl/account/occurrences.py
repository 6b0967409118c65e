"""Reading an event as the account does: which occurrences it has, and who holds each.

The reading is PagerDuty's as far as it is written down: the rule runs by the wall clock of the event's zone, member 0
holds the first occurrence from `start` on, and an occurrence that `since` or `until` cuts into shows its remainder.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.account.resources import Event, PersonRef


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock of `zone` at `moment`, without a zone of its own."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a wall clock of `zone` shows `local` for the first time (RFC 5545, 3.3.5)."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def occurrences(
    event: Event, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, tuple[PersonRef | None, ...]]]:
    """Each occurrence in effect that touches [since, until): its start, end and holders, cut to the event's effect."""
    zone = ZoneInfo(event.zone)
    first, length = wall(event.start, zone), wall(event.end, zone) - wall(event.start, zone)
    begin = max(since, event.since)
    end = min(until, event.until) if event.until else until
    for number, local in enumerate(_rule(event, first)):
        start, stop = instant(local, zone), instant(local + length, zone)
        if start >= end:
            return
        if stop > begin:
            yield max(start, event.since), min(stop, event.until or stop), _holders(event, number)


def _rule(event: Event, first: datetime) -> Iterator[datetime]:
    text = event.rule if not event.dates else "\n".join([f"RRULE:{event.rule}", *event.dates])
    return iter(rrulestr(text, dtstart=first, forceset=bool(event.dates), ignoretz=True))


def _holders(event: Event, number: int) -> tuple[PersonRef | None, ...]:
    if event.together:
        return event.members
    return (event.members[number // event.per_member % len(event.members)],)
