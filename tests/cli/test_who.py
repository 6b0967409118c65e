"""`ownctl who SERVICE`: whose it is, who is paged now and next, and where to turn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import edit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

COVER = """\
team: platform
name: Platform
stages: {full: 2025-01-06}
members: [{person: nadia, on_call_since: 2025-01-06}]
rotations: {primary: {starts: 2025-11-03, shift: 1w, handoff: {day: monday, at: "09:00"}}}
"""


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNCTL_NOW", "2026-11-24T16:00:00Z")


@pytest.fixture
def covered(tree: Path) -> Path:
    """Payments in business hours, with Platform behind it."""
    team = tree / "teams" / "payments.yaml"
    edit(team, "stages: {business-hours: 2025-01-06, full: 2025-06-02}", "stages: {business-hours: 2025-01-06}")
    edit(team, '  channel: "#team-payments"\n', '  channel: "#team-payments"\n  cover: platform\n')
    (tree / "teams" / "platform.yaml").write_text(COVER)
    return tree


def test_it_tells_all_that_somebody_in_an_incident_needs(run: Run, covered: Path) -> None:
    assert run("who", "checkout-api").out == (
        "Checkout API  checkout-api\n"
        "  owner     Payments, in stage business-hours\n"
        "  times     Europe/London, where it is Tue 24 Nov 16:00\n"
        "  paged     at once    Inês Duarte   until Tue 24 Nov 17:30\n"
        "            after 30m  Nadia Benali\n"
        "  next      from Tue 24 Nov 17:30\n"
        "              at once    Nadia Benali\n"
        "  turn to   Inês Duarte for the ledger\n"
        "  channel   #team-payments\n"
        "  flow      flow.md\n"
        "  runbook   https://runbooks.acme.example/checkout-api\n"
        "  incidents Double charge  2026-08-14  https://wiki.acme.example/1\n"
    )


def test_its_json_has_the_names_of_the_design(run: Run, covered: Path) -> None:
    assert json.loads(run("who", "checkout-api", "--format", "json").out) == {
        "version": 1,
        "service": "checkout-api",
        "team": "payments",
        "stage": "business-hours",
        "at": "2026-11-24T16:00:00+00:00",
        "levels": [
            {
                "after": 0,
                "people": [{"person": "ines", "role": "on-call"}],
                "until": "2026-11-24T17:30:00+00:00",
            },
            {"after": 1800, "people": [{"person": "nadia", "role": "on-call"}], "until": None},
        ],
        "next": [
            {
                "after": 0,
                "people": [{"person": "nadia", "role": "on-call"}],
                "until": None,
                "from": "2026-11-24T17:30:00+00:00",
            }
        ],
        "turn_to": [{"team": None, "person": "ines", "for": "the ledger"}],
        "channel": "#team-payments",
        "incident_flow": "flow.md",
        "runbook": "https://runbooks.acme.example/checkout-api",
        "past_incidents": [{"title": "Double charge", "date": "2026-08-14", "link": "https://wiki.acme.example/1"}],
    }


def test_at_night_the_covering_team_is_paged_at_once(run: Run, covered: Path) -> None:
    levels = json.loads(run("who", "checkout-api", "--at", "2026-11-24T22:00", "--format", "json").out)["levels"]

    assert [(level["after"], level["people"][0]["person"]) for level in levels] == [(0, "nadia")]


def test_where_nobody_is_reached_it_says_so_and_from_when_on_somebody_is(run: Run, covered: Path) -> None:
    (covered / "teams" / "platform.yaml").unlink()
    edit(covered / "teams" / "payments.yaml", "  cover: platform\n", "")

    told = run("who", "checkout-api", "--at", "2026-11-24T22:00").out

    assert "  paged     nobody\n  next      from Wed 25 Nov 09:00\n              at once    Inês Duarte" in told


@pytest.mark.parametrize(
    ("word", "help_"), [("chekout-api", "did you mean `checkout-api`?"), ("zzz", "the services are: checkout-api")]
)
def test_a_misspelt_service_is_told_what_was_meant(run: Run, tree: Path, word: str, help_: str) -> None:
    ended = run("who", word)

    assert (ended.code, ended.out) == (3, "")
    assert f"there is no service `{word}`" in ended.err
    assert help_ in ended.err


def test_a_team_is_told_from_a_service(run: Run, tree: Path) -> None:
    ended = run("who", "payments")

    assert ended.code == 3
    assert "`payments` is a team" in ended.err
    assert "ownctl oncall --team payments" in ended.err


def test_a_rotation_in_doubt_is_named(run: Run, covered: Path) -> None:
    edit(covered / "teams" / "platform.yaml", "2025-11-03", "2025-11-04")

    assert "platform/primary: it starts on another day" in run("who", "checkout-api").err
