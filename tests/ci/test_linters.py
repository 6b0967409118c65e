"""Workflows, actions and scripts, ours and those that users are given, to the liking of those who know better."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

CARELESS = """\
name: careless
on: pull_request_target
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.pull_request.title }}
"""


def run(*words: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """One of the tools that this environment has, with the others on its path."""
    env = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"), "NO_COLOR": "1"}
    program, *arguments = words
    return subprocess.run(
        [BIN / program, *arguments], env=env, input=stdin, capture_output=True, text=True, check=False, cwd=ROOT
    )


def workflows(folder: Path) -> list[Path]:
    found = sorted((folder / ".github" / "workflows").glob("*.yml"))
    assert found
    return found


def test_zizmor_finds_nothing_in_workflows_and_action(written: Path) -> None:
    ran = run("zizmor", "--offline", "--no-progress", "action.yml", ".github", written)
    assert ran.returncode == 0, ran.stdout
    assert ran.stderr.count("completed") == 2 + len(workflows(written)), ran.stderr


def test_jactionlint_finds_nothing_in_workflows_and_action(written: Path) -> None:
    ran = run("jactionlint", "--strict-exit", "action.yml", *workflows(ROOT), *workflows(written))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "was not found" not in ran.stderr


def test_both_find_what_is_careless(tmp_path: Path) -> None:
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    careless = tmp_path / ".github" / "workflows" / "careless.yml"
    careless.write_text(CARELESS)
    for ran in (run("zizmor", "--offline", "--no-progress", tmp_path), run("jactionlint", careless)):
        assert ran.returncode != 0
        assert "github.event.pull_request.title" in ran.stdout


def test_workflows_action_and_pipeline_follow_their_schemas(written: Path) -> None:
    pipelines = [written / ".gitlab-ci.yml", written / ".gitlab" / "ownership.yml"]
    for schema, files in (
        ("github-workflows", [*workflows(ROOT), *workflows(written)]),
        ("github-actions", [ROOT / "action.yml"]),
        ("gitlab-ci", pipelines),
    ):
        ran = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
        assert ran.returncode == 0, ran.stdout


def test_shellcheck_finds_nothing_in_the_actions_scripts() -> None:
    ran = run("shellcheck", *(ROOT / "action").glob("*.sh"))
    assert ran.returncode == 0, ran.stdout


def test_shellcheck_finds_nothing_in_the_pipelines_scripts(written: Path) -> None:
    jobs = yaml.safe_load((written / ".gitlab" / "ownership.yml").read_text(encoding="utf-8"))
    scripts = {name: job["script"] for name, job in jobs.items() if "script" in job}
    assert len(scripts) == 5
    for name, lines in scripts.items():
        ran = run("shellcheck", "--shell=sh", "--exclude=SC2154", "-", stdin="\n".join(lines))
        assert ran.returncode == 0, f"{name}: {ran.stdout}"


def uses(folder: Path) -> list[str]:
    """Every action that workflows use, with what is said of its version."""
    lines = [line.strip() for file in workflows(folder) for line in file.read_text(encoding="utf-8").splitlines()]
    return [line.partition("uses:")[2].strip() for line in lines if "uses:" in line]


@pytest.mark.parametrize("whose", ["ours", "written"])
def test_every_action_of_others_is_pinned_by_commit_and_says_its_version(whose: str, written: Path) -> None:
    found = uses(ROOT if whose == "ours" else written)
    assert found
    for each in found:
        name, _, rest = each.partition("@")
        commit, _, version = rest.partition(" # ")
        assert len(commit) == 40
        assert name == "ownctl/ownctl" or version.startswith("v")


def test_no_job_may_more_than_its_work_needs(written: Path) -> None:
    allowed: dict[str, Any] = {}
    for file in workflows(written):
        workflow = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert workflow["permissions"] == {}
        allowed |= {f"{file.stem}/{name}": job["permissions"] for name, job in workflow["jobs"].items()}
    assert allowed == {
        "ownership/review": {"contents": "read", "pull-requests": "write"},
        "ownership-comment/comment": {"actions": "read", "pull-requests": "write"},
        "ownership-apply/plan": {"contents": "read"},
        "ownership-apply/apply": {"contents": "read"},
        "ownership-check/check": {"contents": "read", "issues": "write"},
    }


def test_the_key_that_may_write_is_in_the_environments_job_only(written: Path) -> None:
    jobs: dict[str, Any] = {}
    for file in workflows(written):
        workflow = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        jobs |= {f"{file.stem}/{name}": job for name, job in workflow["jobs"].items()}
    with_key = [name for name, job in jobs.items() if "secrets.PAGERDUTY_TOKEN" in json.dumps(job)]
    assert with_key == ["ownership-apply/apply"]
    assert jobs["ownership-apply/apply"]["environment"] == "pager"


def test_two_applies_never_run_at_once_and_none_is_cut_short(written: Path) -> None:
    apply = yaml.load((written / ".github/workflows/ownership-apply.yml").read_text(), Loader=yaml.BaseLoader)
    assert apply["concurrency"] == {"group": "ownership-apply", "cancel-in-progress": "false"}
    lab = yaml.safe_load((written / ".gitlab/ownership.yml").read_text())
    assert (lab["ownership-apply"]["resource_group"], lab["ownership-apply"]["interruptible"]) == ("pager", False)
