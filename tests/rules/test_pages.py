"""`ownctl rule` and docs/rules: everything that a finding can be called has a page, and both say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.rules.trees import REPOSITORY

from ownctl.cli import main
from ownctl.config.checks import CHECKS
from ownctl.oncall import Kind
from ownctl.render.rule_pages import pages
from ownctl.rules import LATER, RULES
from ownctl.rules.guide import entries

CALLED = re.compile(r'^\s*(?:rule|RULE)[,:]? ?=? ?"([a-z]+(?:-[a-z0-9]+)+)"|Finding\(\s*"([a-z-]+)"', re.MULTILINE)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["ownctl", "rule", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    out, err = capsys.readouterr()
    return ended.value.code, out, err


def test_the_pages_in_docs_are_those_that_the_rules_make() -> None:
    folder = REPOSITORY / "docs/rules"
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}

    assert written == pages(), "run: ownctl rule --write docs/rules"


def test_every_rule_and_every_check_has_a_page() -> None:
    assert {*RULES, *CHECKS} <= entries().keys()
    assert not LATER & entries().keys()


def test_no_finding_anywhere_in_the_code_goes_without_a_page() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (REPOSITORY / "src/ownctl").rglob("*.py"))
    called = {name for match in CALLED.finditer(source) for name in match.groups() if name}

    assert called, "the pattern finds nothing any more"
    assert called <= entries().keys()


def test_everything_that_the_engine_meets_is_told_by_a_rule() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (REPOSITORY / "src/ownctl/rules").glob("*.py"))

    assert [
        kind.name for kind in Kind if f"{{Kind.{kind.name}" not in source and f" Kind.{kind.name}" not in source
    ] == []


def test_the_list_shows_every_name_with_severity_and_sentence_by_theme(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)

    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if re.match(r"  [a-z]", line)] == list(entries())
    assert re.search(r"^Ownership\n  alert-without-owner +error +An alert", out, re.MULTILINE)


def test_a_page_shows_the_finding_as_validate_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "no-channel")

    assert code == 0
    assert "  ownership/teams/payments.yaml:1:1 error no-channel\n" in out
    assert '    help: add to `support`: `channel: "#team-payments"`\n' in out
    assert "rules: {no-channel: warning}" in out
    assert "waive: [{rule: no-channel, because: WHY, until: 2027-06-30}]" in out


def test_a_misspelt_name_is_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "no-chanel")

    assert (code, out) == (3, "")
    assert "did you mean `no-channel`?" in err


def test_a_rule_of_a_later_version_is_not_called_nonsense(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "firefighter")

    assert code == 3
    assert "doesn't check firefighter yet" in err


def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "no-channel", "--format", "json")

    told = json.loads(out)
    assert (code, told["version"]) == (0, 1)
    assert [(each["name"], each["severity"]) for each in told["rules"]] == [("no-channel", "error")]


def test_pages_can_be_written_anywhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, _ = run(capsys, "--write", str(tmp_path / "rules"))

    assert code == 0
    assert {file.name for file in (tmp_path / "rules").iterdir()} == pages().keys()


def test_a_folder_that_cannot_be_written_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    code, _, err = run(capsys, "--write", str(tmp_path / "file" / "rules"))

    assert code == 3
    assert "can't be written" in err
