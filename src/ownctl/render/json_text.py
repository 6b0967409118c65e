"""JSON as it is printed."""

from __future__ import annotations

import json
from typing import Any


def json_text(document: Any) -> str:
    """The document in ASCII, so that it survives every terminal, pipe and locale.

    `##[` is written otherwise: GitHub's runner, reading along, takes it for a command to itself wherever it stands.
    """
    return json.dumps(document, indent=2).replace("##[", "##\\u005b") + "\n"
