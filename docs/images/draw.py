"""Draw the picture of the README: what a plan says when somebody joins the rotation of the example's payments team.

.venv/bin/python docs/images/draw.py              # writes docs/images/plan.svg
"""

from __future__ import annotations

import os
import pty
import subprocess
from io import StringIO
from pathlib import Path

from newcomer import LINE, OWNCTL, joining
from rich.console import Console
from rich.text import Text

WIDTH = 104


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
    with joining() as (folder, environment):
        plan = on_a_terminal([*OWNCTL, "plan"], folder, environment | {"COLUMNS": str(WIDTH)})
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"+ {LINE.strip()}", style="green"))
    console.print(Text("$ ownctl plan\n", style="dim"))
    console.print(Text.from_ansi(plan))
    console.save_svg(str(Path(__file__).with_name("plan.svg")), title="ownctl plan")


if __name__ == "__main__":
    main()
