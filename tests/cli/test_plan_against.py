"""`plan --against`: what an account would say of a change, from files alone, and whom else it touches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import NOW, edit
from tests.config.repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

    from ownctl.sandbox import Running

PLATFORM = """\
team: platform
name: Platform
stages: {business-hours: 2025-01-06, full: 2025-06-02}
support: {channel: "#p", turn_to: [{person: ines, for: all}], incident_flow: flow.md}
members:
  - {person: nadia, on_call_since: 2025-03-03}
  - {person: ines, on_call_since: 2025-03-03}
rotations:
  primary: {starts: 2025-11-03, shift: 1w, handoff: {day: monday, at: "09:30"}}
"""
EDGE = "services: {edge: {name: Edge, runbook: https://runbooks.acme.example/edge}}\n"
PLATFORM += EDGE
RULES = "rules: {no-past-incidents: ignore, rotation-too-small: ignore, firefighter: ignore, coverage-gap: ignore}\n"


@pytest.fixture
def clone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on a branch, with a second team; no token, no address of an account. Its ownership tree."""
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    (tree / "org.yaml").write_text((tree / "org.yaml").read_text() + RULES)
    (tree / "teams/platform.yaml").write_text(PLATFORM)
    git(tree.parent, "init", "--quiet", "--initial-branch", "main")
    commit(tree.parent)
    git(tree.parent, "checkout", "--quiet", "-b", "feature")
    return tree


def _plan(run: Run, *words: str) -> dict[str, Any]:
    ended = run("plan", "--format", "json", *words)
    assert ended.out, ended.err
    said: dict[str, Any] = json.loads(ended.out)
    return said


PAYMENTS, PEOPLE = "teams/payments.yaml", "people.yaml"
TOM = "  - {person: tom, on_call_since: 2025-03-03}\n"
SWAP = "{person: tom, instead_of: amara, from: 2026-12-01T09:30, until: 2026-12-29T09:30}"
LEVELS = "[{notify: [{rotation: primary}], wait: 10m}, {notify: [{team: platform}, {person: ines}]}]"
Edit = tuple[str, str, str]
EDITS: dict[str, list[Edit]] = {
    "a newcomer": [(PAYMENTS, TOM, f"{TOM}  - {{person: nadia, on_call_since: 2026-12-07}}\n")],
    "a leaver": [(PAYMENTS, TOM, "")],
    "an override": [
        (PAYMENTS, "services:\n", f"    overrides: [{SWAP}]\nservices:\n"),
    ],
    "working hours": [(PAYMENTS, "    shift: 1w\n", "    shift: 1w\n    hours: business\n")],
    "another name": [(PAYMENTS, "name: Payments\n", "name: Pay\n")],
    "another key": [(PAYMENTS, "  checkout-api:\n", "  checkout:\n")],
    "a service in other hands": [
        ("teams/platform.yaml", EDGE, ""),
        (PAYMENTS, "services:\n", "services:\n  edge: {name: Edge, runbook: https://x.acme.example}\n"),
    ],
    "a team less": [("teams/platform.yaml", PLATFORM, "")],
    "an escalation": [
        (PAYMENTS, "services:\n", f"escalation: {LEVELS}\nservices:\n"),
    ],
}  # fmt: skip


def _make(root: Path, what: str) -> None:
    for file, before, after in EDITS[what]:
        edit(root / file, before, after)
        if not (root / file).read_text():
            (root / file).unlink()


def test_files_alone_say_what_an_untouched_account_would(run: Run, clone: Path, pager: Running) -> None:
    assert run("apply", "--yes", "--quiet").code == 0

    for what in EDITS:
        _make(clone, what)
        by_account, by_files = _plan(run), _plan(run, "--against", "main")
        for name in ("id", "seen"):
            for each in (*by_account["changes"], *by_files["changes"]):
                each.pop(name)
        assert by_files["changes"], what
        for name in ("changes", "effects", "touches", "summary", "obstacles"):
            assert by_files[name] == by_account[name], (what, name)
        git(clone.parent, "checkout", "--quiet", "--", ".")

    assert run("plan", "--quiet").out.startswith("nothing to do")


