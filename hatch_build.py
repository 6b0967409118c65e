"""Lets a wheel know its commit: `ownctl init --ci github` pins the action by it.

Built from anything but a checkout, as from an sdist, it doesn't know, and `init` asks.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CommitHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts `ownctl/example/commit.txt` into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; an editable install has the checkout itself to ask."""
        if version == "editable" or not (Path(self.root) / ".git").exists():
            return
        commit = subprocess.run(  # noqa: S603  # no input of others
            ["git", "-C", self.root, "rev-parse", "HEAD"],  # noqa: S607
            capture_output=True,
            check=True,
        ).stdout
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "commit.txt"
        file.write_bytes(commit)
        build_data["force_include"][str(file)] = "ownctl/example/commit.txt"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called by hatchling afterwards."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
