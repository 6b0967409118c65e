"""The files that `ownctl init --ci` writes for GitHub Actions and GitLab CI."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from ownctl.example.starter import Filled

TEMPLATES = Path(__file__).with_name("templates") / "ci"

GITHUB = ("ownership.yml", "ownership-comment.yml", "ownership-apply.yml", "ownership-check.yml")

ACTION = "ownctl/ownctl"

PINS = {
    "checkout": "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "download": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "upload": "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
}
"""The actions of others, each by the commit of its release."""


def github(root: str, branch: str, action: str) -> dict[str, str]:
    """The workflows by their path in the repository.

    `root` is the ownership tree, from there; `branch` the default branch; `action` our action as `OWNER/NAME@COMMIT`.
    """
    words = _words(root, "/**") | PINS | {"action": action, "branch": json.dumps(branch, ensure_ascii=False)}
    return {f".github/workflows/{name}": _filled(f"github/{name}", words) for name in GITHUB}


def gitlab(root: str, package: str) -> dict[str, str]:
    """The pipeline by its path in the repository, and the file that includes it."""
    words = _words(root, "/**/*") | {"package": json.dumps(package)}
    return {name: _filled(f"gitlab/{name.rpartition('/')[2]}", words) for name in (".gitlab/ownership.yml", GITLAB)}


GITLAB = ".gitlab-ci.yml"
"""The one file that GitLab reads."""


def commit() -> str | None:
    """The commit that this ownctl was made from, if it knows: from its wheel, or the checkout that it runs in."""
    here = Path(__file__)
    written = here.with_name("commit.txt")
    if written.is_file():
        return written.read_text(encoding="ascii").strip()
    checkout = here.parents[3]
    if not (checkout / ".git").exists():
        return None
    asked = subprocess.run(  # noqa: S603  # no input of others
        ["git", "-C", str(checkout), "rev-parse", "HEAD"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or None


def _words(root: str, all_below: str) -> dict[str, str]:
    below = all_below.lstrip("/") if root == "." else root + all_below
    journal = Path(root).parent / ".ownctl" / "journal"
    return {"root": json.dumps(root), "below": json.dumps(below), "journal": json.dumps(journal.as_posix())}


def _filled(name: str, words: dict[str, str]) -> str:
    return Filled((TEMPLATES / name).read_text(encoding="utf-8")).substitute(words)
