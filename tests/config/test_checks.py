"""The table of checks: each example shows its own mistake and no other, and no finding goes without an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.config.trees import lay

from ownctl.config import NoTree, load
from ownctl.config.checks import CHECKS, Check

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = [check for check in CHECKS.values() if check.bad]


def _tree(root: Path, check: Check, files: dict[str, str]) -> Path:
    around = {} if check.name == "no-org-file" else {"ownership/org.yaml": "org: acme\n"}
    return lay(root, {**around, **files})


@pytest.mark.parametrize("check", SHOWN, ids=lambda check: check.name)
def test_a_bad_example_shows_its_mistake_and_no_other(check: Check, tmp_path: Path) -> None:
    findings = load(_tree(tmp_path, check, dict(check.bad))).findings

    assert {(each.rule, each.severity) for each in findings} == {(check.name, check.severity)}


@pytest.mark.parametrize("check", SHOWN, ids=lambda check: check.name)
def test_a_good_example_has_no_finding(check: Check, tmp_path: Path) -> None:
    assert load(_tree(tmp_path, check, dict(check.good))).findings == ()


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.name)
def test_a_check_has_a_name_in_kebab_case_and_a_sentence(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", check.name)
    assert check.sentence.endswith(".")


def test_only_what_cannot_be_shown_as_text_goes_without_an_example() -> None:
    assert {check.name for check in CHECKS.values() if not check.bad} == {
        "unreadable-file",
        "file-too-large",
        "link-leaves-tree",
    }


def test_no_tree_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(NoTree, match="no ownership tree"):
        load(tmp_path / "ownership")
