"""What a plan says of changes to the example's files: who is told, when exactly, and what can't be undone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import NOW, Run, edit
from tests.config.repositories import commit, git

from ownctl.example.shop import shop as example


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, committed on `main`, which is the working directory; its ownership tree."""
    for folder in ("ownership", "docs"):
        shutil.copytree(example() / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    monkeypatch.setenv("COLUMNS", "160")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    return tmp_path / "ownership"


@pytest.fixture
def text(run: Run) -> Any:
    return lambda *words: run("plan", "--against", "main", *words).out


@pytest.fixture
def headline(run: Run) -> Any:
    return lambda: run("plan", "--against", "main", "--format", "markdown").out.splitlines()[1].removeprefix("### ")


@pytest.fixture
def said(run: Run) -> Any:
    return lambda: json.loads(run("plan", "--against", "main", "--format", "json").out)


def _touches(plan: dict[str, Any]) -> list[tuple[str, str, str, list[str]]]:
    return [(each["team"], each["how"], each["by"], each["people"]) for each in plan["touches"]]


def _without(file: Path, key: str) -> str:
    """Take a service out of a file; what it was."""
    before, _, rest = file.read_text().partition(f"  {key}:\n")
    lines = rest.splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if line.startswith("  ") and line[2] != " "), len(lines))
    file.write_text(before + "".join(lines[end:]))
    return f"  {key}:\n" + "".join(lines[:end])


def test_a_team_on_another_level_is_told_still(shop: Path, said: Any) -> None:
    edit(shop / "teams/payments.yaml", "  cover: platform", "  cover: fulfilment")
    assert _touches(said()) == [("fulfilment", "told", "payments", [])]


def test_a_team_that_is_told_by_another_rotation_is_told_still(shop: Path, said: Any) -> None:
    level = "  - {notify: [{team: platform}], wait: 15m}"
    edit(shop / "teams/storefront.yaml", level, level.replace("platform", "accounts"))
    assert _touches(said()) == [("accounts", "told", "storefront", [])]


def test_who_was_named_only_on_a_level_that_goes_is_named(shop: Path, said: Any, text: Any) -> None:
    last = "  - {notify: [{team: platform, rotation: secondary}, {person: grace}], wait: 15m}\n"
    edit(shop / "teams/storefront.yaml", last, "")
    assert _touches(said()) == [("storefront", "spared", "storefront", ["grace"])]
    line = "Storefront · Grace Whitfield is told by name no longer when something of Storefront goes wrong"
    assert line in text()


def test_a_team_on_no_level_any_more_is_told_no_longer(shop: Path, said: Any) -> None:
    edit(shop / "teams/storefront.yaml", "  - {notify: [{team: platform}], wait: 15m}\n", "")
    edit(shop / "teams/storefront.yaml", "{team: platform, rotation: secondary}, ", "")
    assert _touches(said()) == [("platform", "spared", "storefront", [])]


def test_weeks_between_which_others_are_on_call_are_not_one_span(shop: Path, text: Any) -> None:
    edit(shop / "teams/fulfilment.yaml", "person: kwame, ", "person: nadia, ")
    lines = [line for line in text().splitlines() if "kwame → nadia" in line]
    assert lines == ["  Fulfilment · Wed 9 Dec 10:00–Wed 16 Dec 10:00 · kwame → nadia"]


def test_the_same_hours_of_a_week_are_one_line_that_claims_no_other_hours(shop: Path, text: Any) -> None:
    edit(shop / "org.yaml", 'from: "09:00"', 'from: "10:00"')
    out = text()
    assert "Payments · Mon–Fri 09:00–10:00, 30 Nov–4 Dec · tom → nobody" in out
    assert "Payments · Mon, Tue 09:00–10:00, 21–22 Dec · amara → nobody" in out
    assert "Mon 30 Nov 09:00–Fri 4 Dec" not in out


def test_who_shares_a_turn_is_a_buddy_before_as_after(shop: Path, text: Any) -> None:
    edit(shop / "org.yaml", 'from: "09:00"', 'from: "10:00"')
    out = text()
    assert "Mon–Fri 09:00–10:00, 7–11 Dec · liu with tom → nobody" in out
    assert "liu and tom" not in out


def test_who_shared_a_turn_of_a_team_that_goes_is_a_buddy(shop: Path, said: Any) -> None:
    (shop / "teams/recommendations.yaml").unlink()
    before = [{(duty["person"], duty["role"]) for duty in each["before"]} for each in said()["effects"]]
    assert {("jae", "on-call"), ("siti", "buddy")} in before