def test_no_edit_is_no_change_and_neither_is_a_file_that_moves(run: Run, clone: Path) -> None:
    (clone / "teams/pay").mkdir()
    (clone / PAYMENTS).rename(clone / "teams/pay/team.yaml")
    (clone / PEOPLE).rename(clone / "everybody.yaml")
    (clone / "people").mkdir()
    (clone / "everybody.yaml").rename(clone / "people/all.yaml")

    ended = run("plan", "--against", "main")

    assert ended.code == 0
    assert ended.out.startswith("Nothing to do: the files say what those of main (")


def test_a_person_by_another_key_is_the_same_person(run: Run, clone: Path) -> None:
    edit(clone / PAYMENTS, "person: tom", "person: thomas")
    edit(clone / PEOPLE, "  tom: ", "  thomas: ")

    assert _plan(run, "--against", "main")["changes"] == []


SWAPPED = [
    (PEOPLE, "amara@acme.example", "@"),
    (PEOPLE, "nadia@acme.example", "amara@acme.example"),
    (PEOPLE, "email: @", "email: nadia@acme.example"),
]
NAMES_SWAPPED = [
    (PEOPLE, "Amara Okafor", "@"),
    (PEOPLE, "Nadia Benali", "Amara Okafor"),
    (PEOPLE, "name: @", "name: Nadia Benali"),
]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param(SWAPPED, id="two people swap their e-mails"),
        pytest.param([*SWAPPED, *NAMES_SWAPPED], id="two keys swap their people"),
        pytest.param([(PEOPLE, "Amara Okafor", "Amara Bello")], id="a new name"),
        pytest.param([(PEOPLE, "amara@acme.example", "Amara@ACME.example")], id="an e-mail in other letters"),
    ],
)
def test_people_are_known_by_their_e_mail_as_in_the_account(
    edits: list[Edit], run: Run, clone: Path, pager: Running
) -> None:
    assert run("apply", "--yes", "--quiet").code == 0
    for file, before, after in edits:
        edit(clone / file, before, after)

    by_account, by_files = _plan(run), _plan(run, "--against", "main")

    assert bool(by_files["changes"]) is (SWAPPED[0] in edits)
    for name in ("effects", "touches", "summary", "obstacles"):
        assert by_files[name] == by_account[name], name


def test_the_e_mail_of_somebody_who_goes_is_another_user(run: Run, clone: Path) -> None:
    edit(clone / "teams/platform.yaml", "  - {person: nadia, on_call_since: 2025-03-03}\n", "")
    commit(clone.parent)
    edit(clone / PEOPLE, "  nadia: {name: Nadia Benali, email: nadia@acme.example}\n", "")
    edit(clone / PEOPLE, "amara@acme.example", "nadia@acme.example")

    said = _plan(run, "--against", "HEAD")

    assert {"payments/amara", "payments/primary"} <= {each["key"] for each in said["changes"]}
    pairs = {(each["before"][0]["person"], each["after"][0]["person"]) for each in said["effects"]}
    assert pairs == {("amara@acme.example", "amara")}


def test_an_e_mail_that_is_new_is_somebody_else(run: Run, clone: Path) -> None:
    edit(clone / PEOPLE, "amara@acme.example", "a.okafor@acme.example")

    said = _plan(run, "--against", "main")
    comment = run("plan", "--against", "main", "--format", "markdown").out

    assert {"payments/amara", "payments/primary"} <= {each["key"] for each in said["changes"]}
    assert {(each["owner"], "only the account can tell" in each["text"]) for each in said["notes"][:1]} == {
        ("payments", True)
    }
    assert "### Amara Okafor and Amara Okafor (amara@\u200bacme.example) get other shifts, in Payments" in comment


def test_a_new_name_is_told_though_the_account_need_not_know(run: Run, clone: Path) -> None:
    edit(clone / PEOPLE, "Amara Okafor", "Amara Bello")

    ended = run("plan", "--against", "main")

    assert "Payments · Amara Okafor is called Amara Bello now" in ended.out


def test_a_plan_names_its_revision_and_what_only_the_account_can_tell(run: Run, clone: Path) -> None:
    _make(clone, "a leaver")

    ended = run("plan", "--against", "main")
    comment = run("plan", "--against", "main", "--format", "markdown")

    assert ended.out.startswith("Plan for acme, compared with main (")
    assert "only the account can tell" in ended.out
    assert "ownctl apply" not in ended.out
    assert ", compared with main (" in comment.out
    assert "only the account can tell" in comment.out


