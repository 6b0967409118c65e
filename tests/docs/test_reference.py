"""The reference says what the program says."""

from __future__ import annotations

import pytest
from tests.docs.reference import FOLDER, pages

from ownctl.cli import COMMANDS


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("file", ["files.md", "commands.md"])
def test_the_page_is_what_would_be_generated(generated: dict[str, str], file: str) -> None:
    written = (FOLDER / file).read_text(encoding="utf-8")
    assert written == generated[file], "write it anew: .venv/bin/python -m tests.docs.reference"


def test_every_command_is_in_it(generated: dict[str, str]) -> None:
    assert [line[10:] for line in generated["commands.md"].splitlines() if line.startswith("## ownctl ")] == list(
        COMMANDS
    )


def test_every_part_of_the_files_is_explained(generated: dict[str, str]) -> None:
    rows = [line for line in generated["files.md"].splitlines() if line.startswith("| ")]
    assert len(rows) > 90
    assert not [row for row in rows if row.endswith("|  |")]