def test_a_team_that_goes_is_called_by_its_name_in_its_own_time(shop: Path, text: Any, headline: Any) -> None:
    (shop / "teams/recommendations.yaml").unlink()
    line = "  Recommendations primary (Asia/Singapore) · nobody from Wed 25 Nov 10:00 on (was siti, daniel, anika, jae)"
    assert line in text().splitlines()
    assert headline().startswith("Recommendations is deleted, and nobody is on call for it. ")


def test_what_cannot_be_undone_is_in_the_headline(shop: Path, headline: Any) -> None:
    edit(shop / "teams/recommendations.yaml", "[feature-store, catalogue]", "[catalogue]")
    _without(shop / "teams/recommendations.yaml", "feature-store")
    lost = "Feature store is deleted, with its incidents and integration keys"
    assert headline() == f"{lost}. Nobody’s shifts change until 22 Dec"


def test_what_stands_in_the_way_is_in_the_headline(shop: Path, headline: Any, text: Any) -> None:
    edit(shop / "org.yaml", "org: acme", "org: acmy")
    assert headline().startswith(
        "Apply will refuse this: 51 objects of names declared here belong to the org 'acme' by their markers"
    )
    assert text().splitlines()[0].endswith(": 65 changes in 7 teams, which apply will refuse")


def test_a_service_in_other_hands_names_both(shop: Path, text: Any, headline: Any, said: Any) -> None:
    moved = _without(shop / "teams/payments.yaml", "fraud-check")
    with (shop / "teams/accounts.yaml").open("a") as file:
        file.write(moved)
    assert headline() == "Fraud check moves from Payments to Accounts"
    assert "  Accounts, Payments · Fraud check moves from Payments to Accounts" in text()
    touches = [(each["team"], each["how"], each["by"], each["service"]) for each in said()["touches"]]
    gives, takes = ("payments", "gives", "accounts"), ("accounts", "takes", "payments")
    assert touches == [(*takes, "fraud-check"), (*gives, "fraud-check")]


def test_what_changes_after_the_four_weeks_is_told_with_its_day(shop: Path, text: Any, headline: Any) -> None:
    edit(shop / "teams/accounts.yaml", "full: 2027-02-02", "full: 2027-01-26")
    assert "Nobody's shifts change until 22 Dec; after that:\n  Accounts (America/New_York) · from Tue 26 Jan" in text()
    assert headline() == "Nobody’s shifts change until 22 Dec; from Tue 26 Jan on they do, in Accounts"


def test_somebody_away_just_after_the_four_weeks_is_told(shop: Path, text: Any) -> None:
    away = ", opted_out: {because: leave, since: 2026-12-26, until: 2027-01-10}}"
    edit(
        shop / "teams/payments.yaml",
        "person: tom,   on_call_since: 2025-03-03}",
        f"person: tom,   on_call_since: 2025-03-03{away}",
    )
    assert "  Payments · from Mon 28 Dec 09:00 · tom → liu" in text()


def test_where_levels_change_and_no_shift_does_it_is_said(shop: Path, text: Any) -> None:
    edit(shop / "teams/storefront.yaml", "{team: platform, rotation: secondary}, ", "")
    assert "Nobody's shifts change until 22 Dec, and none is known to change until 23 Feb" in text()


def test_hints_name_what_the_plan_was_called_with(shop: Path, run: Run) -> None:
    edit(shop / "org.yaml", 'from: "09:00"', 'from: "10:00"')
    shop.rename(shop.with_name("owners"))
    commit(shop.parent)
    edit(shop.with_name("owners") / "org.yaml", 'from: "10:00"', 'from: "11:00"')
    words = ("plan", "--against", "HEAD", "--root", "owners", "--team", "search")

    plain, comment = run(*words).out, run(*words, "--format", "markdown").out

    assert plain.startswith("Nothing to do in what is shown, compared with HEAD (")
    assert "the files say what" not in plain
    assert "see: ownctl plan --against HEAD --root owners\n" in plain
    assert "Plan for acme, compared with HEAD (" in comment
    assert run(*words, "--quiet").out.startswith("nothing to do in what is shown, compared with HEAD (")


def test_a_team_that_gives_a_service_hears_of_it_in_its_own_part(shop: Path, text: Any) -> None:
    moved = _without(shop / "teams/payments.yaml", "fraud-check")
    with (shop / "teams/accounts.yaml").open("a") as file:
        file.write(moved)
    assert "Fraud check moves from Payments to Accounts" in text("--team", "payments")


