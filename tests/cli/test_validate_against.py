"""`validate --against` and `--baseline`: only what is new counts, the rest is counted, and what is gone is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import edit
from tests.config.repositories import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

OLD_ERROR = "tier: 9"


@pytest.fixture
def clone(tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on a branch; `main` has an error and a warning already. Its ownership tree."""
    monkeypatch.setenv("OWNCTL_NOW", "2026-11-24T16:00:00Z")
    edit(tree / "teams/payments.yaml", "    name: Checkout API\n", f"    name: Checkout API\n    {OLD_ERROR}\n")
    (tree / "notes.txt").write_text("x")
    git(tree.parent, "init", "--quiet", "--initial-branch", "main")
    commit(tree.parent)
    git(tree.parent, "checkout", "--quiet", "-b", "feature")
    return tree


def test_what_was_wrong_before_does_not_fail(run: Run, clone: Path) -> None:
    edit(clone / "teams/payments.yaml", "team: payments\n", "# nothing new\nteam: payments\n")

    ended = run("validate", "--against", "main")

    assert ended.code == 0
    assert "No new findings in 3 files" in ended.out
    assert "2 from before are not shown: compared with main (" in ended.out


@pytest.mark.parametrize("moved", ["teams/renamed.yaml", "teams/pay/team.yaml"])
def test_a_file_that_moves_takes_its_findings_along(moved: str, run: Run, clone: Path) -> None:
    (clone / moved).parent.mkdir(exist_ok=True)
    (clone / "teams/payments.yaml").rename(clone / moved)
    (clone / "notes.txt").rename(clone / "more-notes.txt")

    ended = run("validate", "--against", "main", "--format", "json")

    said = json.loads(ended.out)
    assert ended.code == 0
    assert said["findings"] == said["gone"] == []
    assert said["summary"] == {"errors": 0, "warnings": 0, "files": 3, "new": 0, "known": 2}


def test_only_a_new_error_fails_and_it_alone_is_shown(run: Run, clone: Path) -> None:
    edit(clone / "teams/payments.yaml", "team: payments\n", "foo: 1\nteam: payments\n")
    (clone / "more.txt").write_text("x")

    ended = run("validate", "--against", "main")
    quiet = run("validate", "--against", "main", "--quiet")

    assert ended.code == quiet.code == 1
    assert "unknown-field" in ended.out
    assert "tier" not in ended.out.replace("a team knows", "")
    assert "New: 1 error, 1 warning in" in ended.out
    assert "more.txt" not in quiet.out


def test_a_new_warning_alone_does_not_fail(run: Run, clone: Path) -> None:
    (clone / "more.txt").write_text("x")

    assert run("validate", "--against", "main").code == 0


def test_what_is_gone_is_named(run: Run, clone: Path) -> None:
    edit(clone / "teams/payments.yaml", OLD_ERROR, "tier: 1")
    (clone / "notes.txt").unlink()

    ended = run("validate", "--against", "main")

    assert "2 are gone:" in ended.out
    assert "unknown-file in notes.txt" in ended.out
    assert "out-of-range in teams.payments.services.checkout-api.tier" in ended.out


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "junit"])
def test_reports_have_what_is_new_and_standard_error_the_rest(form: str, run: Run, clone: Path) -> None:
    (clone / "more.txt").write_text("x")

    ended = run("validate", "--against", "main", "--format", form)

    assert "more.txt" in ended.out
    assert "out-of-range" not in "".join(line for line in ended.out.splitlines() if "::" in line or "message" in line)
    assert "2 from before are not shown" in ended.err


def test_a_tree_that_is_new_is_new_as_a_whole(run: Run, clone: Path) -> None:
    git(clone.parent, "checkout", "--quiet", "--orphan", "empty")
    git(clone.parent, "rm", "--quiet", "-r", "--cached", ".")
    git(clone.parent, "commit", "--quiet", "--allow-empty", "--message", "nothing")

    ended = run("validate", "--against", "empty")

    assert ended.code == 1
    assert "which has no ownership tree here" in ended.out


def test_a_tree_that_has_been_moved_takes_its_findings_along(run: Run, clone: Path) -> None:
    git(clone.parent, "mv", "ownership", "own2")

    ended = run("validate", "--against", "main", "--root", "own2")

    assert ended.code == 0
    assert "2 from before are not shown" in ended.out
    assert "where the tree is in ownership" in ended.out


def test_others_newer_commits_are_not_held_against_a_branch(run: Run, clone: Path) -> None:
    git(clone.parent, "checkout", "--quiet", "main")
    edit(clone / "teams/payments.yaml", OLD_ERROR, "tier: 1")
    commit(clone.parent)
    git(clone.parent, "checkout", "--quiet", "feature")

    ended = run("validate", "--against", "main")

    assert ended.code == 0
    assert ", where this branch left main." in ended.out


