"""Findings as GitLab's Code Quality report, shown beside the lines of a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity
from ownctl.render.json_text import json_text
from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from ownctl.render.report import Report

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def written(report: Report) -> str:
    """One JSON list, empty where nothing was found: GitLab compares it with that of the target branch."""
    issues = [
        {
            "description": _description(finding),
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": visible(finding.spot.file),
                "lines": {"begin": finding.spot.line, "end": finding.spot.end_line},
            },
        }
        for finding, fingerprint in zip(report.findings, report.fingerprints, strict=True)
    ]
    return json_text(issues)


def _description(finding: Finding) -> str:
    return visible(f"{finding.message} (help: {finding.help})" if finding.help else finding.message)
