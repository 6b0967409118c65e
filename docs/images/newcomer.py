"""The change that the pictures show: somebody joins the rotation of the example's payments team."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config import load
from ownctl.example import copy_shop
from ownctl.sandbox import running

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEFORE = "  - {person: ines,"
LINE = "  - {person: nadia, on_call_since: 2026-12-07}"
OWNCTL = (sys.executable, "-m", "ownctl")


@contextmanager
def joining() -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the change in its files, and the environment of an account that doesn't know of it yet."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_shop(folder)
        org = load(folder / "ownership").org
        assert org
        users = [{"name": person.name, "email": person.email} for person in org.people.values()]
        with running(seed=users, now=NOW) as account:
            environment = os.environ | {
                "PAGERDUTY_API_URL": account.url,
                "PAGERDUTY_TOKEN": account.token,
                "OWNCTL_NOW": NOW.isoformat(),
            }
            subprocess.run([*OWNCTL, "apply", "--yes", "-q"], cwd=folder, env=environment, check=True)
            team = folder / "ownership" / "teams" / "payments.yaml"
            lines = team.read_text(encoding="utf-8").splitlines()
            at = next(number for number, text in enumerate(lines) if text.startswith(BEFORE) and "on_call" in text)
            team.write_text("\n".join([*lines[:at], LINE, *lines[at:]]) + "\n", encoding="utf-8")
            yield folder, environment
