"""Findings as annotations of a pull request: GitHub's workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escaping is that of
`@actions/core` (packages/core/src/command.ts).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity
from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.render.report import Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
MOST = 10
"""How many commands of one kind GitHub shows of a step; further ones stand in its log only."""


def written(report: Report) -> str:
    """One command a line, the weightiest findings first.

    Where a kind has more than GitHub shows, the last one shown says how many stand in the log only.
    """
    return "".join(
        f"{line}\n" for severity, group in groupby(report.findings, _severity) for line in _all(severity, [*group])
    )


def _severity(finding: Finding) -> Severity:
    return finding.severity


def _all(severity: Severity, findings: list[Finding]) -> Iterator[str]:
    shown = len(findings) if len(findings) <= MOST else MOST - 1
    yield from map(_annotation, findings[:shown])
    if rest := findings[shown:]:
        yield f"::{COMMANDS[severity]} title=ownctl::{len(rest)} more like these stand in the log of this step"
        yield from map(_annotation, rest)


def _annotation(finding: Finding) -> str:
    spot = finding.spot
    properties: dict[str, str | int] = {"file": spot.file, "line": spot.line, "endLine": spot.end_line}
    if spot.line == spot.end_line:  # GitHub takes columns of one line only
        properties |= {"col": spot.column, "endColumn": spot.end_column}
    properties["title"] = finding.rule
    listed = ",".join(f"{name}={_in_property(str(value))}" for name, value in properties.items())
    message = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    return f"::{COMMANDS[finding.severity]} {listed}::{_in_data(message)}"


def _in_data(value: str) -> str:
    """Line breaks as the runner reads them; what else would steer a terminal that shows the log, as its code point."""
    return visible(value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _in_property(value: str) -> str:
    return _in_data(value).replace(":", "%3A").replace(",", "%2C")
