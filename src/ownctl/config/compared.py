"""A run's findings held against those of an earlier one: what is new, what stayed, what is gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.identity import identities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.config.findings import Finding
    from ownctl.config.identity import Identity
    from ownctl.config.load import Loaded


class Compared(NamedTuple):
    """Findings by what became of them. Each is in the order in which it came."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    """Found before, too."""
    gone: tuple[Identity, ...] | None
    """Found before, and not any more; None where nobody looked, because nothing is found now."""


def compared(findings: Sequence[Finding], loaded: Loaded, before: Iterable[Identity]) -> Compared:
    """Hold all findings of a run against those of an earlier one.

    What was wrong with a file that isn't there any more is known where the same is wrong with another file: it has
    been renamed.
    """
    found = identities(findings, loaded)
    left = {each.key: each for each in before}
    unknown = [each for each in found if left.pop(each.key, None) is None]
    here = {each.file for each in found} | {loaded.in_tree(file) for file in loaded.sources}
    moved = Counter(each.fingerprint for each in left.values() if not each.path and each.file not in here)
    new: set[tuple[str, str]] = set()
    for each in unknown:
        if not each.path and moved[each.fingerprint]:
            moved[each.fingerprint] -= 1
            left.pop(next(key for key, old in left.items() if old.fingerprint == each.fingerprint))
        else:
            new.add(each.key)
    pairs = list(zip(findings, found, strict=True))
    return Compared(
        tuple(finding for finding, identity in pairs if identity.key in new),
        tuple(finding for finding, identity in pairs if identity.key not in new),
        tuple(left.values()),
    )
