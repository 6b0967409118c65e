"""The action's first step: ownctl from the action's own checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from .runner import ROOT

INSTALL = ROOT / "action" / "install.sh"


def run(temp: Path, script: Path = INSTALL, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", script],
        env={**os.environ, "RUNNER_TEMP": str(temp), **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
def test_it_installs_what_it_was_checked_out_with(tmp_path: Path) -> None:
    action = tmp_path / "action checkout"  # as a runner has it: the files of one commit, without git
    action.mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "--extract", "--directory", action], input=archive, check=True)
    ran = run(tmp_path / "temp", action / "action" / "install.sh")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    program = tmp_path / "temp" / "ownctl" / "bin" / "ownctl"
    shutil.rmtree(action)
    said = subprocess.run(
        [program, "init", "--ci", "gitlab"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


def test_a_second_step_of_a_job_installs_nothing(tmp_path: Path) -> None:
    program = tmp_path / "ownctl" / "bin" / "ownctl"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert run(tmp_path, PATH="/nowhere:/usr/bin:/bin").returncode == 0
    assert list(program.parent.iterdir()) == [program]


def test_an_old_python_is_said(tmp_path: Path) -> None:
    old = tmp_path / "bin" / "python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    ran = run(tmp_path, PATH=f"{old.parent}:/usr/bin:/bin")
    assert ran.returncode == 3
    assert ran.stdout.startswith("::error::ownctl needs Python 3.11 or newer; put actions/setup-python before it")
