"""The example lived through: plans stay empty or say why, and the account names exactly whom the files name."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from tests.reconcile.shop import shop_files
from tests.reconcile.story import org_of, said, story_of, utc

from ownctl import oncall

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.reconcile.story import Story

NOW = utc("2026-11-24T16:00:07")
SECOND, MINUTE, DAY, WEEK = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
A_YEAR = NOW + timedelta(days=366)
PARTS = 13
CLOCKS = (utc("2027-03-14T07:00"), utc("2027-03-28T01:00"), utc("2027-10-31T01:00"), utc("2027-11-07T06:00"))
"""When clocks change in New York and London."""
TELLING = {
    "the first week, with somebody on leave": "2026-11-24",
    "a newcomer's first turn, with the buddy they named": "2026-12-07",
    "the turn of the year, with a swap": "2026-12-28",
    "a promotion on its day, and a holiday in Singapore": "2027-02-01",
    "the clocks of New York go forward": "2027-03-11",
    "the clocks of London go forward, and somebody is back": "2027-03-27",
    "the clocks of London go back": "2027-10-29",
    "the clocks of New York go back, and a year is nearly over": "2027-11-04",
}


@cache
def moments() -> tuple[datetime, ...]:
    """Every day, and right before and after every handoff, clock change and stage date of the year."""
    org = org_of(shop_files())
    telling = set(CLOCKS)
    for team in org.teams.values():
        telling |= {begins for begins, _ in oncall.stage_beginnings(org, team.team)}
        for rotation in team.rotations:
            telling |= {turn.handoff for turn in oncall.lanes(org, team.team, rotation, NOW, A_YEAR).turns}
    every = {NOW + number * DAY for number in range(367)}
    every |= {moment + offset for moment in telling for offset in (-SECOND, SECOND)}
    return tuple(sorted(moment for moment in every if NOW < moment < A_YEAR))


def live_through(story: Story, days: Sequence[datetime]) -> list[str]:
    """Plan at each moment, apply where it isn't empty, and compare until the next; what plans asked for."""
    asked = []
    for moment, following in zip(days, [*days[1:], days[-1] + WEEK], strict=True):
        plan = story.plan(shop_files(), moment)
        if plan.changes:
            asked.append(said(plan.changes))
            story.settle(shop_files(), moment)
        story.agrees(shop_files(), moment, following)
    return asked


def announced(asked: Sequence[str]) -> bool:
    """Whether all that plans asked for had been announced: promotions, on their days."""
    return all(each.startswith("update escalation-policy/") and "\n" not in each for each in asked)


@pytest.mark.parametrize("name", TELLING)
def test_a_telling_week(name: str) -> None:
    since = max(utc(TELLING[name]), NOW)
    week = [moment for moment in moments() if since <= moment < since + WEEK]
    telling = [moment for number, moment in enumerate(week) if number % 3 == 0 or moment + SECOND in CLOCKS]
    with story_of(shop_files()) as story:
        story.settle(shop_files(), NOW)
        assert announced(live_through(story, telling))
        story.agrees(shop_files(), since + WEEK, since + 6 * WEEK)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_a_whole_year(part: int) -> None:
    every = moments()
    size = len(every) // PARTS + 1
    days = every[part * size : (part + 1) * size]
    with story_of(shop_files()) as story:
        story.settle(shop_files(), NOW)
        assert announced(live_through(story, days))


def test_what_one_apply_says_holds_for_a_year() -> None:
    with story_of(shop_files()) as story:
        story.settle(shop_files(), NOW)
        story.agrees(shop_files(), NOW + MINUTE, NOW + timedelta(days=360))


def test_a_promotion_is_announced_before_its_day() -> None:
    with story_of(shop_files()) as story:
        story.settle(shop_files(), NOW)
        notes = [note.text for note in story.plan(shop_files(), utc("2027-01-25T12:00")).notes]
        assert any("in stage full from 2 Feb 2027" in text for text in notes)
