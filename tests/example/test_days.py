"""The example stays valid on its days: on the first of every month, and around the dates that it names."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ownctl.account import compile_org
from ownctl.config import Org, load
from ownctl.config.limits import PAGERDUTY
from ownctl.example import HOLDS_FROM, HOLDS_UNTIL, shop
from ownctl.rules import check

if TYPE_CHECKING:
    from pathlib import Path

MONTHS = [datetime(2026, 12, 1, tzinfo=UTC)] + [
    datetime(year, month, 1, tzinfo=UTC) for year in range(2027, HOLDS_UNTIL.year) for month in range(1, 13)
]
LAST = HOLDS_UNTIL - timedelta(minutes=1)


@pytest.fixture(scope="module")
def org() -> Org:
    loaded = load(shop() / "ownership")
    assert loaded.findings == ()
    assert loaded.org is not None
    return loaded.org


def days_that_matter(org: Org) -> list[datetime]:
    """The day before and the day of each date that the files name, from the first day on."""
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
    return sorted(day for day in around if day >= HOLDS_FROM)


def findings_on(org: Org, now: datetime) -> list[str]:
    found = [*check(org, now), *compile_org(org, now, PAGERDUTY).findings]
    return [f"{finding.spot.file}:{finding.spot.line} {finding.rule}: {finding.message}" for finding in found]


@pytest.mark.parametrize("now", [HOLDS_FROM, *MONTHS, LAST], ids=lambda now: now.date().isoformat())
def test_no_rule_finds_anything_in_the_example(org: Org, now: datetime) -> None:
    assert findings_on(org, now) == []


def test_no_rule_finds_anything_around_the_dates_that_it_names(org: Org) -> None:
    days = days_that_matter(org)
    assert len(days) > 10
    assert {now.date().isoformat(): found for now in days if (found := findings_on(org, now))} == {}


def test_the_demo_keeps_to_the_days_of_the_example(tmp_path: Path) -> None:
    environment = {**os.environ, "OWNCTL_NOW": "2030-07-01T09:00:00Z", "TMPDIR": str(tmp_path), "NO_COLOR": "1"}

    ran = subprocess.run(
        [sys.executable, "-m", "ownctl", "demo"], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert "hold from 24 November 2026 to 31 December 2029" in ran.stderr
    assert "No findings in 13 files" in ran.stdout
