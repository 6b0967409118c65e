"""What somebody probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ownctl.config import Fix, Spot


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The next step after a name that nothing has: the name most like it, else `otherwise`."""
    from ownctl.config.spelling import did_you_mean as closest  # difflib is needed only where something is wrong

    meant = closest(name, known)
    return f"did you mean `{meant}`?" if meant else otherwise


def respelt(name: str, known: Iterable[str], spot: Spot, beside: Collection[str] = ()) -> Fix | None:
    """The fix for such a name, where what is meant is beyond doubt, and none of `beside`."""
    from ownctl.config.fixes import spelt

    correction = spelt(name, known)
    fix = correction(spot) if correction else None
    return fix if fix and fix.edits[0].text not in beside else None
