"""An account may read an event that begins in the middle of a turn otherwise: then the rest of the turn is mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.reconcile.orgs import BASE, edited, hours
from tests.reconcile.story import YEAR, Story, utc

NOW = utc("2026-11-24T16:00:07")
AGAIN = NOW + timedelta(seconds=40)
HALVES = edited(BASE, ("shift: 1w", "shift: 12h"), ("day: monday, ", ""))


@pytest.mark.parametrize("files", [BASE, HALVES, hours(BASE, "business")], ids=["weeks", "half days", "business hours"])
def test_where_the_account_has_nobody_for_the_rest_of_a_turn_the_next_plan_mends_it(
    story: Story, files: dict[str, str]
) -> None:
    story.running.show_remainders(shown=False)
    story.apply(files, NOW)
    assert story.apply(files, AGAIN).steps == ["AddRotation", "AddEvent"]
    story.empty(files, AGAIN, AGAIN + timedelta(minutes=2), AGAIN + timedelta(hours=1), utc("2026-11-30T09:31"))
    story.agrees(files, AGAIN + timedelta(minutes=4), NOW + YEAR)


def test_a_mend_says_whose_turn_it_is(story: Story) -> None:
    story.running.show_remainders(shown=False)
    story.apply(BASE, NOW)
    (change,) = story.plan(BASE, AGAIN).changes
    assert [(each.path, each.after) for each in change.fields] == [
        ("rest of this turn", "ines, until Mon 30 Nov 09:30")
    ]


def test_a_change_to_come_leaves_a_mend_alone(story: Story) -> None:
    story.running.show_remainders(shown=False)
    story.apply(BASE, NOW)
    story.apply(BASE, AGAIN)
    listed = edited(BASE, ("    shift: 1w", "    participants: [liu, tom, ines, amara]\n    shift: 1w"))
    story.settle(listed, AGAIN)
    story.agrees(listed, utc("2026-11-30T09:30"), NOW + YEAR)
    assert story.on_call_of(listed, "Payments primary", AGAIN + timedelta(minutes=4), utc("2026-11-30T09:30"))
    story.empty(listed, utc("2026-12-08T00:00"))


def test_where_the_account_shows_it_nothing_is_mended(story: Story) -> None:
    story.settle(BASE, NOW)
    story.empty(BASE, AGAIN)
