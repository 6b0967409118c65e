"""A run may die at any write: nobody who was on call is off because of it, and the same command finishes the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.reconcile.orgs import BASE, edited, hours, joined, overridden
from tests.reconcile.sameness import canonical
from tests.reconcile.story import Story, org_of, story_of, utc
from tests.reconcile.timeline import covered, outside, shared, timeline

from ownctl import oncall
from ownctl.sandbox import Fault, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.reconcile.timeline import Stretches

    from ownctl.reconcile.steps import Step

NOW = utc("2026-11-24T16:00:07")
NAME = "Payments primary"
LOOKED_AT = timedelta(days=364)
LISTED = edited(BASE, ("    shift: 1w", "    participants: [amara, liu, ines, tom]\n    shift: 1w"))
SWAP = "person: tom, instead_of: amara, from: 2026-12-02T09:30, until: 2026-12-04T09:30"
DAILY = edited(BASE, ("shift: 1w", "shift: 1d"), ("day: monday, ", ""))
WEEKENDS = hours(
    BASE,
    '[{days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", to: "20:00"},'
    ' {days: [saturday, sunday], from: "10:00", to: "14:00"}]',
)
BUDDIES = joined(BASE, "person: nadia, on_call_since: 2026-12-14")

CHANGES = {
    "a first apply": (None, BASE),
    "a first apply with buddies and overrides": (None, overridden(BUDDIES, SWAP)),
    "a joiner": (BASE, joined(BASE, "person: sofia, on_call_since: 2025-11-01")),
    "a newcomer with buddies": (BASE, BUDDIES),
    "a newcomer who is not to come after all": (BUDDIES, BASE),
    "a leaver": (
        BASE,
        edited(BASE, ("liu, on_call_since: 2025-03-03", "liu, on_call_since: 2025-03-03, until: 2026-12-16")),
    ),
    "somebody taken out of the files": (BASE, edited(BASE, ("  - {person: ines, on_call_since: 2025-03-03}\n", ""))),
    "another order": (BASE, LISTED),
    "the old order again": (LISTED, BASE),
    "business hours": (BASE, hours(BASE, "business")),
    "from business hours to always": (hours(BASE, "business"), BASE),
    "other hours": (
        hours(BASE, "business"),
        hours(BASE, '[{days: [monday, tuesday, wednesday], from: "08:00", to: "20:00"}]'),
    ),
    "two kinds of days": (hours(BASE, "business"), WEEKENDS),
    "one kind of days": (WEEKENDS, hours(BASE, "business")),
    "longer shifts": (BASE, edited(BASE, ("shift: 1w", "shift: 2w"))),
    "shorter shifts": (BASE, DAILY),
    "four hours each": (DAILY, edited(DAILY, ("shift: 1d", "shift: 4h"))),
    "another zone": (BASE, edited(BASE, ("    shift: 1w", "    time_zone: America/New_York\n    shift: 1w"))),
    "another handoff": (
        BASE,
        edited(BASE, ('monday, at: "09:30"', 'tuesday, at: "14:00"'), ("2025-11-03", "2025-11-04")),
    ),
    "an override more": (BASE, overridden(BASE, SWAP)),
    "an override less": (overridden(BASE, SWAP), BASE),
    "an override moved": (overridden(BASE, SWAP), overridden(BASE, SWAP.replace("12-02", "12-01"))),
    "overrides and order at once": (
        overridden(BASE, SWAP),
        overridden(LISTED, "person: ines, instead_of: liu, from: 2026-12-15T09:30, until: 2026-12-17T09:30"),
    ),
    "a planned promotion": (BASE, edited(BASE, ("full: 2025-06-02", "full: 2026-12-14"))),
    "another name": (overridden(BASE, SWAP), edited(overridden(BASE, SWAP), ("name: Payments", "name: Money"))),
}

QUICK = {"a first apply with buddies and overrides", "a joiner", "business hours", "an override moved"}
"""Whose answers are lost in the normal run too."""


@dataclass
class Watch:
    """Looks after each write at who is on call in the coming year."""

    story: Story
    owed: Stretches
    """When somebody was on call before the change and is to be after it."""
    schedule: str | None
    since: datetime

    def __call__(self, step: Step) -> None:
        if self.schedule is None:
            return
        line = timeline(self.story.shifts_of(self.schedule, self.since, self.since + LOOKED_AT))
        missing = outside(self.owed, covered(line))
        assert not missing, (type(step).__name__, missing[:3])


def watch(story: Story, files: Mapping[str, str], now: datetime) -> Watch:
    ids = [each["id"] for each in story.listed("/v3/schedules", "schedules")]
    if not ids:
        return Watch(story, [], None, now)
    was = covered(timeline(story.shifts_of(ids[0], now, now + LOOKED_AT)))
    spans = oncall.spans(org_of(files), "payments", now, now + LOOKED_AT, "primary")
    declared = covered(timeline((each.start, each.end, one.person) for each in spans for one in each.people))
    return Watch(story, shared(was, declared), ids[0], now)


@pytest.mark.parametrize("name", CHANGES)
def test_dead_after_any_write_nobody_is_off_call_and_the_same_command_finishes_it(name: str) -> None:
    before, after = CHANGES[name]
    later = NOW + timedelta(minutes=3)
    with story_of(BASE) as story:
        if before:
            story.settle(before, NOW)
        watching = watch(story, after, later)
        left: list[bytes] = [story.keep()]

        def look(step: Step) -> None:
            watching(step)
            left.append(story.keep())

        smooth = story.apply(after, later, after=look)
        assert not smooth.failed, smooth.failed
        assert len(left) > 1
        story.empty(after, later)
        wanted = canonical(story, after, later)
        for kept in left[:-1]:
            story.restore(kept)
            finished = story.apply(after, later, after=watching)
            assert not finished.failed, finished.failed
            story.empty(after, later)
            assert canonical(story, after, later) == wanted


@pytest.mark.parametrize("kind", [Kind.LOST_BEFORE, Kind.LOST_AFTER])
@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in QUICK else pytest.mark.long) for each in CHANGES]
)
def test_an_answer_lost_at_any_write_leads_to_the_same_account(name: str, kind: Kind) -> None:
    before, after = CHANGES[name]
    later = NOW + timedelta(minutes=3)
    with story_of(BASE) as story:
        if before:
            story.settle(before, NOW)
        watching = watch(story, after, later)
        kept = story.keep()
        writes = len(story.apply(after, later).steps)
        wanted = canonical(story, after, later)
        for number in range(1, writes + 1):
            story.restore(kept)
            story.faults(Fault(kind, on="write", nth=number))
            story.apply(after, later, after=watching)
            story.faults()
            again = story.apply(after, later, after=watching)
            assert not again.failed, again.failed
            story.empty(after, later)
            assert canonical(story, after, later) == wanted, number
