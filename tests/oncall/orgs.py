"""Orgs from texts."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ownctl.config import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.config import Org


def org_of(files: Mapping[str, str]) -> Org:
    """An org from the texts of its files, by their names below `ownership/`."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "ownership"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        org = load(root).org
    assert org is not None
    return org
