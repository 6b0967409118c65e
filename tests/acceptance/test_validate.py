"""`ownctl validate` and `ownctl schema` as people and CI run them: exit codes, formats, streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.config.trees import lay

from ownctl.config.schemas import schema_files
from ownctl.rules.healthy import TREE

WARNED = {"ownership/notes.txt": "x"}
BROKEN = {"ownership/teams/refunds.yaml": "team: refunds\n"}


def _run(where: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from ownctl.cli import main; main()", *words]
    settings = {**os.environ, "OWNCTL_NOW": "2026-11-30T09:00:00Z", **environment}
    return subprocess.run(command, cwd=where, env=settings, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(("more", "code"), [({}, 0), (WARNED, 0), (BROKEN, 1)])
def test_only_errors_end_with_1(more: dict[str, str], code: int, tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **more})

    done = _run(tmp_path, "validate")

    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["validate"], ["validate", "--root", "gone"], ["validate", "--format", "xml"]])
def test_what_cannot_run_ends_with_3_and_a_next_step(words: list[str], tmp_path: Path) -> None:
    done = _run(tmp_path, *words)

    assert done.returncode == 3
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_json_is_all_that_is_on_standard_output(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **WARNED, **BROKEN})

    done = _run(tmp_path, "validate", "--format", "json")

    assert json.loads(done.stdout)["summary"] == {"errors": 1, "warnings": 1, "files": 5}
    assert done.returncode == 1


def test_github_annotates_each_finding_errors_first(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **WARNED, **BROKEN})

    lines = _run(tmp_path, "validate", "--format", "github").stdout.decode().splitlines()

    assert [line.split(",")[0] for line in lines] == [
        "::error file=ownership/teams/refunds.yaml", "::warning file=ownership/notes.txt",
    ]  # fmt: skip


def test_quiet_shows_errors_only_and_nothing_if_there_are_none(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **WARNED})
    assert _run(tmp_path, "validate", "-q").stdout == b""

    lay(tmp_path, BROKEN)
    said = _run(tmp_path, "validate", "-q").stdout
    assert b"refunds.yaml:1:1 error missing-field" in said
    assert b"notes.txt" not in said


def test_verbose_shows_the_way_to_each_value(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **BROKEN})

    assert b"in teams.refunds" in _run(tmp_path, "validate", "-v").stdout


def test_a_pipe_gets_no_colour(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, **BROKEN})

    assert b"\x1b" not in _run(tmp_path, "validate").stdout


def test_an_output_that_lacks_a_character_gets_its_code_point(tmp_path: Path) -> None:
    lay(tmp_path, {**TREE, "ownership/teams/refunds.yaml": "team: refunds\nnmae: Rückzahlung 返金\n"})

    done = _run(tmp_path, "validate", PYTHONIOENCODING="ascii")

    assert done.returncode == 1
    assert rb"\u8fd4\u91d1" in done.stdout


def test_schemas_are_written_and_shown(tmp_path: Path) -> None:
    assert _run(tmp_path, "schema", "write", "--out", "here").returncode == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "here").iterdir()} == schema_files()
    assert _run(tmp_path, "schema", "show", "team").stdout.decode() == schema_files()["team.schema.json"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file")

    done = _run(tmp_path, "schema", "write", "--out", "here/below")

    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
