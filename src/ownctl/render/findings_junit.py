"""Findings as a JUnit report, which every CI shows: a suite for each file, a case for each finding.

There is no standard; what is written here is what Jenkins' schema (xunit-plugin, junit-10.xsd) allows, and no more.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ownctl.config import Finding, Severity
from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.render.report import Report

GREEN = "holds to the rules"
"""The one case of a file without findings, so that a run in which all is well has something to show."""


def written(report: Report) -> str:
    """One XML document. Errors are failures; warnings and notes are skipped cases, since they fail no run."""
    by_file = {
        file: list(group)
        for file, group in groupby(sorted(report.findings, key=lambda each: each.spot), lambda each: each.spot.file)
    }
    suites = ET.Element("testsuites", name="ownctl validate")
    suites.extend(_suite(file, by_file.get(file, ())) for file in report.files)
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, 0)) for suite in suites)))
    ET.indent(suites)
    document: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


def _suite(file: str, findings: Sequence[Finding]) -> ET.Element:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = {"tests": len(findings) or 1, "failures": errors, "errors": 0, "skipped": len(findings) - errors}
    name = visible(file)
    suite = ET.Element("testsuite", {"name": name, "file": name, **{key: str(count) for key, count in counts.items()}})
    if not findings:
        ET.SubElement(suite, "testcase", name=GREEN, classname=name)
    names: Counter[str] = Counter()
    for finding in findings:
        case = _name(finding)
        names[case] += 1
        _case(suite, f"{case} ({names[case]})" if names[case] > 1 else case, name, finding)
    return suite


def _name(finding: Finding) -> str:
    """What it has in the next run, too: no line, since lines move, and CI keeps a history of each case."""
    return f"{finding.rule} in {visible(finding.path)}" if finding.path else finding.rule


def _case(suite: ET.Element, name: str, file: str, finding: Finding) -> None:
    spot = finding.spot
    case = ET.SubElement(suite, "testcase", name=name, classname=file)
    outcome = "failure" if finding.severity is Severity.ERROR else "skipped"
    told = ET.SubElement(case, outcome, type=finding.rule, message=visible(finding.message))
    help_ = f"\nhelp: {visible(finding.help)}" if finding.help else ""
    told.text = f"{file}:{spot.line}:{spot.column} {finding.severity}\n{visible(finding.message)}{help_}"
