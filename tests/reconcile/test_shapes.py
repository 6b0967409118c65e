"""A rotation is given other hours, other shifts, another stage, another zone: right from the next handoff on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.reconcile.orgs import BASE, PLATFORM, edited, hours
from tests.reconcile.story import YEAR, Story, said, story_of, utc

NOW = utc("2026-11-24T16:00:07")
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
NAME = "Payments primary"
HANDOFF = utc("2026-11-30T09:30")
SECOND_LINE = (
    '  secondary:\n    starts: 2025-11-03\n    shift: 1w\n    handoff: {day: monday, at: "09:30"}\n'
    "    participants: [liu, ines, amara, tom]\n"
)
COVERED = edited(BASE, ("members:", "support: {cover: platform}\nmembers:")) | {
    "teams/platform.yaml": PLATFORM.replace(
        "services:", SECOND_LINE.replace("liu, ines, amara, tom", "zoe, ken") + "services:"
    )
}
DAILY = edited(BASE, ("shift: 1w", "shift: 1d"), ("day: monday, ", ""))
WEEKENDS = hours(
    BASE,
    '[{days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", to: "20:00"},'
    ' {days: [saturday, sunday], from: "10:00", to: "14:00"}]',
)
EVERY_HOUR = (
    '[{days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: "08:00", to: "20:00"},'
    ' {days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: "18:00", to: "09:00"}]'
)
OTHERS = {
    "business hours": hours(BASE, "business"),
    "long shifts": edited(BASE, ("shift: 1w", "shift: 2w")),
    "short shifts": DAILY,
    "a quarter of a day": edited(DAILY, ("shift: 1d", "shift: 6h")),
    "days in business hours": hours(DAILY, "business"),
    "weekends": WEEKENDS,
    "another zone": edited(BASE, ("    shift: 1w", "    time_zone: America/New_York\n    shift: 1w")),
    "another day": edited(BASE, ("day: monday", "day: thursday"), ("2025-11-03", "2025-11-06")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_shape_and_back_again(story: Story, name: str) -> None:
    other = OTHERS[name]
    story.settle(BASE, NOW)
    story.settle(other, NOW + MINUTE)
    later = HANDOFF + 8 * DAY
    story.agrees(other, later, later + timedelta(days=200))
    story.empty(other, NOW + DAY, HANDOFF + SECOND, later)
    story.settle(BASE, later)
    back = later + timedelta(days=15)
    story.agrees(BASE, back, back + timedelta(days=200))
    story.empty(BASE, later + DAY, back, back + 30 * DAY)


@pytest.mark.parametrize("shift", ["1w", "2w"])
def test_hours_that_leave_no_gap_are_no_other_shape_than_always(story: Story, shift: str) -> None:
    always = edited(BASE, ("shift: 1w", f"shift: {shift}"))
    rows = hours(always, EVERY_HOUR)
    story.settle(rows, NOW)
    story.agrees(rows, NOW, NOW + YEAR)
    story.empty(always, NOW + MINUTE, HANDOFF + DAY)


def test_a_window_that_a_clock_change_cuts_does_not_come_back_every_week(story: Story) -> None:
    now = utc("2027-03-12T16:03:07")  # a year later, that window lies just within what is worked out
    nights = edited(
        hours(BASE, '[{days: [sunday], from: "00:30", to: "02:30"}]'),
        ("    shift: 1w", "    time_zone: America/Santiago\n    shift: 1w"),
    )
    story.settle(nights, now)
    story.agrees(nights, now + DAY, now + YEAR)
    story.empty(nights, now + DAY)


@pytest.mark.parametrize("shift", ["4h", "1d"])
@pytest.mark.parametrize("now", ["2027-08-20T16:00:07", "2027-09-05T00:10:07", "2027-09-05T04:10:07"])
def test_a_handoff_that_a_clock_change_leaves_out(story: Story, now: str, shift: str) -> None:
    midnight = edited(  # which Santiago does not have on 5 September
        DAILY,
        ("shift: 1d", f"time_zone: America/Santiago\n    shift: {shift}"),
        ("09:30", "00:00"),
        ("rotations:", "  - {person: nadia, on_call_since: 2027-09-05}\nrotations:"),
    )
    story.settle(midnight, utc(now))
    story.agrees(midnight, utc(now) + MINUTE, utc(now) + YEAR)
    story.empty(midnight, utc(now) + MINUTE, utc(now) + 3 * DAY)


@pytest.mark.parametrize("shift", ["2d", "3d", "10d"])
def test_turns_of_so_many_windows_and_then_so_many_are_known_for_months(story: Story, shift: str) -> None:
    uneven = hours(edited(DAILY, ("shift: 1d", f"shift: {shift}")), "business")
    story.settle(uneven, NOW)
    story.agrees(uneven, NOW + MINUTE, NOW + 18 * 7 * DAY)
    story.empty(uneven, NOW + DAY, NOW + 8 * DAY, NOW + 30 * DAY)


def test_turns_too_many_for_the_account_are_not_written_anew_every_day() -> None:
    many = [f"p{number}" for number in range(24)]
    people = "".join(f"  {one}: {{name: {one}, email: {one}@acme.example}}\n" for one in many)
    members = "".join(f"  - {{person: {one}, on_call_since: 2025-03-03}}\n" for one in many)
    files = edited(edited(DAILY, ("shift: 1d", "shift: 4h")), ("rotations:\n", f"{members}rotations:\n"))
    files["people.yaml"] += people
    with story_of(files) as telling:
        telling.settle(files, NOW)
        telling.agrees(files, NOW + MINUTE, NOW + 14 * DAY)
        telling.empty(files, NOW + DAY, NOW + 5 * DAY)
        telling.settle(files, NOW + 10 * DAY)
        telling.agrees(files, NOW + 10 * DAY + MINUTE, NOW + 22 * DAY)


def nights(begins: str, ends: str, handoff: str, stages: str) -> dict[str, str]:
    """Every night, handed over each day."""
    every = f"[{{days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], from: {begins}, to: {ends}}}]"
    return edited(
        hours(DAILY, every),
        ("09:30", handoff),
        ("{business-hours: 2025-01-06, full: 2025-06-02}", stages),
    )


@pytest.mark.parametrize(
    "files",
    [
        nights("'01:30'", "'06:00'", "03:00", "{business-hours: 2025-01-06, full: 2027-03-28}"),
        nights("'20:00'", "'01:30'", "23:00", "{business-hours: 2025-01-06, full: 2027-03-27}"),
    ],
    ids=["its begin", "its end"],
)
@pytest.mark.parametrize("now", ["2027-01-10T16:00:07", "2027-03-27T16:00:07"])
def test_a_stage_that_begins_in_a_window_whose_edge_a_clock_change_leaves_out(
    story: Story, files: dict[str, str], now: str
) -> None:
    story.settle(files, utc(now))
    story.agrees(files, utc(now) + DAY, utc(now) + YEAR)
    story.empty(files, utc(now) + MINUTE, utc(now) + DAY)


def test_a_window_that_a_clock_change_cuts_ends_no_rotation(story: Story) -> None:
    joiners = "".join(
        f"  - {{person: {one}, on_call_since: {day}}}\n"
        for one, day in (("nadia", "2026-12-20"), ("sofia", "2027-01-10"), ("ken", "2027-01-30"), ("zoe", "2027-02-20"))
    )
    files = edited(
        nights("'01:30'", "'06:00'", "09:30", "{full: 2025-06-02}"), ("rotations:\n", f"{joiners}rotations:\n")
    )
    files = edited(files, ("org: acme\n", "org: acme\non_call: {first_shifts_paired: 0}\n"), file="org.yaml")
    story.settle(files, NOW)
    later = story.on_call_of(files, NAME, utc("2027-03-26T00:00"), utc("2027-04-26T00:00"))
    assert len(later) >= 30, "somebody is better than nobody"
    story.empty(files, utc("2026-12-10T16:00"))


def test_a_weekly_handoff_that_a_clock_change_moves_to_another_day(story: Story) -> None:
    nuuk = edited(  # which skips an hour before midnight, on a Saturday
        BASE,
        ("shift: 1w", "time_zone: America/Nuuk\n    shift: 1w"),
        ('monday, at: "09:30"', 'saturday, at: "23:30"'),
        ("2025-11-03", "2025-11-01"),
    )
    story.settle(nuuk, NOW)
    story.agrees(nuuk, NOW + MINUTE, NOW + YEAR)
    story.empty(nuuk, NOW + MINUTE, NOW + 9 * DAY)


@pytest.mark.parametrize("name", OTHERS)
def test_a_shape_taken_back_before_the_handoff_leaves_no_trace(story: Story, name: str) -> None:
    story.settle(BASE, NOW)
    before = story.on_call_of(BASE, NAME, NOW, NOW + YEAR)
    story.settle(OTHERS[name], NOW + MINUTE)
    story.settle(BASE, NOW + 2 * MINUTE)
    assert story.on_call_of(BASE, NAME, NOW, NOW + YEAR) == before


def test_whoever_is_on_call_stays_until_the_next_handoff(story: Story) -> None:
    story.settle(BASE, NOW)
    story.settle(DAILY, NOW)
    line = story.on_call_of(DAILY, NAME, NOW, utc("2026-11-25T09:30"))
    assert line == [(NOW, utc("2026-11-25T09:30"), frozenset({"ines"}))]
    story.agrees(DAILY, utc("2026-11-25T09:30"), NOW + YEAR)


def test_a_window_in_which_a_handoff_falls_changes_hands_whole(story: Story) -> None:
    business = hours(BASE, "business")  # from 09:00, half an hour before the handoff
    story.settle(business, NOW)
    listed = edited(business, ("    shift: 1w", "    participants: [liu, tom, ines, amara]\n    shift: 1w"))
    plan = story.settle(listed, utc("2026-11-29T12:00:07"))
    assert [each.takes_effect for each in plan.changes] == [utc("2026-11-30T09:00")]
    story.agrees(listed, utc("2026-11-30T09:00"), NOW + YEAR)


def test_a_handoff_that_is_too_near_is_left_as_it_was(story: Story) -> None:
    story.settle(BASE, NOW)
    listed = edited(BASE, ("    shift: 1w", "    participants: [liu, tom, ines, amara]\n    shift: 1w"))
    near = HANDOFF - timedelta(minutes=10)
    (change,) = story.plan(listed, near).changes
    assert change.takes_effect
    assert change.takes_effect >= HANDOFF + 7 * DAY
    story.settle(listed, near)
    assert [people for _, _, people in story.on_call_of(listed, NAME, HANDOFF, HANDOFF + 7 * DAY)] == [{"amara"}]


def test_effective_now_changes_hands_at_once(story: Story) -> None:
    story.settle(BASE, NOW)
    listed = edited(BASE, ("    shift: 1w", "    participants: [liu, tom, ines, amara]\n    shift: 1w"))
    story.settle(listed, NOW, at_once=True)
    story.agrees(listed, NOW + 2 * MINUTE, NOW + YEAR)
    story.empty(listed, NOW + 3 * MINUTE)


def test_a_promotion_is_in_the_schedule_beforehand_and_in_the_policy_on_its_day(story: Story) -> None:
    files = edited(
        COVERED, ("{business-hours: 2025-01-06, full: 2025-06-02}", "{business-hours: 2026-10-05, full: 2026-12-14}")
    )
    plan = story.settle(files, NOW)
    assert any("in stage full from 14 Dec 2026" in note.text for note in plan.notes)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    day = utc("2026-12-14T09:30")
    story.empty(files, NOW + DAY, day - timedelta(minutes=20), day - SECOND)
    plan = story.settle(files, day + SECOND)
    assert [str(each.ref) for each in plan.changes] == ["escalation-policy/payments"], said(plan.changes)
    story.empty(files, day + DAY, day + 30 * DAY)


def test_a_team_that_is_promoted_on_a_wednesday(story: Story) -> None:
    files = edited(
        COVERED, ("{business-hours: 2025-01-06, full: 2025-06-02}", "{business-hours: 2026-10-05, full: 2026-12-16}")
    )
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, NOW + DAY, NOW + 20 * DAY, utc("2026-12-16T09:00"))
    story.settle(files, utc("2026-12-16T09:31"))
    story.agrees(files, utc("2026-12-16T09:31"), NOW + YEAR)


def test_a_stage_earlier_is_right_again(story: Story) -> None:
    story.settle(COVERED, NOW)
    back = edited(COVERED, ("{business-hours: 2025-01-06, full: 2025-06-02}", "{shadow: 2025-01-06}"))
    story.settle(back, NOW)
    story.agrees(back, HANDOFF, NOW + YEAR)


def test_hours_around_the_world_are_rotations_of_their_own(story: Story) -> None:
    every = "days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]"

    def rotation(name: str, zone: str, day_hours: str, people: str) -> str:
        return (
            f'  {name}:\n    starts: 2025-11-03\n    shift: 1w\n    handoff: {{day: monday, at: "08:00"}}\n'
            f"    time_zone: {zone}\n    hours: [{{{every}, {day_hours}}}]\n    participants: [{people}]\n"
        )

    sun = "rotations:\n" + "".join(
        (
            rotation("london", "Europe/London", 'from: "08:00", to: "16:00"', "amara, tom"),
            rotation("boston", "America/New_York", 'from: "11:00", to: "19:00"', "liu, ines"),
            rotation("singapore", "Asia/Singapore", 'from: "08:00", to: "16:00"', "tom, liu"),
        )
    )
    start, end = BASE["teams/payments.yaml"].index("rotations:"), BASE["teams/payments.yaml"].index("services:")
    text = BASE["teams/payments.yaml"]
    files = {**BASE, "teams/payments.yaml": text[:start] + sun + text[end:]}
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2027-03-14T12:00"), utc("2027-03-28T12:00"), utc("2027-11-02T00:00"))


def test_a_rotation_with_another_key_replaces_the_old_one(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(BASE, ("  primary:", "  main:"))
    plan = story.settle(files, NOW)
    assert [(str(each.action), str(each.ref)) for each in plan.changes] == [
        ("create", "schedule/payments/main"),
        ("update", "escalation-policy/payments"),
        ("delete", "schedule/payments/primary"),
    ]
    story.agrees(files, NOW + MINUTE, NOW + YEAR)


def test_a_second_rotation_comes_and_goes(story: Story) -> None:
    more = edited(BASE, ("services:", SECOND_LINE + "services:"))
    story.settle(BASE, NOW)
    story.settle(more, NOW)
    story.agrees(more, NOW + MINUTE, NOW + YEAR)
    story.settle(BASE, NOW)
    assert [each["summary"] for each in story.listed("/v3/schedules", "schedules")] == [NAME]
