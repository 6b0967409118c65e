"""What a plan of the example costs, counted by the account itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownctl.config import load
from ownctl.example import copy_shop
from ownctl.sandbox import Running

from .conftest import NOW, Run


def test_an_empty_plan_of_the_example_takes_twelve_requests_and_one_for_each_schedule(
    tmp_path: Path, accounts: Callable[..., Running], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    org = load(copy_shop(tmp_path)).org
    assert org is not None
    account = accounts(seed=[{"name": each.name, "email": each.email} for each in org.people.values()], now=NOW)
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    assert run("apply", "--yes", "--quiet").code == 0
    account.forget_requests()
    ended = run("plan", "--detailed-exitcode")
    assert (ended.code, "Nothing to do" in ended.out) == (0, True), ended.out
    schedules = sum(len(team.rotations) for team in org.teams.values())
    assert len(account.requests()) <= 12 + schedules
