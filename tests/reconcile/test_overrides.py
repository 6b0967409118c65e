"""Overrides declared, changed and withdrawn; and those that people make by hand, which belong to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.reconcile.orgs import BASE, TEAM, edited, hours, joined, overridden
from tests.reconcile.story import YEAR, Story, org_of, utc

from ownctl import oncall
from ownctl.providers.pagerduty.errors import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.account.live import LiveOverride

NOW = utc("2026-11-24T16:00:07")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAME = "Payments primary"
SWAP = "person: tom, instead_of: amara, from: 2026-12-02T09:30, until: 2026-12-04T09:30, because: a wedding"
SWAPPED = overridden(BASE, SWAP)


def overrides(story: Story, files: Mapping[str, str], now: datetime = NOW) -> tuple[LiveOverride, ...]:
    return story.schedule(files, NAME, now).resource.overrides


def test_an_override_is_added_once_and_goes_when_the_files_no_longer_declare_it(story: Story) -> None:
    story.settle(BASE, NOW)
    applied = story.apply(SWAPPED, NOW)
    assert applied.steps == ["UpdateSchedule", "AddOverrides"]
    story.empty(SWAPPED, NOW, NOW + DAY, utc("2026-12-03T00:00"), utc("2026-12-05T00:00"))
    story.agrees(SWAPPED, NOW + MINUTE, NOW + YEAR)
    story.settle(BASE, NOW + DAY)
    assert not overrides(story, BASE)
    story.agrees(BASE, NOW + DAY + MINUTE, NOW + YEAR)


def test_an_override_goes_even_if_its_rotation_has_other_hours_from_then_on(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    other = hours(BASE, "business")
    story.settle(other, NOW + MINUTE)
    assert not overrides(story, other)


def test_an_override_that_stays_is_known_as_ours_after_its_rotation_has_other_hours(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    other = hours(SWAPPED, "business")
    story.settle(other, NOW + MINUTE)
    story.agrees(other, utc("2026-12-01T00:00"), NOW + YEAR)
    story.settle(BASE, NOW + 2 * MINUTE)
    assert not overrides(story, BASE)


def test_an_override_with_other_times_replaces_the_old_one(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    later = edited(SWAPPED, ("until: 2026-12-04T09:30", "until: 2026-12-05T12:00"))
    story.settle(later, NOW)
    story.agrees(later, NOW + MINUTE, NOW + YEAR)
    sooner = edited(SWAPPED, ("until: 2026-12-04T09:30", "until: 2026-12-03T12:00"))
    story.settle(sooner, NOW)
    story.agrees(sooner, NOW + MINUTE, NOW + YEAR)
    other = edited(sooner, ("person: tom, instead", "person: liu, instead"))
    story.settle(other, NOW)
    story.agrees(other, NOW + MINUTE, NOW + YEAR)


def test_an_override_withdrawn_while_it_runs_ends_and_the_holder_is_back(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    now = utc("2026-12-03T08:00:07")
    story.empty(SWAPPED, now)
    story.settle(BASE, now)
    story.agrees(BASE, now, NOW + YEAR)
    assert overrides(story, BASE, now) == ()


def test_an_override_over_two_turns_is_cut_to_what_it_does(story: Story) -> None:
    files = overridden(BASE, "person: liu, instead_of: amara, from: 2026-11-28T00:00, until: 2026-12-31T00:00")
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, NOW + DAY, NOW + 10 * DAY, NOW + 100 * DAY)


def test_an_override_in_business_hours_is_one_and_says_nothing_of_the_nights(story: Story) -> None:
    files = overridden(hours(BASE, "business"), SWAP)
    story.settle(files, NOW)
    assert len(overrides(story, files)) == 1
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2026-12-02T12:00"), utc("2026-12-02T20:00"), utc("2026-12-03T12:00"))


def test_many_overrides_are_written_nearest_first_and_the_rest_later(story: Story) -> None:
    quarters = edited(BASE, ("shift: 1w", "shift: 4h"), ("day: monday, ", ""))
    first = utc("2026-11-26T09:30")
    swaps = []
    for start, person in [each for each in sorted(_turns(quarters).items()) if each[0] >= first][:150]:
        span = f"from: {start:%Y-%m-%dT%H:%M}, until: {start + timedelta(hours=2):%Y-%m-%dT%H:%M}"
        swaps.append(f"person: {'liu' if person == 'tom' else 'tom'}, instead_of: {person}, {span}")
    files = overridden(quarters, *swaps)
    plan = story.settle(files, NOW)
    assert any("overrides" in note.text for note in plan.notes), plan.notes
    live = story.schedule(files, NAME, NOW).resource
    assert len(live.description) <= 1024
    assert 80 <= len(live.overrides) < 150
    story.agrees(files, NOW + MINUTE, first + 10 * DAY)
    now = NOW
    for _ in range(7):  # five days at a time: room is never short for the seven that follow
        now += 5 * DAY
        story.settle(files, now)
        story.agrees(files, now + MINUTE, now + 7 * DAY)


def _turns(files: Mapping[str, str]) -> dict[datetime, str]:
    """Who has each turn of the coming weeks, by when it begins."""
    lanes = oncall.lanes(org_of(files), "payments", "primary", NOW, NOW + 60 * DAY)
    return {each.start: each.person for each in lanes.holders}


def by_hand(story: Story, person: str, instead_of: str, since: str, until: str) -> None:
    """Somebody makes an override in the pager."""
    users = {each["email"].partition("@")[0]: each["id"] for each in story.listed("/users", "users")}
    live = story.id_of(NAME)
    (rotation,) = [
        each["id"]
        for each in story.client.get(f"/v3/schedules/{live}", "read")["schedule"]["rotations"]
        if any(event["name"].startswith("primary") and "buddies" not in event["name"] for event in each["events"])
    ][-1:]
    override = {
        "type": "override_shift",
        "rotation_id": rotation,
        "start_time": f"{utc(since):%Y-%m-%dT%H:%M:%SZ}",
        "end_time": f"{utc(until):%Y-%m-%dT%H:%M:%SZ}",
        "overridden_member": {"type": "user_member", "user_id": users[instead_of]},
        "overriding_member": {"type": "user_member", "user_id": users[person]},
    }
    story.client.send(Ask("POST", f"/v3/schedules/{live}/overrides", "by hand"), {"overrides": [override]})


CHANGES = {
    "a joiner": joined(BASE, "person: nadia, on_call_since: 2026-12-14"),
    "another leaves": edited(
        BASE, ("liu, on_call_since: 2025-03-03", "liu, on_call_since: 2025-03-03, until: 2026-12-21")
    ),
    "another order": edited(BASE, ("    shift: 1w", "    participants: [amara, liu, ines, tom]\n    shift: 1w")),
    "business hours": hours(BASE, "business"),
    "longer shifts": edited(
        BASE, ("shift: 1w", "shift: 2w"), ("    shift:", "    participants: [amara, liu, ines, tom]\n    shift:")
    ),
    "a declared override": overridden(
        BASE, "person: ines, instead_of: tom, from: 2026-12-08T09:30, until: 2026-12-10T09:30"
    ),
    "another name": edited(BASE, ("name: Payments", "name: Money")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_override_made_by_hand_outlives_a_change_that_leaves_its_person_on_call(story: Story, name: str) -> None:
    story.settle(BASE, NOW)
    by_hand(story, "tom", "amara", "2026-12-02T12:00", "2026-12-02T14:00")
    story.empty(BASE, NOW)
    files = CHANGES[name]
    plan = story.settle(files, NOW)
    title = "Money primary" if name == "another name" else NAME
    line = story.on_call_of(files, title, utc("2026-12-02T12:00"), utc("2026-12-02T14:00"))
    assert line == [(utc("2026-12-02T12:00"), utc("2026-12-02T14:00"), frozenset({"tom"}))]
    if any(str(each.ref.kind) == "schedule" for each in plan.changes):
        assert any("an override made by hand stays" in note.text for note in plan.notes)


def test_a_plan_names_an_override_made_by_hand_that_it_strands(story: Story) -> None:
    story.settle(BASE, NOW)
    by_hand(story, "tom", "amara", "2026-12-02T12:00", "2026-12-02T14:00")
    files = edited(BASE, ("  - {person: amara, on_call_since: 2025-03-03}\n", ""))
    notes = [note.text for note in story.plan(files, NOW).notes]
    assert any("loses its effect" in text and "tom for amara" in text for text in notes), notes
    story.settle(files, NOW)


def test_a_plan_names_an_override_made_by_hand_in_a_rotation_that_ends(story: Story) -> None:
    early = hours(edited(BASE, (", full: 2025-06-02}", "}")), "business")
    story.settle(early, NOW)
    by_hand(story, "tom", "amara", "2026-12-02T12:00", "2026-12-02T14:00")
    by_hand(story, "tom", "ines", "2026-11-25T12:00", "2026-11-25T14:00")
    nobodys = edited(early, ("hours: business", 'hours: [{days: [sunday], from: "09:00", to: "10:00"}]'))
    hands = [note.text for note in story.plan(nobodys, NOW).notes if "made by hand" in note.text]
    assert len(hands) == 1
    assert "loses its effect" in hands[0]
    assert "tom for amara, Wed 2 Dec 12:00" in hands[0]
    story.settle(nobodys, NOW)
    assert not [note.text for note in story.plan(nobodys, NOW).notes if "made by hand" in note.text]


def test_an_override_made_by_hand_in_the_place_of_a_declared_one_is_left_alone(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    by_hand(story, "liu", "amara", "2026-12-04T10:00", "2026-12-04T14:00")
    story.empty(SWAPPED, NOW)
    story.settle(BASE, NOW)
    line = story.on_call_of(BASE, NAME, utc("2026-12-04T10:00"), utc("2026-12-04T14:00"))
    assert [people for _, _, people in line] == [{"liu"}]


def test_an_override_outlives_a_change_of_its_rotation(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    files = joined(SWAPPED, "person: nadia, on_call_since: 2026-12-14")
    story.settle(files, NOW)
    story.agrees(files, NOW + MINUTE, NOW + YEAR)
    story.empty(files, utc("2026-12-03T00:00"), utc("2026-12-15T00:00"))


def test_the_marker_forgets_what_is_over_when_it_is_written_anyway(story: Story) -> None:
    story.settle(SWAPPED, NOW)
    later = utc("2026-12-10T12:00:07")
    story.empty(SWAPPED, later)
    again = overridden(BASE, SWAP, "person: liu, instead_of: tom, from: 2026-12-12T09:30, until: 2026-12-13T09:30")
    story.settle(again, later)
    marker = story.schedule(again, NAME, later).marker
    assert marker
    assert len(marker.overrides) == 1
    assert TEAM in again
