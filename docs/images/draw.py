"""Draw the picture of the README: what a plan says when somebody joins the rotation of the example's payments team.

.venv/bin/python docs/images/draw.py              # writes docs/images/plan.svg
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ownctl.config import load
from ownctl.example import copy_shop
from ownctl.sandbox import running

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WIDTH = 104
BEFORE = "  - {person: ines,"
LINE = "  - {person: nadia, on_call_since: 2026-12-07}"


def on_a_terminal(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What a command prints when it believes to be on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        said = bytearray()
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # how Linux says that the other end is closed
            pass
        process.wait()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def main() -> None:
    """Draw it."""
    ownctl = [sys.executable, "-m", "ownctl"]
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
                "COLUMNS": str(WIDTH),
            }
            subprocess.run([*ownctl, "apply", "--yes", "-q"], cwd=folder, env=environment, check=True)
            team = folder / "ownership" / "teams" / "payments.yaml"
            lines = team.read_text(encoding="utf-8").splitlines()
            at = next(number for number, text in enumerate(lines) if text.startswith(BEFORE))
            team.write_text("\n".join([*lines[:at], LINE, *lines[at:]]) + "\n", encoding="utf-8")
            plan = on_a_terminal([*ownctl, "plan"], folder, environment)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"+ {LINE.strip()}", style="green"))
    console.print(Text("$ ownctl plan\n", style="dim"))
    console.print(Text.from_ansi(plan))
    console.save_svg(str(Path(__file__).with_name("plan.svg")), title="ownctl plan")


if __name__ == "__main__":
    main()
