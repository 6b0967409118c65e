"""The example, an online shop: in a checkout it lies at the repository's root, in a wheel beside this file."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

PARTS = ("ownership", "docs/incidents", "docs/metadata")
"""What belongs to it; `ownership/` names the rest by paths from the folder that holds it. As in pyproject.toml."""

HOLDS_FROM, HOLDS_UNTIL = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
"""When no rule finds anything in it, half-open: it names dates, and a waiver of it has to end some day."""

IN_WHEEL = Path(__file__).with_name("tree")
IN_CHECKOUT = Path(__file__).parents[3]


def shop() -> Path:
    """The folder that holds the shop's `ownership/` and what it names. It is not to be written to."""
    return IN_WHEEL if IN_WHEEL.is_dir() else IN_CHECKOUT


def copy_shop(to: Path) -> Path:
    """Copy the shop into the folder `to` and return its tree. Raises FileExistsError where parts of it exist."""
    for part in PARTS:
        shutil.copytree(shop() / part, to / part)
    return to / "ownership"
