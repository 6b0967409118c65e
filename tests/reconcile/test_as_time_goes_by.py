"""A plan after an apply is empty, and stays so: tomorrow, after the next handoff, after clock changes, in a year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.reconcile.orgs import BASE, TEAM, edited, hours
from tests.reconcile.story import YEAR, Story, utc

NOW = utc("2026-11-24T16:00:07")
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LATER = (
    NOW + SECOND,
    NOW + DAY,
    utc("2026-11-30T09:29:59"),
    utc("2026-11-30T09:30:01"),
    utc("2027-02-24T16:00"),
    utc("2027-03-28T00:59"),
    utc("2027-03-28T01:01"),
    utc("2027-04-05T08:31"),
    utc("2027-10-24T16:00"),
    utc("2027-10-31T02:00"),
)
ROTATIONS = {
    "a week each": BASE,
    "two weeks each": edited(BASE, ("shift: 1w", "shift: 2w")),
    "a day each": edited(BASE, ("shift: 1w", "shift: 1d"), ("day: monday, ", "")),
    "half a day each": edited(BASE, ("shift: 1w", "shift: 12h"), ("day: monday, ", "")),
    "four hours each": edited(BASE, ("shift: 1w", "shift: 4h"), ("day: monday, ", "")),
    "three days each": edited(BASE, ("shift: 1w", "shift: 3d"), ("day: monday, ", "")),
    "business hours": hours(BASE, "business"),
    "a day each in business hours": hours(edited(BASE, ("shift: 1w", "shift: 1d"), ("day: monday, ", "")), "business"),
    "two weeks each in business hours": hours(edited(BASE, ("shift: 1w", "shift: 2w")), "business"),
    "other hours at weekends": hours(
        BASE,
        '[{days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", to: "20:00"},'
        ' {days: [saturday, sunday], from: "10:00", to: "14:00"}]',
    ),
    "nights": hours(BASE, '[{days: [monday, tuesday, wednesday, thursday, friday], from: "22:00", to: "06:00"}]'),
    "on the other side of the world": edited(BASE, ("shift: 1w", "time_zone: America/New_York\n    shift: 1w")),
    "handed over at night": edited(
        BASE, ('day: monday, at: "09:30"', 'day: sunday, at: "01:30"'), ("2025-11-03", "2025-11-02")
    ),
    "where clocks never change": edited(BASE, ("shift: 1w", "time_zone: Asia/Kolkata\n    shift: 1w")),
    "where clocks change by half an hour": edited(BASE, ("shift: 1w", "time_zone: Australia/Lord_Howe\n    shift: 1w")),
}


@pytest.mark.parametrize("name", ROTATIONS)
def test_applied_in_the_middle_of_a_turn_it_is_right_for_a_year_and_asks_for_nothing(story: Story, name: str) -> None:
    files = ROTATIONS[name]
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, *LATER)


def test_who_is_on_call_at_the_first_apply_is_who_the_files_say_has_this_turn(story: Story) -> None:
    story.settle(BASE, NOW)
    held = list(story.shifts("Payments primary", NOW, utc("2026-12-01T00:00")))
    assert held == [
        (NOW, utc("2026-11-30T09:30"), "ines@acme.example"),
        (utc("2026-11-30T09:30"), utc("2026-12-01T00:00"), "amara@acme.example"),
    ]


def test_four_people_who_take_turns_for_ever_are_one_event(story: Story) -> None:
    story.settle(BASE, NOW)
    live = story.schedule(BASE, "Payments primary", NOW).resource
    assert [[each.event.members for each in one.events] for one in live.rotations] == [
        [("ines", "amara", "tom", "liu")]
    ]
    assert live.rotations[0].events[0].event.until is None


@pytest.mark.parametrize("name", ["a week each", "four hours each", "business hours", "a day each in business hours"])
def test_years_later_it_is_still_right(story: Story, name: str) -> None:
    files = ROTATIONS[name]
    story.settle(files, NOW)
    much_later = NOW + timedelta(days=1000)
    story.empty(files, much_later)
    story.agrees(files, much_later, much_later + YEAR)


def test_a_rotation_of_127_people_works_in_parts(accounts) -> None:  # type: ignore[no-untyped-def]
    from tests.reconcile.story import org_of, seed, telling

    people = [f"p{number:03}" for number in range(127)]
    files = {
        "org.yaml": BASE["org.yaml"],
        "people.yaml": "people:\n"
        + "".join(f"  {one}: {{name: {one}, email: {one}@acme.example}}\n" for one in people),
        TEAM: "team: payments\nname: Payments\nstages: {full: 2025-06-02}\nmembers:\n"
        + "".join(f"  - {{person: {one}, on_call_since: 2025-01-06}}\n" for one in people)
        + 'rotations:\n  primary:\n    starts: 2025-11-03\n    shift: 1w\n    handoff: {day: monday, at: "09:30"}\n',
    }
    with telling(accounts(seed=seed(org_of(files)), rate_limit=10**6)) as story:
        plan = story.settle(files, NOW)
        assert any("which is all that the account takes" in note.text for note in plan.notes)
        story.agrees(files, NOW + MINUTE, NOW + timedelta(days=300))
        now, asked = NOW, 0
        for _ in range(30):
            now += timedelta(weeks=3)
            if story.plan(files, now).changes:
                story.settle(files, now)
                asked += 1
            story.agrees(files, now, now + timedelta(weeks=6))
        assert 1 <= asked <= 4
