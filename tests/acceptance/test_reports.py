"""The same mistakes in the formats of others, through the real command: readers who know nothing of ownctl take them.

Some are kept as goldens in reports/. After a change that is meant, write them anew with
`WRITE_GOLDEN=1 .venv/bin/pytest tests/acceptance/test_reports.py`, and read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.config.trees import lay
from tests.render import reading

from ownctl.cli.validate import validate
from ownctl.rules.healthy import TREE

HERE = Path(__file__).parent
MISTAKES = sorted(path.name for path in (HERE / "mistakes").iterdir() if path.is_dir())
NOW = "2026-11-30T09:00:00Z"
READERS: dict[str, Callable[[str], Any]] = {
    "github": reading.github,
    "gitlab": reading.gitlab,
    "junit": reading.junit,
    "sarif": lambda text: reading.sarif(text)["results"],
}
KEPT = ("several-in-one-file", "wide-characters-and-a-long-line", "text-that-turns-around", "yml-instead-of-yaml")


def _written(form: str, *options: str) -> tuple[int, str]:
    done = CliRunner(env={"OWNCTL_NOW": NOW}).invoke(validate, ["--format", form, *options], standalone_mode=False)
    assert done.exception is None, done.exc_info
    return int(done.return_value), done.stdout_bytes.decode("ascii" if form != "github" else "utf-8")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a healthy tree, as the working directory."""
    lay(tmp_path, TREE)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_other_programs_read_each_mistake_at_its_place(mistake: str, repository: Path) -> None:
    shutil.copytree(HERE / "mistakes" / mistake / "ownership", repository / "ownership", dirs_exist_ok=True)
    found = json.loads(_written("json")[1])["findings"]
    places = sorted((each["file"], each["line"], each["rule"]) for each in found)

    codes, reports = zip(
        *((code, READERS[form](text)) for form in READERS for code, text in [_written(form)]), strict=True
    )
    github, gitlab, junit, sarif = reports

    assert len(set(codes)) == 1
    assert places == sorted((each["file"], int(each["line"]), each["title"]) for _, each, _ in github)
    assert places == sorted(
        (each["location"]["path"], each["location"]["lines"]["begin"], each["check_name"]) for each in gitlab
    )
    assert sorted((file, rule) for file, _, rule in places) == sorted(
        (suite.name, result.type) for suite in junit for case in suite for result in case.result
    )
    assert places == sorted(_place(result) for result in sarif)


def _place(result: dict[str, Any]) -> tuple[str, int, str]:
    place = result["locations"][0]["physicalLocation"]
    return place["artifactLocation"]["uri"], place["region"]["startLine"], result["ruleId"]


def test_sarif_marks_what_the_terminal_marks(repository: Path) -> None:
    name = "wide-characters-and-a-long-line"
    shutil.copytree(HERE / "mistakes" / name / "ownership", repository / "ownership", dirs_exist_ok=True)

    for result in READERS["sarif"](_written("sarif")[1]):
        place = result["locations"][0]["physicalLocation"]
        line = (
            Path(place["artifactLocation"]["uri"])
            .read_text(encoding="utf-8")
            .splitlines()[place["region"]["startLine"] - 1]
        )
        marked = line[place["region"]["startColumn"] - 1 : place["region"]["endColumn"] - 1]
        assert marked in result["message"]["text"], marked


@pytest.mark.parametrize("form", READERS)
def test_a_report_is_the_same_from_any_folder(form: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / "mistakes" / "misspelt-field" / "ownership", repository / "ownership", dirs_exist_ok=True)
    from_root = _written(form)

    monkeypatch.chdir(repository / "ownership" / "teams")

    assert _written(form, "--root", "..") == from_root


def _prints(form: str) -> set[str]:
    read = READERS[form](_written(form)[1])
    return {each["fingerprint"] if form == "gitlab" else each["partialFingerprints"]["ownctl/v1"] for each in read}


@pytest.mark.parametrize("form", ["gitlab", "sarif"])
def test_fingerprints_stay_when_lines_move(form: str, repository: Path) -> None:
    shutil.copytree(
        HERE / "mistakes" / "several-in-one-file" / "ownership", repository / "ownership", dirs_exist_ok=True
    )
    before = _prints(form)
    path = repository / "ownership" / "teams" / "payments.yaml"

    path.write_text(f"# a comment\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")

    assert _prints(form) == before
    assert len(before) == 3


@pytest.mark.parametrize("form", READERS)
def test_a_green_run_is_a_report_too(form: str, repository: Path) -> None:
    code, text = _written(form)

    assert code == 0
    read = READERS[form](text)
    assert [suite.tests for suite in read] == [1] * len(TREE_FILES) if form == "junit" else list(read) == []


TREE_FILES = [name for name in TREE if name.startswith("ownership/")]


@pytest.mark.parametrize("form", READERS)
def test_the_report_reads_as_expected(form: str, repository: Path) -> None:
    said = ""
    for mistake in KEPT:
        lay(repository, TREE)
        shutil.copytree(HERE / "mistakes" / mistake / "ownership", repository / "ownership", dirs_exist_ok=True)
        text = _written(form)[1]
        said += f"=== {mistake}\n{_results_only(text) if form == 'sarif' else text}"
        shutil.rmtree(repository / "ownership")

    expected = HERE / "reports" / f"{form}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def _results_only(text: str) -> str:
    """Without the pages of rules, which docs/rules has, and the version."""
    log = json.loads(text)
    for name in ("rules", "version"):
        del log["runs"][0]["tool"]["driver"][name]
    return json.dumps(log, indent=2) + "\n"