def test_a_baseline_does_the_same_without_git(run: Run, tree: Path) -> None:
    edit(tree / "teams/payments.yaml", "    name: Checkout API\n", f"    name: Checkout API\n    {OLD_ERROR}\n")
    assert run("validate").code == 1

    written = run("validate", "--baseline", "known.json", "--write-baseline")
    after = run("validate", "--baseline", "known.json")
    edit(tree / "teams/payments.yaml", OLD_ERROR, "tier: x")
    still = run("validate", "--baseline", "known.json")
    edit(tree / "teams/payments.yaml", "tier: x", "tier: 1\n    foo: 1")
    other = run("validate", "--baseline", "known.json")

    assert (written.code, after.code, still.code, other.code) == (0, 0, 1, 1)
    assert "known.json keeps 1 finding" in written.err
    assert "1 from before is not shown: compared with known.json." in after.out
    assert "take them out with `ownctl validate --baseline known.json --write-baseline`" in other.out


def test_time_that_goes_by_makes_no_finding_new(run: Run, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gap = "    hours: [{days: [monday], from: '09:00', to: '10:00'}]\n"
    edit(tree / "teams/payments.yaml", "services:\n", f"{gap}services:\n")
    monkeypatch.setenv("OWNCTL_NOW", "2026-11-24T16:00:00Z")
    run("validate", "--baseline", "known.json", "--write-baseline")
    before = run("validate", "--format", "json").out

    monkeypatch.setenv("OWNCTL_NOW", "2027-01-24T16:00:00Z")

    assert json.loads(run("validate", "--format", "json").out) != json.loads(before)
    assert json.loads(run("validate", "--baseline", "known.json", "--format", "json").out)["summary"]["new"] == 0


@pytest.mark.parametrize("fix", [[], ["--fix"]])
def test_a_baseline_takes_no_other_files_place(fix: list[str], run: Run, clone: Path) -> None:
    org = (clone / "org.yaml").read_bytes()
    (clone.parent / "report.json").write_text(report := run("validate", "--format", "json").out)

    read = run("validate", "--baseline", "ownership/org.yaml")
    for file in ("ownership/org.yaml", "report.json"):
        written = run("validate", "--baseline", file, "--write-baseline", *fix)
        assert written.code == 3
        assert f"{file} is no baseline, and is left as it is" in " ".join(written.err.split())

    assert read.code == 3
    assert "--write-baseline" not in read.err
    assert (clone / "org.yaml").read_bytes() == org
    assert (clone.parent / "report.json").read_text() == report


@pytest.mark.parametrize("at", [2, 3])
def test_a_baseline_that_git_could_not_merge_is_written_again(at: int, run: Run, clone: Path) -> None:
    known = clone.parent / "known.json"
    run("validate", "--baseline", "known.json", "--write-baseline")
    right = known.read_text()
    lines = right.splitlines(keepends=True)
    lines[at : at + 1] = ["<<<<<<< HEAD\n", lines[at], "=======\n", lines[at], ">>>>>>> feature\n"]
    known.write_text("".join(lines))

    read = run("validate", "--baseline", "known.json")

    assert "write it again with: ownctl validate --baseline known.json --write-baseline" in " ".join(read.err.split())
    assert run("validate", "--baseline", "known.json", "--write-baseline").code == 0
    assert known.read_text() == right


def test_outside_of_git_only_validate_tells_of_baselines(run: Run, tree: Path) -> None:
    assert "does without git" in run("validate", "--against", "main").err
    assert "run it in a clone\n" in (plan := run("plan", "--against", "main").err)
    assert "baseline" not in plan


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--baseline", "-"], "standard input and output are none"),
        (["--baseline", "gone.json"], "there is no baseline gone.json"),
        (["--baseline", "flow.md"], "flow.md is no baseline"),
        (["--baseline", "known.json", "--against", "main"], "leave one out"),
        (["--write-baseline"], "needs --baseline FILE"),
        (["--baseline", "no/such/folder.json", "--write-baseline"], "can't be written"),
        (["--against", "main", "--diff"], "leave --against and --baseline out"),
        (["--against", "nowhere"], "there is no revision `nowhere`"),
        (["--against", "--fix"], "`--fix` is no revision"),
    ],
)
def test_what_cannot_be_compared_ends_with_3_and_a_next_step(
    words: list[str], said: str, run: Run, clone: Path
) -> None:
    ended = run("validate", *words)

    assert ended.code == 3
    assert said in " ".join(ended.err.split())
