"""Real-world mistakes, each a small tree, and what the real command says about them.

Each folder of mistakes/ holds the files that differ from a healthy tree, and `expected.txt`. After a change that is
meant, write them anew with `WRITE_GOLDEN=1 .venv/bin/pytest tests/acceptance/test_mistakes.py`, and read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.config.trees import lay

from ownctl.cli.validate import validate
from ownctl.rules.healthy import TREE

MISTAKES = sorted(path for path in Path(__file__).with_name("mistakes").iterdir() if path.is_dir())
NOW = "2026-11-30T09:00:00Z"


def _validated(*options: str) -> tuple[int, str]:
    result = CliRunner(env={"OWNCTL_NOW": NOW}).invoke(validate, list(options), standalone_mode=False)
    assert result.exception is None, result.exc_info
    return int(result.return_value), result.stdout


@pytest.fixture
def healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree without a mistake, in the working directory."""
    lay(tmp_path, TREE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_healthy_tree_has_no_findings(healthy: Path) -> None:
    code, output = _validated()

    assert code == 0
    assert output.startswith("No findings in ")


def test_there_are_at_least_twenty_five() -> None:
    assert len(MISTAKES) >= 25


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.name)
def test_a_mistake_is_told_as_expected(mistake: Path, healthy: Path) -> None:
    shutil.copytree(mistake / "ownership", healthy / "ownership", dirs_exist_ok=True)

    code, output = _validated()
    said = f"{output}exit code {code}\n"

    expected = mistake / "expected.txt"
    if os.environ.get("WRITE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_a_tree_without_people_is_one_finding_and_not_one_for_each_member(healthy: Path) -> None:
    (healthy / "ownership" / "people.yaml").unlink()

    code, output = _validated("--format", "json")
    (finding,) = json.loads(output)["findings"]

    assert code == 1
    assert (finding["rule"], finding["file"]) == ("no-people-file", "ownership/people.yaml")
    assert finding["help"].startswith("write it, with `people:` and below it `amara: {name: …, email: …}`")
