"""Real git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from tests.config.trees import lay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Amara",
    "GIT_AUTHOR_EMAIL": "amara@acme.example",
    "GIT_COMMITTER_NAME": "Amara",
    "GIT_COMMITTER_EMAIL": "amara@acme.example",
}
"""Settings that nobody's own git can change."""


def git(folder: Path, *words: str) -> str:
    """Run git in a folder; it must end well."""
    command = ["git", "-c", "protocol.file.allow=always", *words]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **ALONE}, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """A repository with one commit, on `main`. Returns the ownership tree."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    root = lay(folder, files)
    commit(folder)
    return root


def commit(folder: Path) -> str:
    """Commit everything; its id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "change")
    return git(folder, "rev-parse", "HEAD")
