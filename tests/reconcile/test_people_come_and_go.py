"""Who joins, leaves, stays away or comes back, in the account as in the files, and nobody else's order moves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.reconcile.orgs import BASE, edited, hours, joined, overridden
from tests.reconcile.story import YEAR, Story, said, utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.account.live import LiveSchedule
    from ownctl.account.resources import Event

NOW = utc("2026-11-24T16:00:07")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAME = "Payments primary"
ALONE = edited(
    BASE,
    ("time_zone: Europe/London\n", "time_zone: Europe/London\non_call: {first_shifts_paired: 0}\n"),
    file="org.yaml",
)
"""Without pairing, so that a newcomer is nothing but a joiner."""


def events(story: Story, files: Mapping[str, str]) -> dict[str, list[Event]]:
    """The events that are not over yet, in order, by the name of the rotation."""
    live = schedule(story, files)
    found: dict[str, list[Event]] = {}
    for rotation in live.rotations:
        for each in sorted(rotation.events, key=lambda one: one.event.since):
            if not each.event.until or each.event.until > NOW:
                found.setdefault(each.event.name, []).append(each.event)
    return found


def schedule(story: Story, files: Mapping[str, str]) -> LiveSchedule:
    return story.schedule(files, NAME, NOW).resource


def test_a_joiner_in_three_weeks_is_two_events_and_known_beforehand(story: Story) -> None:
    story.settle(ALONE, NOW)
    before = story.on_call_of(ALONE, NAME, NOW, utc("2026-12-21T09:30"))
    files = joined(ALONE, "person: nadia, on_call_since: 2026-12-14")
    plan = story.settle(files, NOW)
    assert [str(each.ref) for each in plan.changes] == ["membership/payments/nadia", "schedule/payments/primary"]
    assert [len(each) for each in events(story, files).values()] == [2]
    assert story.on_call_of(files, NAME, NOW, utc("2026-12-21T09:30")) == before
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2026-12-14T09:31"), utc("2026-12-21T09:31"), utc("2027-02-01T00:00"))


def test_a_joiner_changes_nobody_elses_order(story: Story) -> None:
    story.settle(ALONE, NOW)
    files = joined(ALONE, "person: nadia, on_call_since: 2026-12-14")
    story.settle(files, NOW)
    turns = [next(iter(people)) for _, _, people in story.on_call_of(files, NAME, NOW, NOW + timedelta(weeks=12))]
    assert [one for one in turns if one != "nadia"][:9] == [
        "ines",
        "amara",
        "tom",
        "liu",
        "ines",
        "amara",
        "tom",
        "liu",
        "ines",
    ]


def test_a_leaver_in_the_middle_of_a_turn_is_one_override_and_the_rest_follows(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(
        BASE,
        ("person: amara, on_call_since: 2025-03-03", "person: amara, on_call_since: 2025-03-03, until: 2026-12-03"),
    )
    applied = story.apply(files, NOW)
    assert applied.steps.count("AddOverrides") == 1
    story.empty(files, NOW)
    (override,) = schedule(story, files).overrides
    assert (override.override.start, override.override.end) == (utc("2026-12-03T09:30"), utc("2026-12-07T09:30"))
    assert (override.override.instead_of, override.override.person) == ("amara", "tom")
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2026-12-03T09:31"), utc("2026-12-08T00:00"), utc("2027-03-01T00:00"))


def test_a_leaver_who_is_on_call_now_hands_over_on_the_day(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(
        BASE, ("person: ines, on_call_since: 2025-03-03", "person: ines, on_call_since: 2025-03-03, until: 2026-11-26")
    )
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    for days in (1, 2, 3, 7, 30):
        story.empty(files, NOW + days * DAY)


def test_somebody_taken_out_of_the_files_keeps_the_pager_until_the_handoff(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(BASE, ("  - {person: ines, on_call_since: 2025-03-03}\n", ""))
    plan = story.settle(files, NOW)
    assert [str(each.ref) for each in plan.changes] == ["schedule/payments/primary"]
    now_until = story.on_call_of(files, NAME, NOW, utc("2026-11-30T09:30"))
    assert now_until == [(NOW, utc("2026-11-30T09:30"), frozenset({"ines"}))]
    story.agrees(files, utc("2026-11-30T09:30"), NOW + YEAR)


def test_who_leaves_is_in_the_team_until_their_last_shift_is_over_and_the_plan_says_so(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(BASE, ("  - {person: ines, on_call_since: 2025-03-03}\n", ""))
    story.settle(files, NOW)
    leaves = "Ines leaves Payments in the account once its schedule is done with them, on Mon 30 Nov 09:30"
    assert leaves in [note.text for note in story.plan(files, NOW).notes]
    plan = story.settle(files, utc("2026-11-30T09:31"))
    assert [(str(each.action), str(each.ref)) for each in plan.changes] == [("delete", "membership/payments/ines")]
    assert not plan.notes


def test_who_stood_in_on_a_rotation_that_goes_leaves_the_team_at_once(story: Story) -> None:
    plain = joined(BASE, "person: nadia")
    weekends = hours(
        plain, '[{days: [monday], from: "08:00", to: "20:00"}, {days: [sunday], from: "10:00", to: "14:00"}]'
    )
    swap = "person: nadia, instead_of: tom, from: 2026-12-13T08:00, until: 2026-12-13T20:00"
    story.settle(overridden(weekends, swap), NOW)
    plan = story.settle(BASE, NOW + MINUTE)
    assert "membership/payments/nadia" in [str(each.ref) for each in plan.changes]


def test_an_opt_out_with_an_end_is_in_the_account_beforehand(story: Story) -> None:
    story.settle(BASE, NOW)
    away = "person: tom, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-12-01, until: 2027-01-20}"
    files = edited(BASE, ("person: tom, on_call_since: 2025-03-03", away))
    story.settle(files, NOW)
    assert [len(each) <= 3 for each in events(story, files).values()] == [True]
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2026-12-02T00:00"), utc("2027-01-21T00:00"), utc("2027-03-01T00:00"))


def test_an_opt_out_that_hits_no_turn_changes_nothing(story: Story) -> None:
    story.settle(BASE, NOW)
    away = "person: tom, on_call_since: 2025-03-03, opted_out: {because: leave, since: 2026-12-16, until: 2026-12-30}"
    story.empty(edited(BASE, ("person: tom, on_call_since: 2025-03-03", away)), NOW)


def test_a_newcomers_buddies_are_bounded_events_of_a_rotation_of_their_own(story: Story) -> None:
    story.settle(BASE, NOW)
    files = joined(BASE, "person: nadia, on_call_since: 2026-12-14")
    story.settle(files, NOW)
    buddies = events(story, files)["primary buddies"]
    assert len(buddies) == 2
    assert all(event.until is not None for event in buddies)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, *(NOW + timedelta(days=days) for days in (1, 20, 28, 35, 60, 63, 70, 71, 100, 300)))


def test_a_newcomer_on_call_already_gets_the_buddy_they_lack(story: Story) -> None:
    story.settle(BASE, NOW)
    files = edited(BASE, ("person: ines, on_call_since: 2025-03-03", "person: ines, on_call_since: 2025-11-10"))
    story.settle(files, NOW)
    story.agrees(files, utc("2026-11-30T09:30"), NOW + YEAR)


NADIA = edited(BASE, ("  - {person: ines", "  - {person: nadia, on_call_since: 2026-11-23}\n  - {person: ines"))
"""Whose first turn the files let begin on the Monday before NOW; in the account, that week is ines'."""


