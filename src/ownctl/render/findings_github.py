"""Findings as annotations of a pull request: GitHub's workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escaping is that of
`@actions/core` (packages/core/src/command.ts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_annotations(findings: Iterable[Finding]) -> str:
    """One command a line. Files are as findings have them: run it where the paths are those of the repository."""
    return "".join(_annotation(finding) + "\n" for finding in findings)


def _annotation(finding: Finding) -> str:
    spot = finding.spot
    properties = {
        "file": spot.file,
        "line": spot.line,
        "col": spot.column,
        "endLine": spot.end_line,
        "endColumn": spot.end_column,
        "title": finding.rule,
    }
    listed = ",".join(f"{name}={_in_property(str(value))}" for name, value in properties.items())
    message = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return f"::{COMMANDS[finding.severity]} {listed}::{_in_data(message)}"


def _in_data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(value: str) -> str:
    return _in_data(value).replace(":", "%3A").replace(",", "%2C")
