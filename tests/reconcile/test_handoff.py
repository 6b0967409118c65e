"""From which moment on the account is held to the files, where the files have no handoff of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.reconcile.story import utc

from ownctl.account.live import LiveEvent, LiveRotation
from ownctl.account.resources import Event
from ownctl.reconcile import futures
from ownctl.reconcile.rotations import handoff
from ownctl.reconcile.slots import AHEAD

NOW = utc("2026-12-01T12:00")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def weekly(
    *people: str, first: timedelta = DAY, length: timedelta = 8 * HOUR, turn: int = 1, until: datetime | None = None
) -> Event:
    """A window a week, handed round among people; each has so many in a row."""
    start = NOW + first
    return Event("primary", start, start + length, "UTC", "FREQ=WEEKLY", people, turn, start, until)


def next_handoff(*events: Event) -> datetime:
    rotations = [LiveRotation(str(number), (LiveEvent("", event),)) for number, event in enumerate(events)]
    held = {str(number): futures.of_events([event], NOW, NOW + AHEAD) for number, event in enumerate(events)}
    return handoff([], rotations, held, NOW, at_once=False)


def test_the_last_window_that_is_looked_at_is_no_handoff() -> None:
    assert next_handoff(weekly("ines")) == NOW


def test_who_has_a_window_and_never_hands_over_keeps_it_to_its_end() -> None:
    assert next_handoff(weekly("ines", first=-HOUR)) == NOW + 7 * HOUR


def test_who_hands_over_keeps_the_pager_until_then() -> None:
    assert next_handoff(weekly("ines", "tom", first=-HOUR)) == NOW - HOUR + WEEK
    assert next_handoff(weekly("ines", "tom", first=-HOUR, turn=6)) == NOW - HOUR + 6 * WEEK


def test_what_ends_soon_ends_there() -> None:
    ends = NOW + 10 * DAY
    assert next_handoff(weekly("ines", first=-DAY, length=WEEK, until=ends)) == ends
    ends = NOW + 10 * WEEK
    assert next_handoff(weekly("ines", first=-DAY, length=WEEK, turn=12, until=ends)) == ends


def test_who_is_alone_for_longer_than_a_turn_waits_for_nothing() -> None:
    assert next_handoff(weekly("ines", first=-HOUR, until=NOW + 100 * DAY)) == NOW + 7 * HOUR
    assert next_handoff(weekly("ines", first=-DAY, length=WEEK, until=NOW + 100 * DAY)) == NOW
    then_tom = weekly("tom", first=100 * DAY)
    assert next_handoff(weekly("ines", first=-DAY, length=WEEK, until=NOW + 100 * DAY), then_tom) == NOW


def test_an_event_made_by_hand_that_never_comes_round_is_no_turn() -> None:
    once = weekly("ines", first=-DAY, length=100 * DAY)._replace(rule="FREQ=WEEKLY;COUNT=1")
    assert next_handoff(once) == NOW
