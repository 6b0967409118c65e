"""What somebody probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The next step after a name that nothing has: the name most like it, else `otherwise`."""
    from ownctl.config.outline import did_you_mean as closest  # difflib is needed only where something is wrong

    meant = closest(name, known)
    return f"did you mean `{meant}`?" if meant else otherwise
