"""From which moment on the account is held to the files, where the files have no handoff of their own."""

from __future__ import annotations

from datetime import timedelta

from tests.reconcile.story import utc

from ownctl.reconcile import futures
from ownctl.reconcile.futures import Future, Stretch
from ownctl.reconcile.rotations import handoff
from ownctl.reconcile.slots import AHEAD

NOW = utc("2026-12-01T12:00")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def weekly(*people: str, first: timedelta = DAY) -> Future:
    """Eight hours a week as far as anybody looks, handed round among people."""
    starts = [(NOW + first + number * WEEK, people[number % len(people)]) for number in range(AHEAD // WEEK + 1)]
    looked_at = [(start, person) for start, person in starts if start + 8 * HOUR < NOW + AHEAD]
    return tuple(Stretch(start, start + 8 * HOUR, (person,)) for start, person in looked_at)


def test_the_last_window_that_is_looked_at_is_no_handoff() -> None:
    assert handoff([], [weekly("ines")], NOW, at_once=False) == NOW


def test_who_has_a_window_and_never_hands_over_keeps_it_to_its_end() -> None:
    assert handoff([], [weekly("ines", first=-HOUR)], NOW, at_once=False) == NOW + 7 * HOUR


def test_who_hands_over_keeps_the_pager_until_then() -> None:
    assert handoff([], [weekly("ines", "tom", first=-HOUR)], NOW, at_once=False) == NOW - HOUR + WEEK


def test_what_ends_long_before_anybody_stops_looking_ends_there() -> None:
    ends = NOW + 20 * DAY
    assert handoff([], [(Stretch(NOW - DAY, ends, ("ines",)),)], NOW, at_once=False) == ends


def test_who_is_alone_for_longer_than_any_turn_waits_for_nothing() -> None:
    windows = futures.cut(weekly("ines", first=-HOUR), NOW, NOW + 100 * DAY)
    assert handoff([], [windows], NOW, at_once=False) == NOW + 7 * HOUR
    assert handoff([], [(Stretch(NOW - DAY, NOW + 100 * DAY, ("ines",)),)], NOW, at_once=False) == NOW
