"""Example trees on disk, read as a user's are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config import Finding, Loaded, load
from ownctl.rules import check
from ownctl.rules.healthy import NOW, laid_over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

REPOSITORY = Path(__file__).parents[2]


def written(files: Mapping[str, str], folder: Path) -> Loaded:
    """The healthy tree with `files` laid over it, written below `folder` and loaded."""
    for name, text in laid_over(files).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return load(folder / "ownership")


def found_in(files: Mapping[str, str], folder: Path, now: datetime = NOW) -> tuple[Finding, ...]:
    """All findings, the loader's and the rules'."""
    loaded = written(files, folder)
    rules = check(loaded.org, now) if loaded.org is not None else ()
    return (*loaded.findings, *rules)


def named(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """What was found, and at which path."""
    return [(finding.rule, finding.path) for finding in findings]