def test_a_buddy_waits_for_the_handoff_as_the_newcomer_does(story: Story) -> None:
    story.settle(BASE, NOW)
    handoff = utc("2026-11-30T09:30")
    before = story.on_call_of(BASE, NAME, NOW, handoff)
    plan = story.settle(NADIA, NOW)
    assert min(each.start for each in plan.effects) == handoff
    assert story.on_call_of(NADIA, NAME, NOW, handoff) == before
    story.agrees(NADIA, handoff, NOW + YEAR)
    story.empty(NADIA, NOW + DAY, handoff - MINUTE, handoff + MINUTE)


def test_a_buddy_comes_at_once_where_the_newcomer_does(story: Story) -> None:
    story.settle(BASE, NOW)
    story.settle(NADIA, NOW, at_once=True)
    story.agrees(NADIA, NOW + MINUTE, NOW + YEAR)


def test_four_newcomers_have_more_buddies_than_a_rotation_has_places(story: Story) -> None:
    files = BASE
    for number, person in enumerate(("nadia", "sofia", "ken", "zoe")):
        files = joined(files, f"person: {person}, on_call_since: 2026-12-{14 + 7 * (number % 2)}")
    story.settle(BASE, NOW)
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + timedelta(weeks=8))
    now = NOW
    for _ in range(26):
        now += timedelta(weeks=1)
        if story.plan(files, now).changes:
            story.settle(files, now)
        story.agrees(files, now, now + timedelta(weeks=6))


def test_a_buddy_who_cannot_come_is_replaced_by_an_override(story: Story) -> None:
    files = joined(BASE, "person: nadia, on_call_since: 2026-12-14")
    story.settle(files, NOW)
    (first, *_) = events(story, files)["primary buddies"]
    buddy, other = first.members[0], next(one for one in ("amara", "tom", "liu", "ines") if one != first.members[0])
    since, until = first.since, first.until
    swap = (
        f"person: {other}, instead_of: {buddy}, from: {since:%Y-%m-%dT%H:%M}, until: {since + 2 * DAY:%Y-%m-%dT%H:%M}"
    )
    assert until
    assert until > since + 2 * DAY
    swapped = overridden(files, swap)
    story.settle(swapped, NOW)
    story.agrees(swapped, NOW + MINUTE, NOW + YEAR)
    story.empty(swapped, since, since + DAY, since + 3 * DAY)
    story.settle(files, since + DAY)
    story.agrees(files, since + DAY + MINUTE, NOW + YEAR)


def test_participants_in_another_order_follow_from_the_next_handoff(story: Story) -> None:
    story.settle(BASE, NOW)
    listed = edited(BASE, ("    shift: 1w", "    participants: [liu, tom, ines, amara]\n    shift: 1w"))
    plan = story.plan(listed, NOW)
    story.settle(listed, NOW)
    assert plan.changes[0].takes_effect == utc("2026-11-30T09:30"), said(plan.changes)
    assert story.on_call_of(listed, NAME, NOW, utc("2026-11-30T09:30"))[0][2] == {"ines"}
    story.agrees(listed, utc("2026-11-30T09:30"), NOW + YEAR)
    story.empty(listed, utc("2026-11-30T09:31"), utc("2027-06-01T00:00"))