def test_teams_that_change_nothing_themselves_hear_of_it(run: Run, clone: Path) -> None:
    cover = "  cover: platform\n  channel:"
    edit(clone / PAYMENTS, "business-hours: 2025-01-06, full: 2025-06-02", "business-hours: 2025-01-06")
    edit(clone / PAYMENTS, "  channel:", cover)
    commit(clone.parent)
    edit(clone / "teams/platform.yaml", "  - {person: nadia, on_call_since: 2025-03-03}\n", "")

    ended = run("plan", "--against", "HEAD")

    assert {(each["team"], each["how"], each["by"]) for each in _plan(run, "--against", "HEAD")["touches"]} == {
        ("payments", "cover", "platform"),
        ("payments", "shifts", "platform"),
    }
    assert "Payments · Inês Duarte gets other shifts in Platform" in ended.out.replace(" and Nadia Benali", "")


def test_who_is_told_from_now_on_hears_of_it(run: Run, clone: Path) -> None:
    _make(clone, "an escalation")

    touches = _plan(run, "--against", "main")["touches"]

    assert [(each["team"], each["how"], each["by"], each["people"]) for each in touches] == [
        ("platform", "told", "payments", ["ines"])
    ]


def test_a_tree_that_is_new_is_created_whole(run: Run, clone: Path) -> None:
    git(clone.parent, "checkout", "--quiet", "--orphan", "empty")
    git(clone.parent, "rm", "--quiet", "-r", "--cached", ".")
    git(clone.parent, "commit", "--quiet", "--allow-empty", "--message", "nothing")

    said = _plan(run, "--against", "HEAD")

    assert {each["action"] for each in said["changes"]} == {"create"}
    assert "has no ownership tree here" in said["notes"][0]["text"]

    assert ", which has no ownership tree here: " in run("plan", "--against", "HEAD").out.partition("\n")[0]


@pytest.mark.parametrize("place", ["own2", "infra/ownership"])
def test_a_tree_that_has_been_moved_is_the_same(place: str, run: Run, clone: Path) -> None:
    (clone.parent / place).parent.mkdir(exist_ok=True)
    git(clone.parent, "mv", "ownership", place)
    if place.count("/"):
        git(clone.parent, "mv", "flow.md", "infra/flow.md")

    moved = run("plan", "--against", "main", "--root", place)
    edit(clone.parent / place / PAYMENTS, TOM, "")
    changed = _plan(run, "--against", "main", "--root", place)
    back = run("plan", "--against", "main", "--root", place).out

    assert moved.out.splitlines()[-1].endswith(", where the tree is in ownership say")
    assert ("delete", "payments/tom") not in {(each["action"], each["key"]) for each in changed["changes"]}
    assert {each["key"] for each in changed["changes"]} == {"payments/primary"}
    assert ", where the tree is in ownership: " in back.partition("\n")[0]


def test_a_tree_may_have_been_the_whole_repository(run: Run, clone: Path) -> None:
    git(clone.parent, "checkout", "--quiet", "--orphan", "flat")
    git(clone.parent, "mv", *(f"ownership/{each.name}" for each in clone.iterdir()), ".")
    commit(clone.parent)
    clone.mkdir(exist_ok=True)
    git(clone.parent, "mv", "org.yaml", "people.yaml", "teams", "ownership")

    assert "where the tree is the whole repository" in run("plan", "--against", "flat").out


def test_of_two_trees_none_is_taken_for_the_one_that_was_moved(run: Run, clone: Path) -> None:
    git(clone.parent, "checkout", "--quiet", "main")
    (clone.parent / "other").mkdir()
    (clone.parent / "other/org.yaml").write_text((clone / "org.yaml").read_text())
    commit(clone.parent)
    git(clone.parent, "mv", "ownership", "own2")

    assert "which has no ownership tree here" in run("plan", "--against", "main", "--root", "own2").out


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (PAYMENTS, "team: payments\nname: [\n", "files of payments have errors"),
        ("org.yaml", "org: [\n", "org.yaml can't be understood"),
    ],
)
def test_what_could_not_be_understood_before_is_said(file: str, text: str, said: str, run: Run, clone: Path) -> None:
    right = (clone / file).read_text()
    (clone / file).write_text(text)
    commit(clone.parent)
    (clone / file).write_text(right)

    plan = _plan(run, "--against", "HEAD")

    assert said in plan["notes"][0]["text"]
    assert ("create", "payments") in {(each["action"], each["key"]) for each in plan["changes"]}