def test_what_comes_later_stands_below_what_comes_soon(shop: Path, text: Any) -> None:
    edit(shop / "teams/accounts.yaml", "full: 2027-02-02", "full: 2027-01-26")
    edit(shop / "teams/fulfilment.yaml", "person: kwame, ", "person: nadia, ")
    soon, later = "  Fulfilment · Wed 9 Dec", "\n  later: Accounts (America/New_York) · from Tue 26 Jan"
    assert text().index(soon) < text().index(later)


def _fields(plan: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(each["path"], each["before"], each["after"]) for each in plan["changes"][0]["fields"]]


def test_a_handoff_at_another_time_is_said_and_reorders_nobody(shop: Path, said: Any) -> None:
    edit(shop / "teams/platform.yaml", 'at: "10:00"', 'at: "13:00"')
    assert _fields(said()) == [
        ("handoff", "Mon 10:00", "Mon 13:00"),
        (
            "turns of primary",
            "from Mon 30 Nov 10:00: callum, ingrid, mateo, priya, callum, ingrid, …",
            "from Mon 30 Nov 13:00: callum, ingrid, mateo, priya, callum, ingrid, …",
        ),
    ]


def test_other_hours_are_said_and_label_nothing_old(shop: Path, said: Any) -> None:
    edit(shop / "org.yaml", 'from: "09:00"', 'from: "10:00"')
    hours, turns, buddies = _fields(said())[:3]
    assert hours == ("hours", "09:00–17:30", "10:00–17:30")
    assert (turns[0], buddies[0]) == ("turns of primary", "turns of primary buddies")


def test_other_days_are_said_with_the_hours(shop: Path, said: Any) -> None:
    edit(shop / "org.yaml", "thursday, friday]", "thursday]")
    assert _fields(said())[0] == ("hours", "Mon–Fri 09:00–17:30", "Mon–Thu 09:00–17:30")


def test_hours_where_there_were_none_are_said(shop: Path, said: Any) -> None:
    edit(shop / "teams/fulfilment.yaml", "    shift: 1w\n", "    shift: 1w\n    hours: business\n")
    assert _fields(said())[0] == ("hours", "always", "Mon–Fri 09:00–17:30")


def test_longer_shifts_are_said(shop: Path, said: Any) -> None:
    edit(shop / "teams/fulfilment.yaml", "shift: 1w", "shift: 2w")
    assert _fields(said())[0] == ("shift", "1w", "2w")


def test_weeks_in_place_of_days_are_said(shop: Path, said: Any) -> None:
    edit(shop / "teams/recommendations.yaml", "shift: 1d ", "shift: 1w ")
    edit(shop / "teams/recommendations.yaml", 'handoff: {at: "10:00"}', 'handoff: {day: monday, at: "10:00"}')
    assert _fields(said())[0] == ("shift", "1d", "1w")


def test_buddies_who_go_are_named(shop: Path, said: Any) -> None:
    payments = shop / "teams/payments.yaml"
    of_the_newcomer = ("{person: liu, ", "overrides:", "{person: ines, instead_of: amara")
    lines = [line for line in payments.read_text().splitlines() if not line.strip(" -").startswith(of_the_newcomer)]
    payments.write_text("\n".join(lines) + "\n")
    fields = _fields(said())
    assert ("buddies", "from Mon 7 Dec 09:00: tom", None) in fields
    assert not [path for path, *_ in fields if path == "other events"]


def test_a_rotation_that_grows_is_not_on_call_for_the_first_time(shop: Path, text: Any, headline: Any) -> None:
    edit(shop / "teams/storefront.yaml", 'to: "21:00"', 'to: "22:00"')
    assert "Storefront (Asia/Singapore) · Mon–Sun 21:00–22:00, 30 Nov–6 Dec · nobody → minh" in text()
    assert headline().endswith("get other shifts, in Storefront")


def test_a_rotation_that_goes_leaves_nobody(shop: Path, headline: Any) -> None:
    platform = shop / "teams/platform.yaml"
    before, _, rest = platform.read_text().partition("  # The second in line")
    platform.write_text(before + rest[rest.index("services:") :])
    edit(shop / "teams/storefront.yaml", "{team: platform, rotation: secondary}, ", "")
    assert headline() == "Nobody is on call any more in Platform secondary"
