"""What a run of `validate` has to say to programs that show findings where people look."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config import Finding, Fix, Severity
from ownctl.config.repository import repository_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ownctl.config import Spot


@dataclass(frozen=True, slots=True)
class Report:
    """Findings with places that hold from the repository's root, wherever the command ran."""

    findings: tuple[Finding, ...]
    """The weightiest first, then by place."""
    fingerprints: tuple[str, ...]
    """One for each finding: what tells it apart from all others, and what it has again in the next run."""
    files: tuple[str, ...]
    """All files that were looked at, those without a finding included."""
    tree: str
    """The folder of the ownership tree, as `ownership`."""


def report(findings: Mapping[Finding, str], files: Iterable[str], tree: Path) -> Report:
    """Findings (each with its fingerprint) and files with paths from the working directory, as a report on a tree.

    The repository's root is that of `repository_of`. Paths outside of it stay absolute.
    """
    root = repository_of(tree)
    order = list(Severity)
    ordered = sorted(findings, key=lambda each: (order.index(each.severity), each.spot, each.rule, each.message))
    looked_at = {*files, *(finding.spot.file for finding in ordered)}
    return Report(
        tuple(_moved(finding, root) for finding in ordered),
        tuple(findings[finding] for finding in ordered),
        tuple(sorted(_from(root, file) for file in looked_at)),
        _from(root, str(tree)),
    )


def _from(root: Path, file: str) -> str:
    absolute = Path(os.path.abspath(file))  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else absolute.as_posix()


def _moved(finding: Finding, root: Path) -> Finding:
    def there(spot: Spot) -> Spot:
        return spot._replace(file=_from(root, spot.file))

    fix = finding.fix and Fix(
        finding.fix.title, tuple(edit._replace(spot=there(edit.spot)) for edit in finding.fix.edits)
    )
    return finding._replace(spot=there(finding.spot), fix=fix)
