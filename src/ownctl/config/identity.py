"""What makes a finding the same finding in another run: after lines moved, files were renamed, and time went by."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config.findings import Finding
    from ownctl.config.load import Loaded
    from ownctl.config.source import Source

INDEX = re.compile(r"\[\d+\]")
LONGEST_MARK = 60


class Identity(NamedTuple):
    """Equal for two findings that are one. The message doesn't count: it may tell of dates that tick."""

    rule: str
    file: str
    """From the tree's root, with slashes."""
    path: str
    """The way to the value without positions in lists, as `teams.payments.members[].person`; empty for what is wrong
    with a file."""
    fingerprint: str
    """Sixteen hexadecimal digits that stand for rule, path and what of the list is meant; the file doesn't count."""

    @property
    def key(self) -> tuple[str, str]:
        """What no two findings of one run share. A path says more than a file, which may be renamed."""
        return "" if self.path else self.file, self.fingerprint

    @property
    def unique(self) -> str:
        """The same in thirty-two hexadecimal digits, for those who keep count of findings."""
        return _digest(*self.key, digits=32)


def identities(findings: Sequence[Finding], loaded: Loaded) -> list[Identity]:
    """One for each of all the findings of a run, in their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        file = loaded.in_tree(finding.spot.file)
        path = INDEX.sub("[]", finding.path)
        mark = _mark(finding, loaded.sources.get(finding.spot.file)) if path != finding.path or not path else ""
        told = (finding.rule, path, mark)
        place = (*told, "" if path else file)
        seen[place] += 1
        made.append(Identity(finding.rule, file, path, _digest(*told, str(seen[place]))))
    return made


def _mark(finding: Finding, source: Source | None) -> str:
    """How the marked text begins: of a list's item, that is what the item is about."""
    if source is None or finding.spot.line > len(source.lines):
        return ""
    spot, line = finding.spot, source.lines[finding.spot.line - 1]
    text = line[spot.column - 1 : spot.end_column - 1 if spot.end_line == spot.line else None]
    return " ".join(text.split(",")[0].strip("{[ ").split())[:LONGEST_MARK]


def _digest(*parts: str, digits: int = 16) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:digits]
