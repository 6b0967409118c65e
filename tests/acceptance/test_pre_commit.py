"""The hook for pre-commit, by the real pre-commit in real repositories: what is wrong is not committed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.config.trees import lay

from ownctl.rules.healthy import TREE

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PEOPLE = "ownership/people.yaml"

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs a command in a folder, with a home of its own and the programs of this environment."""
    git = tmp_path / "gitconfig"
    git.write_text("[user]\nname = Amara\nemail = amara@acme.example\n[init]\ndefaultBranch = main\n", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    env = inherited | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": str(git),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "OWNCTL_NOW": "2026-11-30T09:00:00Z",
    }

    def shell(folder: Path, *words: str, ends: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == ends, done.stdout + done.stderr
        return done

    return shell


def _repository(folder: Path, hooks: Path, shell: Shell) -> Path:
    """A repository with a healthy tree that uses the hook of another, as docs/how-to/pre-commit.md says."""
    revision = shell(hooks, "git", "rev-parse", "HEAD").stdout.strip()
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": "ownctl-validate"}]}]}
    lay(folder, {**TREE, ".pre-commit-config.yaml": yaml.safe_dump(config), "README.md": "# Shop\n"})
    shell(folder, "git", "init", "--quiet")
    shell(folder, "pre-commit", "install")
    shell(folder, "git", "add", ".")
    return folder


@pytest.fixture
def repository(tmp_path: Path, shell: Shell) -> Path:
    """As a user has it, but for one thing: the hook is the ownctl of this environment, so nothing is installed."""
    hooks = tmp_path / "hooks"
    told = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    lay(hooks, {HOOKS.name: yaml.safe_dump([{**hook, "language": "system"} for hook in told])})
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "hooks"]):
        shell(hooks, "git", *words)
    return _repository(tmp_path / "shop", hooks, shell)


def test_a_mistake_is_not_committed_but_told_where_it_stands(repository: Path, shell: Shell) -> None:
    path = repository / PEOPLE
    path.write_text(path.read_text(encoding="utf-8").replace("email:", "emial:", 1), encoding="utf-8")
    shell(repository, "git", "add", PEOPLE)

    done = shell(repository, "git", "commit", "-m", "Mistake", ends=1)

    assert f"{PEOPLE}:" in done.stderr
    assert "did you mean `email`?" in done.stderr
    shell(repository, "git", "rev-parse", "--verify", "--quiet", "HEAD", ends=1)


def test_a_healthy_tree_is_committed_and_whatever_has_nothing_to_do_with_it(repository: Path, shell: Shell) -> None:
    assert "Passed" in shell(repository, "git", "commit", "-m", "Declare who owns what").stderr
    with (repository / PEOPLE).open("a", encoding="utf-8") as people:
        people.write("nonsense\n")
    lay(repository, {"README.md": "# The shop\n"})
    shell(repository, "git", "add", "README.md")

    done = shell(repository, "git", "commit", "-m", "Words")

    assert "no files to check" in done.stderr
    assert (repository / PEOPLE).read_text(encoding="utf-8").endswith("nonsense\n")


@pytest.mark.long
def test_pre_commit_installs_this_very_project(tmp_path: Path, shell: Shell) -> None:
    """From the last commit of this checkout, into an environment of its own, as for any user."""
    clone = tmp_path / "ownctl"
    shell(tmp_path, "git", "clone", "--quiet", str(ROOT), str(clone))
    repository = _repository(tmp_path / "shop", clone, shell)

    assert "Passed" in shell(repository, "git", "commit", "-m", "Declare who owns what").stderr
    (repository / PEOPLE).write_text("people: {amara: {name: Amara}}\n", encoding="utf-8")
    assert "missing-field" in shell(repository, "git", "commit", "-am", "Mistake", ends=1).stderr
