"""Which findings of loading carry a fix, and which look alike and don't."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.config.trees import only, team

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "team: t\nname: T\n"


def edits(folder: Path, text: str) -> list[tuple[int, int, str]] | None:
    """Column, end column and text of the edits of the one finding."""
    fix = only(team(folder, HEAD + text)).fix
    return [(edit.spot.column, edit.spot.end_column, edit.text) for edit in fix.edits] if fix else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("descripton: x\n", [(1, 11, "description")]),
        ("'descripton': x\n", [(2, 12, "description")]),
        ('stages: {"shadw": 2026-08-31}\n', [(11, 16, "shadow")]),
        ("description: 058\n", [(14, 14, '"'), (17, 17, '"')]),
        ("time_zone: 'Europe/Londn'\n", [(13, 25, "Europe/London")]),
        ("time_zone: europe/london\n", [(12, 25, "Europe/London")]),
        ("business_hours: {days: [monday], from: 9:00, to: '17:30'}\n", [(40, 44, '"09:00"')]),
        ("business_hours: {days: [monday], from: '9:00', to: '17:30'}\n", [(41, 45, "09:00")]),
        ("services: {a: {name: A, tier: '1'}}\n", [(31, 34, "1")]),
        ("services: {a: {name: A, alerts: {b: {query: x, page: Yes}}}}\n", [(54, 57, "true")]),
    ],
)
def test_a_value_is_corrected_in_the_quotes_that_it_has(
    text: str, expected: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    assert edits(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "descripton: x\ndescription: y\n",
        '"descripto\\u006e": x\n',
        "services: {a: {name: A, tier: &x 1, repository: *x}}\n",
        "description: &x 5\n",
        "description: !!int 5\n",
        "business_hours: {days: [monday], from: 9am, to: '17:30'}\n",
        "business_hours: {days: [monday], from: 540, to: '17:30'}\n",
        "services: {a: {name: A, tier: ١}}\n",
        "stages: {full-time: 2026-08-31}\n",
    ],
    ids=[
        "it is there", "an escape", "an alias", "an anchor", "a tag", "no slip", "a program's time", "other digits",
        "only a likeness",
    ],
)  # fmt: skip
def test_what_is_said_in_another_way_has_no_fix(text: str, tmp_path: Path) -> None:
    assert edits(tmp_path, text) is None
