"""What makes a finding the same finding in the next run, for those who keep count of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config import Finding


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """One for each finding, in their order, in hexadecimal digits; no two are equal.

    Lines and columns don't count, so a finding keeps its fingerprint when lines above it come or go.
    """
    seen: Counter[str] = Counter()
    made = []
    for finding in findings:
        told = "\0".join((finding.rule, finding.spot.file, finding.path, finding.message))
        seen[told] += 1
        again = f"\0{seen[told]}" if seen[told] > 1 else ""
        made.append(hashlib.sha256((told + again).encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return made
