"""Findings as people, programs and pull requests get them."""

from __future__ import annotations

import json

import click
import pytest

from ownctl.config import Finding, Severity, Source, Spot
from ownctl.render.findings import text
from ownctl.render.findings_json import as_json
from ownctl.render.snippet import cells, marked, visible


def _finding(spot: Spot, message: str = "wrong", help_: str = "right", severity: Severity = Severity.ERROR) -> Finding:
    return Finding("some-rule", severity, message, help_, spot, "teams.t")


def _below(line: str, begin: int, end: int, width: int = 100) -> tuple[str, str]:
    """The shown line, and what of it the carets stand under, in cells."""
    shown = marked(Source("f", line), Spot("f", 1, begin, 1, end), width)
    assert shown is not None
    return shown.text, shown.carets


@pytest.mark.parametrize(
    ("line", "begin", "end", "before"),
    [
        ("name: x", 7, 8, "name: "),
        ("\tname: x", 8, 9, "    name: "),
        ("名前: x", 5, 6, "名前: "),
        ("e\u0301: x", 5, 6, "e\u0301: "),
        ("a\x1b[31m: x", 9, 10, "a<U+001B>[31m: "),
    ],
)
def test_carets_stand_under_the_spot(line: str, begin: int, end: int, before: str) -> None:
    shown, carets = _below(line, begin, end)

    assert shown.startswith(before)
    assert carets == " " * cells(before) + "^"


def test_a_wide_spot_has_a_caret_for_each_cell() -> None:
    assert _below("a: 名前", 4, 6)[1] == "   ^^^^"


def test_a_spot_of_no_width_has_one_caret() -> None:
    assert _below("a:", 3, 3) == ("a:", "  ^")


@pytest.mark.parametrize("column", [1, 150, 400])
def test_a_long_line_is_cut_around_the_spot(column: int) -> None:
    line = "x" * (column - 1) + "HERE" + "y" * (400 - column)

    shown, carets = _below(line, column, column + 4, width=60)

    assert cells(shown) <= 60
    assert shown[len(carets) - 4 : len(carets)] == "HERE"


def test_a_spot_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = marked(Source("f", "a: [x,\n  y]"), Spot("f", 1, 4, 2, 5), 100)

    assert shown == ("a: [x,", "   ^^^")


def test_a_spot_beyond_the_file_has_no_snippet() -> None:
    assert marked(Source("f", "a"), Spot("f", 9, 1, 9, 2), 100) is None


def test_nothing_steers_the_terminal() -> None:
    hostile = "\x1b[2J\u202e\x07"
    finding = _finding(Spot(hostile), hostile, hostile)

    plain = click.unstyle(text([finding], {hostile: Source(hostile, hostile)}))

    assert not set(plain) & set(hostile[0] + "\u202e\x07")
    assert visible("\n") == "<U+000A>"


def test_findings_are_grouped_by_file_and_in_order_of_lines() -> None:
    findings = [_finding(Spot("b", 1)), _finding(Spot("a", 9)), _finding(Spot("a", 2), severity=Severity.WARNING)]

    lines = click.unstyle(text(findings, {})).splitlines()

    assert [line for line in lines if line and not line.startswith("  ")] == [
        "a  1 error, 1 warning", "a:2:1 warning some-rule", "a:9:1 error some-rule",
        "b  1 error", "b:1:1 error some-rule",
    ]  # fmt: skip


def test_json_has_the_names_of_version_1() -> None:
    findings = [_finding(Spot("f", 1, 2, 3, 4)), _finding(Spot("g"), severity=Severity.WARNING)]

    document = json.loads(as_json(findings, 7))

    assert document["version"] == 1
    assert document["summary"] == {"errors": 1, "warnings": 1, "files": 7}
    assert document["findings"][0] == {
        "rule": "some-rule", "severity": "error", "message": "wrong", "help": "right", "file": "f",
        "line": 1, "column": 2, "end_line": 3, "end_column": 4, "path": "teams.t", "fix": None,
    }  # fmt: skip
