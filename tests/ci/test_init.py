"""`ownctl init --ci` writes pipelines into what is there, and says what remains to be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownctl.config import load

from .conftest import ACTION, git, init


def names(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(".git/")}


def test_where_nothing_is_it_writes_the_tree_as_well(tmp_path: Path) -> None:
    ran = init(tmp_path, "--ci", "github", "--action", ACTION)
    assert ran.returncode == 0, ran.stderr
    assert load(tmp_path / "ownership").findings == ()
    assert ".github/workflows/ownership-apply.yml" in names(tmp_path)
    assert "PAGERDUTY_READ_ONLY" in ran.stderr


def test_a_tree_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ownership").mkdir()
    (tmp_path / "ownership" / "org.yaml").write_text("org: acme\n")
    ran = init(tmp_path, "--ci", "gitlab")
    assert ran.returncode == 0, ran.stderr
    assert names(tmp_path) == {"ownership/org.yaml", ".gitlab-ci.yml", ".gitlab/ownership.yml"}
    assert (tmp_path / "ownership" / "org.yaml").read_text() == "org: acme\n"


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        ran = init(tmp_path, "--ci", "github", "--action", ACTION)
        assert ran.returncode == 0, ran.stderr


def test_it_overwrites_nothing_unless_told(tmp_path: Path) -> None:
    mine = tmp_path / ".github" / "workflows" / "ownership.yml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    ran = init(tmp_path, "--ci", "github", "--action", ACTION)
    assert ran.returncode == 1
    assert "ownership.yml exists already" in ran.stderr
    assert names(tmp_path) == {".github/workflows/ownership.yml"}
    assert init(tmp_path, "--ci", "github", "--action", ACTION, "--force").returncode == 0
    assert mine.read_text() != "mine"


def test_a_pipeline_of_gitlab_that_exists_includes_ours_by_hand(tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text("mine")
    ran = init(tmp_path, "--ci", "gitlab")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine"
    assert "add `- local: .gitlab/ownership.yml`" in ran.stderr


def test_a_pipeline_of_gitlab_that_is_ours_is_not_written_again(tmp_path: Path) -> None:
    first, again = init(tmp_path, "--ci", "gitlab"), init(tmp_path, "--ci", "gitlab")

    assert (first.returncode, again.returncode) == (0, 0)
    assert "wrote .gitlab/ownership.yml" in first.stderr
    assert "wrote" not in again.stderr
    assert "kept  .gitlab/ownership.yml, which says the same" in again.stderr
    assert "include:" not in again.stderr


ORIGIN = "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk"
BRANCHES: dict[str, tuple[str, list[str], bool]] = {
    "unborn": ("trunk", ["init --quiet --initial-branch trunk"], True),
    "checked out": ("on/call", ["init --quiet -b on/call", "commit --quiet --allow-empty -m x"], True),
    "of origin": ("trunk", ["init --quiet -b x", ORIGIN], False),
    "none at all": ("main", [], True),
}


@pytest.mark.parametrize(("branch", "steps", "assumed"), BRANCHES.values(), ids=BRANCHES)
def test_workflows_go_by_the_default_branch(tmp_path: Path, branch: str, steps: list[str], assumed: bool) -> None:
    for step in steps:
        git(tmp_path, "-c", "user.name=A", "-c", "user.email=a@acme.example", *step.split())

    ran = init(tmp_path, "--ci", "github", "--action", ACTION)

    assert f'branches: ["{branch}"]' in (tmp_path / ".github/workflows/ownership-apply.yml").read_text()
    assert (f"They take `{branch}` for the default branch" in ran.stderr) is assumed


def test_in_a_folder_of_a_repository_workflows_go_to_its_root(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    ran = init(tmp_path, "platform", "--ci", "github", "--action", ACTION)
    assert ran.returncode == 0, ran.stderr
    assert 'paths: ["platform/ownership/**"]' in (tmp_path / ".github/workflows/ownership.yml").read_text()
    assert 'path: "platform/.ownctl/journal"' in (tmp_path / ".github/workflows/ownership-apply.yml").read_text()
    assert (tmp_path / "platform" / "ownership" / "org.yaml").exists()


@pytest.mark.parametrize("root", ["a*b", "$(x)", "-x/y", "../elsewhere", "café"])
def test_a_tree_that_no_pipeline_can_name_is_refused(tmp_path: Path, root: str) -> None:
    (tmp_path / "repository").mkdir()
    ran = init(tmp_path / "repository", f"--root={root}", "--ci", "github", "--action", ACTION)
    assert (ran.returncode, names(tmp_path)) == (3, set())
    assert "next:" in ran.stderr


@pytest.mark.parametrize("action", ["ownctl/ownctl", "ownctl/ownctl@v1", "x@" + "0" * 40, ACTION + "\n- run: x"])
def test_an_action_is_named_at_a_commit(tmp_path: Path, action: str) -> None:
    ran = init(tmp_path, "--ci", "github", "--action", action)
    assert (ran.returncode, names(tmp_path)) == (3, set())
    assert "40 digits" in ran.stderr


def test_without_a_name_the_action_is_that_of_the_commit_that_runs(tmp_path: Path) -> None:
    ran = init(tmp_path, "--ci", "github")
    assert ran.returncode == 0, ran.stderr
    assert "uses: ownctl/ownctl@" in (tmp_path / ".github/workflows/ownership.yml").read_text()


@pytest.mark.parametrize("words", [["--action", ACTION], ["--force"], ["--ci", "gitlab", "--action", ACTION]])
def test_options_of_another_forge_or_of_none_are_refused(tmp_path: Path, words: list[str]) -> None:
    ran = init(tmp_path, *words)
    assert (ran.returncode, names(tmp_path)) == (3, set())
    assert "goes with --ci" in ran.stderr
