"""What `ownctl init --ci` writes, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

OWNCTL = Path(sys.executable).with_name("ownctl")
ACTION = "ownctl/ownctl@" + "0123456789" * 4


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`ownctl init` in a folder, as somebody whom git doesn't know."""
    env = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run([OWNCTL, "init", *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the pipelines of both, for a tree of an unusual name and a branch that YAML minds."""
    folder = tmp_path_factory.mktemp("written")
    git(folder, "init", "--quiet")
    git(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/it's-#1")
    for forge, *more in (("github", "--action", ACTION), ("gitlab",)):
        ran = init(folder, "--root", "teams/on call", "--ci", forge, *more)
        assert ran.returncode == 0, ran.stderr
    return folder
