"""What holds for any org, any edit of it, and any write at which a run dies."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.oncall.strategies import COVER, DAYS, PEOPLE, orgs
from tests.reconcile.sameness import SETTLED, canonical
from tests.reconcile.story import Story, org_of, said, story_of

from ownctl.account import compile_org, runs
from ownctl.config.limits import PAGERDUTY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Org
    from ownctl.reconcile.plan import Plan
    from ownctl.reconcile.steps import Step

MINUTE = timedelta(minutes=1)
AHEAD = timedelta(weeks=30)
EVERYBODY = {
    "org.yaml": "org: acme\n",
    "people.yaml": "people:\n"
    + "".join(f"  {one}: {{name: {one}, email: {one}@acme.example}}\n" for one in sorted({*PEOPLE, *COVER})),
}
KNOWN = re.compile(r"says what is declared until (\d+ \w+ \d{4})")

FOUND = (Phase.explicit, Phase.generate)
"""What fails is printed as it was found: an example takes a second, so that shrinking one takes minutes."""
few = settings(
    max_examples=4,
    phases=FOUND,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
many = settings(max_examples=300, phases=FOUND, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def telling() -> Iterator[tuple[Story, bytes]]:
    """An account in which everybody has a login, and what it holds when nothing else is in it."""
    with story_of(EVERYBODY) as story:
        yield story, story.keep()


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = draw(DAYS)
    return datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), draw(st.integers(0, 59)), 7, tzinfo=UTC)


def begun(*those: Org) -> datetime:
    """A moment at which all rotations have begun, and their first turns are over."""
    starts = [each.starts for org in those for team in org.teams.values() for each in team.rotations.values()]
    return datetime.combine(max(starts), time(16, 0, 7), UTC) + timedelta(weeks=5)


def expressible(org: Org, now: datetime) -> bool:
    return not compile_org(org, now, PAGERDUTY).findings


def known_until(story: Story, plan: Plan, org: Org, now: datetime) -> datetime:
    """How far the account can say what is declared."""
    named = [
        runs.known_until(each.event.name)
        for live in story.compared(org, now)[1].schedules
        for rotation in live.resource.rotations
        for each in rotation.events
    ]
    told = [KNOWN.search(note.text) for note in plan.notes]
    dates = [datetime.strptime(found[1], "%d %b %Y").replace(tzinfo=UTC) for found in told if found]
    return min([now + AHEAD, *dates, *(each for each in named if each)])


def holds(story: Story, org: Org, now: datetime, since: datetime) -> None:
    """The plan is empty, and the account names whom the files name."""
    plan = story.plan(org, now)
    assert not plan.changes, said(plan.changes)
    until = known_until(story, plan, org, now)
    if since < until:
        story.agrees(org, since, until)


def made_true(telling: tuple[Story, bytes], org: Org, now: datetime) -> None:
    """After an apply the plan is empty and the account is right, now and three weeks later."""
    story, fresh = telling
    assume(expressible(org, now))
    story.restore(fresh)
    applied = story.apply(org, now)
    assert not applied.failed, applied.failed
    holds(story, org, now, now + MINUTE)
    later = now + timedelta(weeks=3)
    if expressible(org, later):
        again = story.apply(org, later)
        assert not again.failed, again.failed
        holds(story, org, later, later + MINUTE)


def edited(telling: tuple[Story, bytes], one: Org, other: Org, days: int) -> None:
    """After an edit of everything at once, too; from the moment on at which it takes effect."""
    story, fresh = telling
    now = begun(one, other) + timedelta(days=days)
    assume(expressible(one, now) and expressible(other, now))
    story.restore(fresh)
    story.apply(one, now)
    applied = story.apply(other, now + 3 * MINUTE)
    assert not applied.failed, applied.failed
    holds(story, other, now + 3 * MINUTE, now + timedelta(weeks=5))


def died(telling: tuple[Story, bytes], one: Org, other: Org, days: int, at: float) -> None:
    """A run that died anywhere is finished by the next: the account becomes that of a smooth run.

    It need not be so at once: what is left to do may wait for another handoff, and people for their last shift.
    """
    story, fresh = telling
    now = begun(one, other) + timedelta(days=days)
    settled = now + SETTLED
    assume(expressible(one, now) and expressible(other, now) and expressible(other, settled))
    story.restore(fresh)
    story.apply(one, now)
    left: list[bytes] = [story.keep()]

    def look(step: Step) -> None:
        left.append(story.keep())

    story.apply(other, now + 3 * MINUTE, after=look)
    story.empty(other, now + 3 * MINUTE)
    story.apply(other, settled)
    wanted = canonical(story, other, settled)
    story.restore(left[int(at * (len(left) - 1))])
    finished = story.apply(other, now + 3 * MINUTE)
    assert not finished.failed, finished.failed
    holds(story, other, now + 3 * MINUTE, now + timedelta(weeks=5))
    story.apply(other, settled)
    assert canonical(story, other, settled) == wanted


@given(orgs(), moments())
@few
def test_an_apply_makes_any_org_true(telling: tuple[Story, bytes], org: Org, now: datetime) -> None:
    made_true(telling, org, now)


@pytest.mark.long
@given(orgs(), moments())
@many
def test_an_apply_makes_very_many_orgs_true(telling: tuple[Story, bytes], org: Org, now: datetime) -> None:
    made_true(telling, org, now)


@given(orgs(), orgs(), st.integers(0, 200))
@few
def test_any_edit_is_made_true(telling: tuple[Story, bytes], one: Org, other: Org, days: int) -> None:
    edited(telling, one, other, days)


@pytest.mark.long
@given(orgs(), orgs(), st.integers(0, 200))
@many
def test_very_many_edits_are_made_true(telling: tuple[Story, bytes], one: Org, other: Org, days: int) -> None:
    edited(telling, one, other, days)


@given(orgs(), orgs(), st.integers(0, 200), st.floats(0, 1))
@few
def test_a_run_that_dies_anywhere_is_finished(
    telling: tuple[Story, bytes], one: Org, other: Org, days: int, at: float
) -> None:
    died(telling, one, other, days, at)


@pytest.mark.long
@given(orgs(), orgs(), st.integers(0, 200), st.floats(0, 1))
@many
def test_very_many_runs_that_die_are_finished(
    telling: tuple[Story, bytes], one: Org, other: Org, days: int, at: float
) -> None:
    died(telling, one, other, days, at)


def test_everybody_has_a_login() -> None:
    assert set(org_of(EVERYBODY).people) == {*PEOPLE, *COVER}
