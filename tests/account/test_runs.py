"""Turns become the fewest events that cycles of members explain, and reading those events gives the turns back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ownctl.account.resources import Occurrence, Slot, SlotTurn
from ownctl.account.runs import known_until, runs, slot_of
from ownctl.reconcile import futures

BEGIN = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)
LATEST = BEGIN + 1000 * WEEK


def slot(people: str, *, endless: bool = True) -> Slot:
    """A weekly slot in UTC; one letter is a week of one person, `-` a week of nobody."""
    turns = []
    for number, letter in enumerate(people):
        start = BEGIN + number * WEEK
        occurrence = Occurrence(start, start + WEEK, start, start + WEEK)
        turns.append(SlotTurn(None if letter == "-" else letter, (occurrence,)))
    counted_from = (BEGIN.replace(tzinfo=None) - 2 * WEEK, BEGIN.replace(tzinfo=None) - WEEK)
    return Slot("primary", "UTC", "FREQ=WEEKLY;BYDAY=MO", counted_from, 1, tuple(turns), endless)


def members(people: str, *, room: int = 5, most: int = 20, endless: bool = True) -> list[str]:
    described = runs(slot(people, endless=endless), BEGIN, room=room, members=most, latest=LATEST)
    return ["".join(str(one) if one else "-" for one in event.members) for event in described.events]


def test_four_who_take_turns_are_one_event() -> None:
    assert members("abcdabcdabcd") == ["abcd"]


def test_a_fifth_who_joins_makes_it_two() -> None:
    assert len(members("abcdabcdabcd" + "eabcd" * 10)) == 2


def test_one_who_stays_away_for_two_rounds_makes_it_three() -> None:
    assert len(members("abcabcababcabcabcabc")) <= 3


def test_more_than_an_event_holds_are_two_events() -> None:
    assert [len(each) for each in members("abcdefabcdef", most=4)][:2] == [4, 4]


def test_nobodys_turn_is_a_member_that_is_nobody() -> None:
    assert members("ab-ab-ab-") == ["ab-"]


def test_a_long_time_of_nobody_is_no_event() -> None:
    away = "ab" * 15 + "-" * 30
    assert members(away + "cd" * 15) == ["ab", "cd"]
    (event,) = runs(slot(away), BEGIN, room=5, members=20, latest=LATEST).events
    assert event.until == BEGIN + 30 * WEEK


def test_what_does_not_fit_is_the_furthest_future_and_the_last_event_never_ends() -> None:
    described = runs(slot("aabbccddeeff" * 2), BEGIN, room=2, members=1, latest=LATEST)
    assert described.left_out == BEGIN + 4 * WEEK
    assert described.events[-1].until is None
    assert known_until(described.events[-1].name) == datetime(2026, 12, 28, tzinfo=UTC)
    assert slot_of(described.events[-1].name) == "primary"


def test_what_is_not_said_yet_does_not_fill_a_gap_that_the_files_leave() -> None:
    whole = slot("abab" + "-" * 10 + "abab")
    gap = whole._replace(turns=tuple(turn for turn in whole.turns if turn.person))
    described = runs(gap, BEGIN, room=1, members=20, latest=LATEST)
    assert described.left_out == BEGIN + 14 * WEEK
    assert described.events[-1].until == BEGIN + 4 * WEEK
    (event,) = runs(gap, BEGIN, room=1, members=20, latest=BEGIN + 3.5 * WEEK).events
    assert event.until is None, "a date too far away to be sent"


def test_a_slot_that_ends_ends() -> None:
    described = runs(slot("aabb", endless=False), BEGIN, room=5, members=20, latest=LATEST)
    assert described.events[-1].until == BEGIN + 4 * WEEK


def test_a_cycle_that_has_not_come_round_yet_is_known_only_as_far_as_it_goes() -> None:
    (event,) = runs(slot("abcde"), BEGIN, room=5, members=20, latest=LATEST).events
    assert known_until(event.name) == datetime(2027, 1, 4, tzinfo=UTC)


def test_nothing_is_begun_that_the_account_would_refuse_as_too_far() -> None:
    described = runs(slot("aab"), BEGIN, room=5, members=1, latest=BEGIN + WEEK)
    assert len(described.events) == 1
    assert described.left_out == BEGIN + 2 * WEEK


def test_no_occurrence_that_is_written_ends_too_far_away() -> None:
    described = runs(slot("aab"), BEGIN, room=5, members=1, latest=BEGIN + 2.5 * WEEK)
    assert described.events[-1].end <= BEGIN + 2.5 * WEEK
    assert described.left_out == BEGIN + 2 * WEEK


def test_a_slot_that_ends_too_far_away_is_described_as_far_as_it_may_be() -> None:
    described = runs(slot("abab", endless=False), BEGIN, room=5, members=20, latest=BEGIN + 3.5 * WEEK)
    assert described.events[-1].until == BEGIN + 3 * WEEK
    assert described.left_out == BEGIN + 3 * WEEK


@given(st.text("abc-", min_size=1, max_size=30))
def test_reading_the_events_gives_the_turns_back(people: str) -> None:
    declared = slot(people, endless=False)
    described = runs(declared, BEGIN, room=100, members=20, latest=LATEST)
    end = BEGIN + len(people) * WEEK
    assert described.left_out is None
    assert futures.of_events(described.events, BEGIN, end) == futures.of_slot(declared, BEGIN, end)


@given(st.text("abc-", min_size=1, max_size=30), st.integers(0, 10**6))
def test_from_any_moment_on_too(people: str, minutes: int) -> None:
    declared = slot(people, endless=False)
    end = BEGIN + len(people) * WEEK
    since = BEGIN + timedelta(minutes=minutes) % (end - BEGIN)
    described = runs(declared, since, room=100, members=20, latest=LATEST)
    assert futures.of_events(described.events, since, end) == futures.of_slot(declared, since, end)


@given(st.text("abc", min_size=1, max_size=30))
def test_futures_in_other_events_are_equal_futures(people: str) -> None:
    declared = slot(people, endless=False)
    end = BEGIN + len(people) * WEEK
    few = runs(declared, BEGIN, room=100, members=20, latest=LATEST).events
    many = runs(declared, BEGIN, room=100, members=1, latest=LATEST).events
    one, other = (futures.of_events(each, BEGIN, end) for each in (few, many))
    assert futures.first_difference(one, other) is None
