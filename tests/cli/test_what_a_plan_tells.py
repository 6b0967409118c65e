"""What a reviewer reads of changes that are easy to overlook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownctl.sandbox import Running

from .conftest import PEOPLE, TEAM, Run, edit

SECOND = """\
team: ledger
name: Ledger
description: Keeps the books.
stages: {business-hours: 2025-01-06, full: 2025-06-02}
support:
  channel: "#ledger"
  turn_to: [{team: payments, for: payments}]
  incident_flow: flow.md
  past_incidents: [{title: A book, date: 2026-01-14, link: "https://wiki.acme.example/2"}]
members:
  - {person: ada, on_call_since: 2025-03-03}
  - {person: bob, on_call_since: 2025-03-03}
  - {person: cem, on_call_since: 2025-03-03}
  - {person: dot, on_call_since: 2025-03-03}
rotations:
  primary:
    starts: 2025-11-03
    shift: 1w
    handoff: {day: monday, at: "09:30"}
"""
KEYS = ("amara", "tom", "liu", "ines", "nadia", "ada", "bob", "cem", "dot")


@pytest.fixture
def two_teams(
    tree: Path, pager: Running, accounts: Callable[..., Running], monkeypatch: pytest.MonkeyPatch, run: Run
) -> Path:
    """The tree with a second team, applied to an account of its own."""
    more = "".join(f"  {key}: {{name: {key.title()}, email: {key}@acme.example}}\n" for key in KEYS[5:])
    (tree / "people.yaml").write_text(PEOPLE + more)
    (tree / "teams" / "ledger.yaml").write_text(SECOND)
    account = accounts(seed=[{"name": key, "email": f"{key}@acme.example"} for key in KEYS], now=pager.now())
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    ended = run("apply", "--yes")
    assert ended.code == 0, ended.out + ended.err
    return tree


def test_a_service_that_changes_hands_says_who_is_told_first(two_teams: Path, run: Run) -> None:
    start = TEAM.index("services:")
    (two_teams / "teams" / "payments.yaml").write_text(TEAM[:start])
    (two_teams / "teams" / "ledger.yaml").write_text(SECOND + TEAM[start:])
    assert "Checkout API, told first · Tue 24 Nov 16:00–Mon 30 Nov 09:30 · ines → dot" in run("plan").out


def test_a_team_that_goes_leaves_nobody_on_call(two_teams: Path, run: Run) -> None:
    (two_teams / "teams" / "ledger.yaml").unlink()
    out = run("plan").out
    assert "Ledger primary · nobody from Tue 24 Nov 16:00 on (was dot, ada, bob, cem)" in out
    assert run("apply", "--yes").code == 0


def test_whoever_keeps_the_pager_until_the_handoff_is_named(two_teams: Path, run: Run) -> None:
    edit(two_teams / "teams" / "ledger.yaml", "person: dot", "person: xxx")
    edit(two_teams / "teams" / "ledger.yaml", "person: ada", "person: dot")
    edit(two_teams / "teams" / "ledger.yaml", "person: xxx", "person: ada")
    said = "Ledger primary: dot until the handoff of Mon 30 Nov 09:30, though the files say ada"
    assert said in " ".join(run("plan").out.split())
    assert run("apply", "--yes").code == 0
    quiet = run("plan", "--detailed-exitcode")
    assert (quiet.code, said in " ".join(quiet.out.split())) == (0, True)


def test_a_new_key_of_a_team_is_shown_on_its_schedule(two_teams: Path, run: Run) -> None:
    edit(two_teams / "teams" / "ledger.yaml", "team: ledger", "team: books")
    said = " ".join(run("plan").out.split())
    assert "marker acme schedule/ledger/primary → acme schedule/books/primary" in said
    applied = run("apply", "--yes")
    assert applied.code == 0, applied.out


@pytest.mark.parametrize(
    "said",
    [
        "    overrides:\n      - {person: nadia, instead_of: amara, from: 2026-12-01T09:30, until: 2026-12-02T09:30}\n",
        "escalation:\n  - {notify: [{rotation: primary}], wait: 5m}\n  - {notify: [{person: nadia}], wait: 5m}\n",
    ],
    ids=["override", "escalation"],
)
def test_whoever_is_named_anywhere_needs_a_user(two_teams: Path, run: Run, said: str) -> None:
    edit(two_teams / "people.yaml", "nadia@acme.example", "nadia@elsewhere.example")
    edit(two_teams / "teams" / "payments.yaml", "services:\n", f"{said}services:\n")
    ended = run("plan")
    assert ended.code == 1, ended.err
    assert "Nadia Benali <nadia@elsewhere.example> has no user in the account" in " ".join(ended.out.split())
    assert run("apply", "--yes").code == 1


def test_two_users_of_one_name_are_told_apart(
    tree: Path, accounts: Callable[..., Running], pager: Running, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    users = {"amara": "Amara Okafor", "tom": "Tom Berg", "liu": "Liu Yang", "ines": "Inês Duarte"}
    seed = [{"name": name, "email": f"{key}@acme.example"} for key, name in users.items()]
    account = accounts(seed=[*seed, {"name": "Amara Okafor", "email": "okafor@acme.example"}], now=pager.now())
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    assert run("apply", "--yes").code == 0
    edit(tree / "people.yaml", "amara@acme.example", "okafor@acme.example")

    assert "Mon 30 Nov 09:30–Mon 7 Dec 09:30 · Amara Okafor (amara@acme.example) → amara" in run("plan").out
    headline, said = run("plan", "--format", "markdown").out.replace("\u200b", "").split("\n", 1)[1].split("\n", 1)

    both = ("Amara Okafor (okafor@acme.example)", "Amara Okafor (amara@acme.example)")
    assert headline == f"### {both[0]} and {both[1]} get other shifts, in Payments"
    assert f"{both[1]} | **{both[0]}**" in said
    assert "Tom Berg (" not in said
