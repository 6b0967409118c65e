"""Findings as SARIF 2.1.0 (OASIS, with errata 01), for code scanning, editors and dashboards.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from ownctl.config import Finding, Fix, Severity
from ownctl.render.json_text import json_text
from ownctl.render.rule_pages import page
from ownctl.render.rule_words import first_sentence
from ownctl.render.rules import page_text
from ownctl.render.snippet import visible
from ownctl.rules.guide import entries

if TYPE_CHECKING:
    from ownctl.config import Spot
    from ownctl.render.report import Report
    from ownctl.rules.guide import Entry

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.IGNORE: "none"}
ROOT = "%SRCROOT%"
"""What GitHub and editors take for the root of the repository."""
WIDTH = 80


def written(report: Report) -> str:
    """One SARIF log of one run. It tells of the rules that found something, and of no other."""
    known = entries()
    rules = [known[name] for name in sorted({finding.rule for finding in report.findings})]
    index = {rule.name: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "ownctl", "version": version("ownctl"), "rules": [_rule(rule) for rule in rules]}},
        # GitHub replaces the results of an earlier run of the same id: two trees in one repository keep apart
        "automationDetails": {"id": f"ownctl/{_uri(report.tree)}/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, fingerprint, index[finding.rule])
            for finding, fingerprint in zip(report.findings, report.fingerprints, strict=True)
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.name,
        "shortDescription": {"text": first_sentence(entry.sentence)},
        "fullDescription": {"text": entry.sentence},
        "help": {"text": click.unstyle(page_text(entry, WIDTH)), "markdown": page(entry)},
        "defaultConfiguration": {"level": LEVELS[entry.severity]},
        "properties": {"tags": [entry.theme]},
    }


def _result(finding: Finding, fingerprint: str, rule: int) -> dict[str, Any]:
    told = f"{finding.message}\nhelp: {finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": _message(told),
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(finding.spot), "region": _region(finding.spot)}}
        ],
        # the second is the only one that GitHub looks at
        "partialFingerprints": {"ownctl/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:1"},
    }
    if finding.path:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": visible(finding.path)}]
    if finding.fix and finding.fix.is_of_text:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _fix(fix: Fix) -> dict[str, Any]:
    by_file: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement: dict[str, Any] = {"deletedRegion": _region(edit.spot)}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        by_file.setdefault(_uri(edit.spot.file), []).append(replacement)
    return {
        "description": _message(fix.title),
        "artifactChanges": [
            {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}, "replacements": replacements}
            for uri, replacements in by_file.items()
        ],
    }


def _artifact(spot: Spot) -> dict[str, str]:
    if os.path.isabs(spot.file):  # noqa: PTH117
        return {"uri": f"file://{_uri(spot.file)}"}
    return {"uri": _uri(spot.file), "uriBaseId": ROOT}


def _uri(path: str) -> str:
    """RFC 3986, byte by byte: whatever stands in a name, it is no scheme, query or fragment."""
    return quote(os.fsencode(path))


def _region(spot: Spot) -> dict[str, int]:
    """Lines and columns from 1 and exclusive at the end (3.30.5 to 3.30.8), as spots have them."""
    return {
        "startLine": spot.line,
        "startColumn": spot.column,
        "endLine": spot.end_line,
        "endColumn": spot.end_column,
    }


def _message(text: str) -> dict[str, str]:
    r"""A message of plain text (3.11.3): braces doubled (3.11.5), and no link where somebody has named a thing
    `[x](y)`: `\]` doesn't end a link's text (3.11.6)."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return {"text": shown.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}
