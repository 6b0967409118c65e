"""Each rule's own examples: the bad one breaks that rule and no other, the good one none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.rules.trees import found_in, written

from ownctl.config import Severity
from ownctl.rules import RULES, Rule, check
from ownctl.rules.healthy import NOW, TREE

if TYPE_CHECKING:
    from pathlib import Path

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_the_healthy_tree_is_healthy(tmp_path: Path) -> None:
    assert found_in(TREE, tmp_path) == ()


@every_rule
def test_a_rule_has_a_sentence_and_both_examples(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert rule.exactly.endswith(".")
    assert rule.bad
    assert rule.good


@every_rule
def test_the_bad_example_breaks_exactly_this_rule(rule: Rule, tmp_path: Path) -> None:
    found = found_in(rule.bad, tmp_path)
    assert [finding.rule for finding in found if finding.rule == rule.name] == [rule.name]
    others = [finding for finding in found if finding.rule != rule.name]
    assert not [finding for finding in others if finding.severity is Severity.ERROR]


@every_rule
def test_the_finding_stands_in_the_lines_that_the_example_shows(rule: Rule, tmp_path: Path) -> None:
    (finding,) = (each for each in found_in(rule.bad, tmp_path) if each.rule == rule.name)
    shown = {str(tmp_path / name): text for name, text in rule.bad.items()}
    assert finding.spot.file in shown
    assert finding.spot.line <= len(shown[finding.spot.file].splitlines())
    assert finding.help
    assert finding.path


@every_rule
@pytest.mark.parametrize("level", Severity)
@pytest.mark.parametrize("waived", ["", "2026-01-31", "2027-03-31"], ids=["", "waived once", "waived"])
def test_whoever_asks_for_errors_alone_gets_every_one(rule: Rule, level: Severity, waived: str, tmp_path: Path) -> None:
    org = rule.bad.get("ownership/org.yaml", TREE["ownership/org.yaml"])
    if "rules:" not in org:
        org += f"rules: {{{rule.name}: {level}}}\n"
    if waived and "waive:" not in org:
        org += f"waive: [{{rule: {rule.name}, because: so it is, until: {waived}}}]\n"
    declared = written({**rule.bad, "ownership/org.yaml": org}, tmp_path).org
    assert declared is not None
    every, alone = check(declared, NOW), check(declared, NOW, errors_only=True)
    assert [each for each in alone if each.severity is Severity.ERROR] == [
        each for each in every if each.severity is Severity.ERROR
    ]


@every_rule
def test_the_good_example_breaks_none(rule: Rule, tmp_path: Path) -> None:
    found = found_in(rule.good, tmp_path)
    assert [finding for finding in found if finding.rule == rule.name or finding.severity is Severity.ERROR] == []
