"""Handoffs go by the wall clock, also in the nights in which clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from tests.oncall import reference
from tests.oncall.orgs import crew, utc
from tests.oncall.strategies import rotations

from ownctl.oncall import turns
from ownctl.oncall.clock import handoffs, instant

HOURLY = """
    stages: {full: 2025-01-06}
    members: [{person: amara, on_call_since: 2025-01-06}, {person: tom, on_call_since: 2025-01-06}]
    rotations:
      primary: {starts: %s, shift: %s, handoff: {%sat: "%s"}, time_zone: %s}
"""


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:30"),  # does not exist: the offset before, so 02:30 BST
        ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30"),  # twice: the first, still in summer time
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"),
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00"),  # midnight is what is missing
        ("America/St_Johns", "2026-03-08T02:30", "2026-03-08T06:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),  # half an hour of summer time
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("Asia/Kolkata", "2026-03-29T02:30", "2026-03-28T21:00"),
    ],
)
def test_a_missing_time_takes_the_offset_before_and_a_doubled_one_is_the_first(
    zone: str, local: str, expected: str
) -> None:
    assert instant(datetime.fromisoformat(local), ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "starts", "hours"),
    [
        ("Europe/London", "2026-03-28", [4, 4, 4, 4, 4, 4, 3]),
        ("Europe/London", "2026-10-24", [4, 4, 4, 4, 4, 4, 5]),
        ("America/Santiago", "2026-09-05", [4, 4, 4, 4, 4, 4, 3]),
        ("Australia/Lord_Howe", "2026-10-03", [4, 4, 4, 4, 4, 4, 3.5]),
        ("Asia/Kolkata", "2026-03-28", [4, 4, 4, 4, 4, 4, 4]),
    ],
)
def test_only_the_shift_of_the_night_is_shorter_or_longer(zone: str, starts: str, hours: list[float]) -> None:
    org = crew(HOURLY % (starts, "4h", "", "00:00", zone))

    found = turns(
        org, "crew", "primary", utc(f"{starts}T00:00") - timedelta(days=1), utc(f"{starts}T00:00") + timedelta(days=3)
    )

    assert [(turn.end - turn.start) / timedelta(hours=1) for turn in found][:7] == hours
    assert {turn.start.astimezone(ZoneInfo(zone)).hour % 4 for turn in found[:6] + found[7:]} == {0}


def test_a_week_keeps_its_time_of_day_across_both_clock_changes() -> None:
    org = crew(HOURLY % ("2026-03-02", "1w", "day: monday, ", "09:30", "Europe/London"))

    found = turns(org, "crew", "primary", utc("2026-03-02"), utc("2026-12-01"))

    assert {f"{turn.start.astimezone(ZoneInfo('Europe/London')):%a %H:%M}" for turn in found} == {"Mon 09:30"}
    assert {(turn.end - turn.start).total_seconds() / 3600 for turn in found} == {167, 168, 169}


@given(rotations(always=True))
@settings(max_examples=60, deadline=None)
def test_handoffs_are_those_of_dateutils_rules(rotation: object) -> None:
    from ownctl.config import Rotation

    assert isinstance(rotation, Rotation)
    zone = rotation.time_zone or ZoneInfo("UTC")
    pace = handoffs(rotation, zone)
    assert pace is not None
    expected = list(reference.handoffs(rotation, rotation.starts + timedelta(days=400)))

    assert [pace.local(index) for index in range(len(expected))] == expected
    assert [pace.at(index) for index in range(len(expected))] == [reference.instant(at, zone) for at in expected]
    for index in range(0, len(expected), 7):
        assert pace.last_until(pace.at(index)) == index
        assert pace.last_until(pace.at(index) - timedelta(microseconds=1)) == index - 1
        assert pace.local(pace.first_on_or_after(pace.day(index))).date() == pace.day(index)


def test_a_rotation_may_be_asked_about_the_end_of_the_calendar() -> None:
    org = crew(HOURLY % ("2026-03-02", "1w", "day: monday, ", "09:30", "Europe/London"))

    assert turns(org, "crew", "primary", utc("9999-12-20"), utc("9999-12-30"))
    assert turns(org, "crew", "primary", utc("0001-01-02"), utc("0001-03-01")) == ()


def test_before_it_starts_nobody_is_on_call() -> None:
    org = crew(HOURLY % ("2026-03-02", "1d", "", "09:30", "UTC"))

    first, *_ = turns(org, "crew", "primary", utc("2020-01-01"), utc("2026-03-10"))

    assert (first.number, first.start, first.start.date()) == (0, utc("2026-03-02T09:30"), date(2026, 3, 2))
