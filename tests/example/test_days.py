"""The example stays valid: on the first of every month to the end of 2029, and around the dates that it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ownctl.account import compile_org
from ownctl.config import Org, load
from ownctl.config.limits import PAGERDUTY
from ownctl.example import shop
from ownctl.rules import check

FIRST = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTHS = [datetime(2026, 12, 1, tzinfo=UTC)] + [
    datetime(year, month, 1, tzinfo=UTC) for year in (2027, 2028, 2029) for month in range(1, 13)
]
LAST = datetime(2029, 12, 31, 23, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def org() -> Org:
    loaded = load(shop() / "ownership")
    assert loaded.findings == ()
    assert loaded.org is not None
    return loaded.org


def days_that_matter(org: Org) -> list[datetime]:
    """The day before and the day of each date that the files name, from `FIRST` on."""
    dates = {
        date
        for team in org.teams.values()
        for date in (
            *team.stages.values(),
            *(member.on_call_since for member in team.members),
            *(member.opted_out.until for member in team.members if member.opted_out),
            *(
                day.date()
                for rotation in team.rotations.values()
                for override in rotation.overrides
                for day in (override.from_, override.until)
            ),
        )
        if date is not None
    }
    noons = {datetime(date.year, date.month, date.day, 12, tzinfo=UTC) for date in dates}
    around = {noon + timedelta(days=days) for noon in noons for days in (-1, 0, 1)}
    return sorted(day for day in around if day >= FIRST)


def findings_on(org: Org, now: datetime) -> list[str]:
    found = [*check(org, now), *compile_org(org, now, PAGERDUTY).findings]
    return [f"{finding.spot.file}:{finding.spot.line} {finding.rule}: {finding.message}" for finding in found]


@pytest.mark.parametrize("now", [FIRST, *MONTHS, LAST], ids=lambda now: now.date().isoformat())
def test_no_rule_finds_anything_in_the_example(org: Org, now: datetime) -> None:
    assert findings_on(org, now) == []


def test_no_rule_finds_anything_around_the_dates_that_it_names(org: Org) -> None:
    days = days_that_matter(org)
    assert len(days) > 10
    assert {now.date().isoformat(): found for now in days if (found := findings_on(org, now))} == {}
