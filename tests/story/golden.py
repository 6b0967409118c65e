"""What people read, held to what was promised."""

from __future__ import annotations

import os
import re
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(name: str, text: str) -> None:
    """Paths, ports and commits, which are others every time, left out. Written anew with OWNCTL_WRITE_GOLDEN=1."""
    shown = re.sub(r"http://127\.0\.0\.1:\d+", "https://github.example", text)
    shown = re.sub(r"/\S*/(?=ownctl-plan/)", "/temp/", shown)
    shown = re.sub(r"\([0-9a-f]{7,40}\)", "(0123456)", shown)
    path = FOLDER / name
    if os.environ.get("OWNCTL_WRITE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    promised = path.read_text(encoding="utf-8")
    assert shown == promised, "\n".join(unified_diff(promised.splitlines(), shown.splitlines(), lineterm=""))
