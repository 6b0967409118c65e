"""The real commands in this process: words in, exit code and text out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ownctl.cli import main
from ownctl.sandbox import Running

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)

ORG = """\
org: acme
time_zone: Europe/London
"""

PEOPLE = """\
people:
  amara: {name: Amara Okafor, email: amara@acme.example}
  tom: {name: Tom Berg, email: tom@acme.example}
  liu: {name: Liu Yang, email: liu@acme.example}
  ines: {name: Inês Duarte, email: ines@acme.example}
  nadia: {name: Nadia Benali, email: nadia@acme.example}
"""

TEAM = """\
team: payments
name: Payments
description: Takes the customer's money, exactly once.
stages: {business-hours: 2025-01-06, full: 2025-06-02}
support:
  channel: "#team-payments"
  turn_to: [{person: ines, for: the ledger}]
  incident_flow: flow.md
  past_incidents: [{title: Double charge, date: 2026-08-14, link: "https://wiki.acme.example/1"}]
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: ines, on_call_since: 2025-03-03}
rotations:
  primary:
    starts: 2025-11-03
    shift: 1w
    handoff: {day: monday, at: "09:30"}
services:
  checkout-api:
    name: Checkout API
    description: Turns a basket into an order.
    runbook: https://runbooks.acme.example/checkout-api
    integrations: [prometheus]
"""


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line and takes what it printed."""

    def run(*words: str) -> Ended:
        capfd.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["ownctl", *words])
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = capfd.readouterr()
        assert "bug in ownctl" not in err
        return Ended(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one team that is to its rules' liking; the working directory, as for a user."""
    folder = tmp_path / "ownership"
    (folder / "teams").mkdir(parents=True)
    (folder / "org.yaml").write_text(ORG)
    (folder / "people.yaml").write_text(PEOPLE)
    (folder / "teams" / "payments.yaml").write_text(TEAM)
    (tmp_path / "flow.md").write_text("# What to do\n")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def pager(accounts: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> Running:
    """An account that knows everybody in the tree; the environment leads there, and the clock stands at NOW."""
    people = ("Amara Okafor", "Tom Berg", "Liu Yang", "Inês Duarte", "Nadia Benali")
    keys = ("amara", "tom", "liu", "ines", "nadia")
    account = accounts(
        seed=[{"name": name, "email": f"{key}@acme.example"} for name, key in zip(people, keys, strict=True)], now=NOW
    )
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    return account


def edit(path: Path, before: str, after: str) -> None:
    """Replace a piece of a file, which must be there."""
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
