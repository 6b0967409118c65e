"""Findings for programs, in version 1 of ownctl's JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ownctl.config import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


def as_json(findings: Sequence[Finding], files: int) -> str:
    """One JSON document. `files` counts those that declare something. Ends are exclusive, columns count characters."""
    document = {
        "version": 1,
        "findings": [_finding(finding) for finding in findings],
        "summary": {
            "errors": sum(finding.severity is Severity.ERROR for finding in findings),
            "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
            "files": files,
        },
    }
    return json.dumps(document, indent=2) + "\n"  # in ASCII: it survives every terminal, pipe and locale


def _finding(finding: Finding) -> dict[str, Any]:
    spot = finding.spot
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "file": spot.file,
        "line": spot.line,
        "column": spot.column,
        "end_line": spot.end_line,
        "end_column": spot.end_column,
        "path": finding.path,
    }
