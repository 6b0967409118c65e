"""The people that an account starts with, from a JSON file: a list of `{"name": …, "email": …}`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def read_seed(file: Path) -> list[dict[str, Any]]:
    """Raises OSError where the file can't be read, ValueError where it holds something else."""
    people = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise ValueError(f'{file.name} is not a list of {{"name": …, "email": …}}')
    return people
