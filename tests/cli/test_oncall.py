"""`ownctl oncall`: who is on call when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import edit

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CASES_FILE = Path(__file__).parents[2] / ".." / "shared" / "oncall" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(CASES_FILE.read_text())["cases"] if CASES_FILE.exists() else []


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNCTL_NOW", "2026-11-24T16:00:00Z")


def test_it_tells_the_coming_two_weeks_by_name_in_the_time_of_the_rotation(run: Run, tree: Path) -> None:
    edit(tree / "teams" / "payments.yaml", "name: Payments\n", "name: Payments\ntime_zone: Europe/Berlin\n")

    assert run("oncall").out == (
        "Payments · primary  Europe/Berlin\n"
        "  Tue 24 Nov 17:00 – Mon 30 Nov 09:30  Inês Duarte\n"
        "  Mon 30 Nov 09:30 – Mon  7 Dec 09:30  Amara Okafor\n"
        "  Mon  7 Dec 09:30 – Tue  8 Dec 17:00  Tom Berg\n"
    )


def test_newcomers_stand_with_their_buddy_and_overrides_are_named(run: Run, tree: Path) -> None:
    team = tree / "teams" / "payments.yaml"
    edit(team, "{person: amara, on_call_since: 2025-03-03}", "{person: amara, on_call_since: 2026-11-01}")
    swap = "{person: nadia, instead_of: amara, from: 2026-12-16T09:30, until: 2026-12-17T09:30}"
    edit(team, "services:", f"    overrides: [{swap}]\nservices:")

    told = run("oncall", "--from", "2026-12-14T09:30", "--until", "2026-12-28T09:30").out

    assert told == (
        "Payments · primary  Europe/London\n"
        "  Mon 14 Dec 09:30 – Wed 16 Dec 09:30  Amara Okafor with Tom Berg\n"
        "  Wed 16 Dec 09:30 – Thu 17 Dec 09:30  Nadia Benali (override)\n"
        "  Thu 17 Dec 09:30 – Mon 21 Dec 09:30  Amara Okafor with Tom Berg\n"
        "  Mon 21 Dec 09:30 – Mon 28 Dec 09:30  Tom Berg\n"
    )


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2026-12-01", "2026-12-02", "2026-12-01T00:00:00+00:00", "2026-12-02T00:00:00+00:00"),
        ("2026-07-01T09:00", "2026-07-01T10:00", "2026-07-01T08:00:00+00:00", "2026-07-01T09:00:00+00:00"),
        ("2026-07-01T09:00:00Z", "2026-07-01T12:00:00+02:00", "2026-07-01T09:00:00+00:00", "2026-07-01T10:00:00+00:00"),
    ],
)
def test_times_are_days_local_times_or_rfc_3339(
    run: Run, tree: Path, since: str, until: str, first: str, last: str
) -> None:
    spans = json.loads(run("oncall", "--from", since, "--until", until, "--format", "json").out)["spans"]

    assert (spans[0]["from"], spans[-1]["until"]) == (first, last)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--team", "payment"), "did you mean `payments`?"),
        (("--service", "checkout"), "did you mean `checkout-api`?"),
        (("--team", "zzz"), "the teams are: payments"),
        (("--from", "yesterday"), "--from is 'yesterday', which is no time"),
        (("--from", "9999-12-31"), "knows the years 1970 to 2199 only"),
        (("--from", "2026-12-02", "--until", "2026-12-01"), "--until 2026-12-01 is not after --from 2026-12-02"),
        (("--until", "2026-11-23"), "--until 2026-11-23 is not after now"),
        (("--from", "2026-12-01", "--until", "2026-12-01"), "name a later end: --until is exclusive"),
        (("--root", "elsewhere"), "there is no ownership tree"),
        (("--root", "ownership/teams"), "did you mean `--root ownership`?"),
    ],
)
def test_what_cannot_be_answered_ends_with_a_next_step(
    run: Run, tree: Path, words: tuple[str, ...], message: str
) -> None:
    ended = run("oncall", *words)

    assert (ended.code, ended.out) == (3, "")
    assert message in ended.err


def test_a_team_and_a_service_are_asked_for_together_only_where_they_belong_together(run: Run, tree: Path) -> None:
    (tree / "teams" / "other.yaml").write_text("team: other\nname: Other\n")

    alike = run("oncall", "--service", "checkout-api", "--team", "payments", "--team", "other", "--format", "json")
    apart = run("oncall", "--service", "checkout-api", "--team", "other")

    assert {span["team"] for span in json.loads(alike.out)["spans"]} == {"payments"}
    assert (apart.code, apart.out) == (3, "")
    assert "checkout-api is owned by payments" in apart.err


def test_only_the_owner_of_a_service_is_told(run: Run, tree: Path) -> None:
    (tree / "teams" / "other.yaml").write_text(
        "team: other\nname: Other\nmembers: [{person: nadia, on_call_since: 2025-01-01}]\n"
        "rotations: {primary: {starts: 2025-11-03, shift: 1d, handoff: {at: '09:00'}}}\n"
    )

    document = json.loads(run("oncall", "--service", "checkout-api", "--format", "json").out)

    assert document["version"] == 1
    assert {span["team"] for span in document["spans"]} == {"payments"}


def test_a_rotation_that_contradicts_itself_is_left_out_and_said_to_be(run: Run, tree: Path) -> None:
    edit(
        tree / "teams" / "payments.yaml",
        "services:",
        '  secondary: {starts: 2025-11-04, shift: 1w, handoff: {day: monday, at: "09:30"}}\nservices:',
    )

    ended = run("oncall")

    assert ended.code == 0
    assert "primary" in ended.out
    assert "secondary" not in ended.out
    assert "payments/secondary: it starts on another day of the week than it hands over" in ended.err
    assert "payments.yaml:" in ended.err


def test_findings_of_rules_do_not_stop_it_but_files_that_cannot_be_understood_do(run: Run, tree: Path) -> None:
    team = tree / "teams" / "payments.yaml"
    edit(team, '  channel: "#team-payments"\n', "")
    assert run("oncall").code == 0

    edit(team, "shift: 1w", "shift: 5h")
    ended = run("oncall")

    assert (ended.code, ended.out) == (1, "")
    assert "5h" in ended.err


def test_where_nobody_is_on_call_it_says_so(run: Run, tree: Path) -> None:
    told = run("oncall", "--from", "2024-01-01", "--until", "2024-02-01").out

    assert "  nobody from Mon  1 Jan 2024 00:00 until Thu  1 Feb 2024 00:00\n" in told


@pytest.mark.skipif(not CASES, reason="cases.json is not at hand")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_span_of_the_worked_cases_is_what_the_command_says(
    run: Run, tmp_path: Path, case: dict[str, Any]
) -> None:
    for name, text in case["files"].items():
        path = tmp_path / "ownership" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    words = ("--team", case["team"], "--from", case["from"], "--until", case["until"], "--format", "json")
    ended = run("oncall", "--root", str(tmp_path / "ownership"), *words)

    found = json.loads(ended.out)["spans"]
    told = [
        {
            "rotation": span["rotation"],
            "from": span["from"],
            "until": span["until"],
            "people": sorted([one["person"], one["role"]] for one in span["people"]),
        }
        for span in found
    ]
    assert told == [{**span, "people": sorted(span["people"])} for span in case["spans"]]
