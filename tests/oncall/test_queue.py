"""The queue: next in list order who is available; somebody coming or going reshuffles nobody else."""

from __future__ import annotations

import pytest
from tests.oncall.orgs import crew, said, utc

from ownctl.oncall import spans, turns
from ownctl.oncall.engine import engine

WEEKLY = """
    rotations:
      primary: {starts: 2026-11-02, shift: 1w, handoff: {day: monday, at: "09:00"}%s}
    stages: {full: 2025-01-06}
    members:
"""


def holders(members: str, until: str = "2026-12-21", more: str = "", **kept: str) -> list[str | None]:
    org = crew(WEEKLY % more + members, settings="on_call: {first_shifts_paired: 0}", **kept)
    return [turn.person for turn in turns(org, "crew", "primary", utc("2026-11-02T09:00"), utc(until))]


def test_the_pager_goes_round_in_the_order_of_the_list() -> None:
    members = """
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03}
      - {person: liu, on_call_since: 2025-03-03}
    """
    assert holders(members) == ["amara", "tom", "liu", "amara", "tom", "liu", "amara"]
    assert holders(members, more=", participants: [liu, amara]") == ["liu", "amara"] * 3 + ["liu"]


def test_somebody_joining_waits_for_their_day_and_moves_nobody() -> None:
    members = """
      - {person: amara, on_call_since: 2025-03-03}
      - {person: noor, on_call_since: 2026-11-17}
      - {person: tom, on_call_since: 2025-03-03}
      - {person: liu, on_call_since: 2025-03-03}
    """
    assert holders(members) == ["amara", "tom", "liu", "amara", "noor", "tom", "liu"]


def test_an_opt_out_counts_on_both_of_its_days() -> None:
    members = """
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03, opted_out: {because: rest, since: 2026-11-09, until: 2026-11-23}}
      - {person: liu, on_call_since: 2025-03-03}
    """
    assert holders(members) == ["amara", "liu", "amara", "liu", "amara", "tom", "liu"]


def test_who_has_no_day_is_never_on_call() -> None:
    members = """
      - {person: amara, opted_out: {because: part-time, until: 2026-11-10}}
      - {person: tom, on_call_since: 2025-03-03}
    """
    assert holders(members) == ["tom"] * 7


def test_where_nobody_is_available_the_turn_is_nobodys_and_the_queue_waits() -> None:
    members = """
      - {person: amara, on_call_since: 2025-03-03, opted_out: {because: rest, since: 2026-11-16, until: 2026-11-29}}
      - {person: tom, on_call_since: 2025-03-03, opted_out: {because: rest, since: 2026-11-16, until: 2026-11-29}}
    """
    assert holders(members) == ["amara", "tom", None, None, "amara", "tom", "amara"]


def test_who_leaves_in_the_middle_gives_the_pager_to_who_is_next_and_moves_nobody_else() -> None:
    org = crew(
        WEEKLY % ""
        + """
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03, until: 2026-11-12}
      - {person: liu, on_call_since: 2025-03-03}
    """
    )
    found = spans(org, "crew", utc("2026-11-02"), utc("2026-11-30"))

    assert said(found) == [
        "11-02 09:00 → 11-09 09:00 amara",
        "11-09 09:00 → 11-12 09:00 tom",
        "11-12 09:00 → 11-23 09:00 liu",
        "11-23 09:00 → 11-30 00:00 amara",
    ]
    _, toms, lius, _ = turns(org, "crew", "primary", utc("2026-11-02T09:00"), utc("2026-11-30"))
    assert (toms.end, toms.next_handoff) == (utc("2026-11-12T09:00"), utc("2026-11-16T09:00"))
    assert (lius.start, lius.handoff, lius.number) == (utc("2026-11-12T09:00"), utc("2026-11-16T09:00"), 2)


def test_who_leaves_on_a_handoff_day_gives_nothing_up() -> None:
    members = """
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03, until: 2026-11-16}
    """
    assert holders(members, until="2026-11-24") == ["amara", "tom", "amara", "amara"]


WINDOWS = """
    rotations:
      primary: {starts: 2026-11-02, shift: %s, handoff: {%sat: "%s"}, hours: %s}
    stages: {full: 2025-01-06}
    members:
      - {person: amara, on_call_since: 2025-03-03}
      - {person: tom, on_call_since: 2025-03-03, until: %s}
      - {person: liu, on_call_since: 2025-03-03}
"""
OFFICE = '[{days: [monday, tuesday, wednesday, thursday, friday], from: "09:00", to: "17:00"}]'


def windowed(shift: str, day: str, at: str, hours: str, until: str, left: str = "2027-01-01") -> list[str]:
    org = crew(WINDOWS % (shift, day, at, hours, left))
    return said(spans(org, "crew", utc("2026-11-01"), utc(until)))


def test_a_window_in_which_a_handoff_falls_belongs_whole_to_who_takes_over_also_the_first() -> None:
    assert windowed("1w", "day: monday, ", "12:00", OFFICE, "2026-11-10") == [
        *(f"11-0{day} 09:00 → 11-0{day} 17:00 amara" for day in range(2, 7)),
        "11-09 09:00 → 11-09 17:00 tom",
    ]


