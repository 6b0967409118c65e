"""An ownership tree that lies elsewhere at a revision: found by the org that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.pieces import org_piece

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ownctl.config.revision import Revision


def earlier_place(root: Path, org: str, files: Revision) -> str | None:
    """The one folder of the revision, by git's path, that has the tree of `org` where there is none at `root`.

    None where there is one at `root`, none at all, or more than one: nobody knows then which it was.
    """
    if files.look(root / "org.yaml") is not None:
        return None
    found = list(_trees_of(org, files))
    return found[0] if len(found) == 1 else None


def said(place: str) -> str:
    """Where the tree is at the revision, for a sentence that goes on after the revision's name."""
    return f"where the tree is {f'in {place}' if place else 'the whole repository'}"


def _trees_of(org: str, files: Revision) -> Iterator[str]:
    for folder, data in files.named("org.yaml"):
        said = org_piece(data, f"{folder}/org.yaml", "").said
        if said and said.settings and said.settings.org == org:
            yield folder
