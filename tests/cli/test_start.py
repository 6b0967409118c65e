"""What a command leaves out, so that it starts fast."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "ownership"

VALIDATE = f"""
import sys
from ownctl.cli import main

sys.argv = ["ownctl", "validate", "--quiet", "--root", {str(EXAMPLE)!r}]
try:
    main()
except SystemExit as end:
    print(end.code, sorted({{"importlib.metadata", "json", "shutil", "ownctl.account"}} & sys.modules.keys()))
"""


def _said(code: str) -> list[str]:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # imports json
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=unmeasured)
    return ran.stdout.splitlines()


def test_validate_imports_nothing_that_it_has_no_use_for() -> None:
    assert _said(VALIDATE) == ["0 []"]


def test_what_pydantic_may_ask_its_finder_of_plug_ins_for_one_day_the_real_one_has() -> None:
    later = "from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP as group, get_plugins\nprint(group)"
    assert _said(VALIDATE + later) == ["0 []", "pydantic"]