def test_a_window_belongs_to_who_takes_over_from_a_leaver_too() -> None:
    assert windowed("1w", "day: monday, ", "12:00", OFFICE, "2026-11-14", left="2026-11-11")[5:] == [
        "11-09 09:00 → 11-09 17:00 tom",
        "11-10 09:00 → 11-10 17:00 tom",
        "11-11 09:00 → 11-11 17:00 liu",
        "11-12 09:00 → 11-12 17:00 liu",
        "11-13 09:00 → 11-13 17:00 liu",
    ]


def test_a_day_without_a_window_is_no_turn() -> None:
    found = windowed("1d", "", "08:00", OFFICE, "2026-11-11")

    assert [line.split()[-1] for line in found] == ["amara", "tom", "liu", "amara", "tom", "liu", "amara"]
    assert found[5].startswith("11-09 09:00")


@pytest.mark.parametrize(("to", "turn"), [("09:00", "11-15 09:00"), ("09:01", "11-16 09:00")])
def test_a_window_that_ends_with_a_handoff_belongs_to_who_hands_over(to: str, turn: str) -> None:
    rows = f'[{{days: [monday], from: "08:00", to: "{to}"}}]'
    org = crew(WINDOWS % ("1d", "", "09:00", rows, "2027-01-01"))

    (found,) = turns(org, "crew", "primary", utc("2026-11-11"), utc("2026-11-17"))

    assert f"{found.start:%m-%d %H:%M}" == turn


def test_rows_that_overlap_are_one_window_and_rows_that_touch_are_two() -> None:
    rows = (
        '[{days: [monday], from: "08:00", to: "12:00"}, {days: [monday], from: "11:00", to: "15:00"},'
        ' {days: [monday], from: "15:00", to: "18:00"}]'
    )
    org = crew(WINDOWS % ("1w", "day: monday, ", "14:00", rows, "2027-01-01"))
    first, second = turns(org, "crew", "primary", utc("2026-11-02"), utc("2026-11-10"))

    assert first.windows == (
        (utc("2026-11-02T08:00"), utc("2026-11-02T15:00")),
        (utc("2026-11-02T15:00"), utc("2026-11-02T18:00")),
    )
    assert second.windows[0][0] < second.start


def test_hours_that_overlap_all_week_long_are_always() -> None:
    week = "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]"
    rows = f'[{{days: {week}, from: "08:00", to: "20:00"}}, {{days: {week}, from: "19:00", to: "09:00"}}]'

    assert windowed("1w", "day: monday, ", "12:00", rows, "2026-11-10") == [
        "11-02 12:00 → 11-09 12:00 amara",
        "11-09 12:00 → 11-10 00:00 tom",
    ]


def test_from_equal_to_to_is_a_whole_day_and_to_before_from_ends_on_the_next() -> None:
    rows = '[{days: [saturday], from: "09:00", to: "09:00"}, {days: [monday], from: "18:00", to: "09:00"}]'

    assert windowed("1w", "day: monday, ", "12:00", rows, "2026-11-09") == [
        "11-02 18:00 → 11-03 09:00 amara",
        "11-07 09:00 → 11-08 09:00 amara",
    ]


STAGED = """
    rotations:
      primary: {starts: 2026-11-02, shift: 1w, handoff: {day: monday, at: "12:00"}}
    stages: {%s}
    business_hours: {days: [monday, tuesday, wednesday, thursday, friday], from: "09:00", to: "17:00"}
    members: [{person: amara, on_call_since: 2025-03-03}, {person: tom, on_call_since: 2025-03-03}]
"""


def test_a_stage_cuts_windows_once_it_is_known_whose_they_are() -> None:
    org = crew(STAGED % "business-hours: 2026-11-02, full: 2026-11-09")

    assert said(spans(org, "crew", utc("2026-11-06"), utc("2026-11-17"))) == [
        "11-06 09:00 → 11-06 17:00 amara",
        "11-09 09:00 → 11-16 12:00 tom",
        "11-16 12:00 → 11-17 00:00 amara",
    ]


def test_without_stages_a_team_is_in_shadow_and_so_in_business_hours() -> None:
    found = spans(crew(STAGED % ""), "crew", utc("2026-11-02"), utc("2026-11-04"))

    assert said(found) == ["11-02 09:00 → 11-02 17:00 amara", "11-03 09:00 → 11-03 17:00 amara"]


def test_years_of_history_are_not_walked_turn_by_turn() -> None:
    old = (
        (WEEKLY % "")
        .replace("2026-11-02", "2019-11-04")
        .replace("2025-01-06", "2018-01-06")
        .replace("1w", "4h")
        .replace("day: monday, ", "")
    )
    org = crew(
        old + "      - {person: amara, on_call_since: 2018-01-01}\n      - {person: tom, on_call_since: 2018-01-01}\n"
    )

    found = turns(org, "crew", "primary", utc("2026-11-02"), utc("2026-11-03"))

    roster = engine(org).roster("crew", "primary")
    assert roster
    assert found[-1].number > 15_000
    assert len(roster.queue._turns) < 100
