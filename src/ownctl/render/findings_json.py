"""Findings for programs, in version 1 of ownctl's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.config import Finding, Fix, Severity
from ownctl.render.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config.compared import Compared


def as_json(
    findings: Sequence[Finding], files: int, fixed: Sequence[Finding] | None = None, compared: Compared | None = None
) -> str:
    """One JSON document. `files` counts those that declare something. Ends are exclusive, columns count characters.

    `fixed` is what was mended before, and `compared` what was found before, where that was asked for.
    """
    document: dict[str, Any] = {
        "version": 1,
        "findings": [_finding(finding) for finding in findings],
        "summary": {
            "errors": sum(finding.severity is Severity.ERROR for finding in findings),
            "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
            "files": files,
        },
    }
    if fixed is not None:
        document["fixed"] = [_finding(finding) for finding in fixed]
    if compared is not None:
        document["summary"] |= {"new": len(compared.new), "known": len(compared.known)}
        gone = compared.gone
        document["gone"] = gone and [{"rule": each.rule, "file": each.file, "path": each.path} for each in gone]
    return json_text(document)


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
        "fix": _fix(finding.fix) if finding.fix and finding.fix.is_of_text else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "edits": [
            {
                "line": edit.spot.line,
                "column": edit.spot.column,
                "end_line": edit.spot.end_line,
                "end_column": edit.spot.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
