"""A look at a whole tree: what its files say, and all that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import load, without_garbage_collection
from ownctl.rules.check import check

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Files, Finding, Loaded, Memory


def examine(
    root: Path,
    now: datetime,
    files: Files | None = None,
    memory: Memory | None = None,
    *,
    errors_only: bool = False,
) -> tuple[Loaded, tuple[Finding, ...]]:
    """What the files say, and what loader and rules find, in the order of files and lines; each finding once.

    `now` has an offset; `files` and `memory` are those of `load`, `errors_only` is that of `check`. Raises NoTree if
    there is no ownership tree.
    """
    with without_garbage_collection():
        loaded = load(root, files, memory)
        if loaded.org is None:
            return loaded, loaded.findings
        findings = {*loaded.findings, *check(loaded.org, now, sources=loaded.sources, errors_only=errors_only)}
    return loaded, tuple(sorted(findings, key=lambda finding: (finding.spot, finding.rule, finding.message)))