def test_rules_that_were_broken_before_are_in_nobodys_way(run: Run, clone: Path) -> None:
    edit(clone / PAYMENTS, "  incident_flow: flow.md\n", "  incident_flow: gone.md\n")
    commit(clone.parent)
    edit(clone / PAYMENTS, "  incident_flow: gone.md\n", "  incident_flow: flow.md\n")

    assert _plan(run, "--against", "HEAD")["changes"] == []


def test_errors_in_the_new_files_refuse_as_ever(run: Run, clone: Path) -> None:
    edit(clone / PAYMENTS, "team: payments\n", "foo: 1\nteam: payments\n")

    ended = run("plan", "--against", "main")

    assert ended.code == 1
    assert "unknown-field" in ended.err
    assert "the files have 1 error" in ended.err


def test_a_promotion_that_was_announced_before_is_not_told_again(run: Run, clone: Path) -> None:
    edit(clone / PAYMENTS, "full: 2025-06-02", "full: 2026-12-10")
    edit(clone / PAYMENTS, "  channel:", "  cover: platform\n  channel:")
    announced = _plan(run, "--against", "main")["notes"]
    commit(clone.parent)
    edit(clone / PAYMENTS, "name: Checkout API", "name: Checkout")

    assert any("in stage full from 10 Dec 2026" in each["text"] for each in announced)
    assert _plan(run, "--against", "HEAD")["notes"] == []


def test_an_org_of_another_name_is_in_the_way_once(run: Run, clone: Path) -> None:
    edit(clone / "org.yaml", "org: acme", "org: acme-eu")

    (obstacle,) = _plan(run, "--against", "main")["obstacles"]

    assert "objects of names declared here belong to the org 'acme' by their markers: " in obstacle["message"]
    assert "keep `org: acme`" in obstacle["help"]


def test_a_team_that_goes_alone_does_not_leave_the_org_without_teams(run: Run, clone: Path) -> None:
    lonely = "team: lonely\nname: Lonely\nservices: {bell: {name: Bell, runbook: https://runbooks.acme.example/bell}}\n"
    (clone / "teams/lonely.yaml").write_text(lonely)
    commit(clone.parent)
    (clone / "teams/lonely.yaml").unlink()

    said = _plan(run, "--against", "HEAD")

    assert {each["action"] for each in said["changes"]} == {"delete"}
    assert not said["obstacles"]


def test_too_much_at_once_is_in_the_way_by_all_objects_of_the_org(run: Run, clone: Path) -> None:
    services = "".join(f"  s{n}: {{name: S{n}, runbook: https://x.acme.example}}\n" for n in range(40))
    (clone / PAYMENTS).write_text((clone / PAYMENTS).read_text() + services)
    commit(clone.parent)
    git(clone.parent, "checkout", "--quiet", "main", "--", "ownership")

    ended = run("plan", "--against", "HEAD")

    assert ended.code == 1
    assert "this would delete 40 of 48 objects" in " ".join(ended.out.split())
    assert run("plan", "--against", "HEAD", "--beyond-protection").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--against", "nowhere"], "there is no revision `nowhere`"),
        (["--against", "--output=x"], "is no revision"),
        (["--against", "main", "--out", "plan.json"], "leave one out"),
        (["--against", "main", "--team", "paymants"], "did you mean `payments`?"),
        (["--against", "main", "--root", "elsewhere"], "there is no ownership tree at elsewhere"),
    ],
)
def test_what_cannot_be_compared_ends_with_3_and_a_next_step(
    words: list[str], said: str, run: Run, clone: Path
) -> None:
    ended = run("plan", *words)

    assert ended.code == 3
    assert said in " ".join(ended.err.split())
