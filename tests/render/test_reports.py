"""Findings in the formats of others: whatever is in them, it comes out as text, at the right place."""

from __future__ import annotations

import codecs
import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.render import reading

from ownctl.config import Edit, Finding, Fix, Severity, Spot
from ownctl.config.source import decode
from ownctl.render import findings_github, findings_gitlab, findings_junit, findings_sarif
from ownctl.render.findings_json import as_json
from ownctl.render.report import Report, report

TEAM = Spot("ownership/teams/t.yaml", 4, 3, 4, 9)
FORMATS = [findings_github, findings_gitlab, findings_junit, findings_sarif]


def _finding(severity: Severity = Severity.ERROR, **fields: Any) -> Finding:
    made = Finding("unknown-field", severity, "wrong", "right", TEAM, "teams.t.chanel")
    return made._replace(**fields)


def _report(*findings: Finding, files: tuple[str, ...] = ()) -> Report:
    prints = tuple(f"{number:032x}" for number in range(len(findings)))
    return Report(findings, prints, tuple(sorted({*files, *(each.spot.file for each in findings)})), "ownership")


def _run(*findings: Finding) -> dict[str, Any]:
    return reading.sarif(findings_sarif.written(_report(*findings)))


# where it is


@pytest.fixture
def below_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    tree = tmp_path / "infra" / "ownership"
    tree.mkdir(parents=True)
    monkeypatch.chdir(tree)
    return tree


def test_paths_hold_from_the_repositorys_root_wherever_the_command_ran(below_git: Path) -> None:
    spot = Spot("teams/t.yaml", 1, 1, 1, 2)
    found = _finding(spot=spot, fix=Fix("write it", (Edit(spot, "x"),)))

    made = report({found: "1"}, ["org.yaml"], Path())

    assert made.findings[0].spot.file == "infra/ownership/teams/t.yaml"
    assert made.findings[0].fix == Fix("write it", (Edit(spot._replace(file="infra/ownership/teams/t.yaml"), "x"),))
    assert made.files == ("infra/ownership/org.yaml", "infra/ownership/teams/t.yaml")
    assert made.tree == "infra/ownership"


def test_they_hold_from_the_tree_where_it_is_the_repository(below_git: Path) -> None:
    (below_git / ".git").mkdir()

    made = report({_finding(spot=Spot("teams/t.yaml")): "1"}, [], Path())

    assert made.findings[0].spot.file == "teams/t.yaml"


def test_without_git_they_hold_from_the_folder_around_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    made = report({_finding(spot=Spot(str(tmp_path / "ownership" / "org.yaml"))): "1"}, [], Path("../ownership"))

    assert made.findings[0].spot.file == "ownership/org.yaml"


def test_what_lies_outside_keeps_its_whole_path(below_git: Path) -> None:
    made = report({_finding(spot=Spot("/elsewhere/own schema.json")): "1"}, [], Path())

    (result,) = reading.sarif(findings_sarif.written(made))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///elsewhere/own%20schema.json"
    }


def test_errors_come_first_and_each_keeps_its_fingerprint() -> None:
    found = {
        _finding(level, message=str(level)): str(level) for level in (Severity.INFO, Severity.ERROR, Severity.WARNING)
    }

    made = report(found, [], Path("ownership"))

    assert [each.message for each in made.findings] == list(made.fingerprints) == ["error", "warning", "info"]


# GitHub


def test_an_annotation_says_what_where_and_what_to_type() -> None:
    (command,) = reading.github(findings_github.written(_report(_finding())))

    assert command == (
        "error",
        {
            "file": TEAM.file, "line": "4", "endLine": "4", "col": "3", "endColumn": "9",
            "title": "unknown-field",
        },
        "wrong\nhelp: right",
    )  # fmt: skip


def test_annotations_are_escaped_as_githubs_toolkit_does() -> None:
    found = _finding(spot=Spot("a,b:c%\n.yaml", 1, 2, 1, 5), message="50%\r\nof: it, ::error::x", help="")

    assert findings_github.written(_report(found)) == (
        "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,endLine=1,col=2,endColumn=5,title=unknown-field"
        "::50%25%0D%0Aof: it, ::error::x\n"
    )


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_each_severity_has_its_command(severity: Severity, command: str) -> None:
    assert findings_github.written(_report(_finding(severity))).startswith(f"::{command} ")


def test_columns_are_left_out_where_a_finding_spans_lines_since_github_takes_none() -> None:
    ((_, properties, _),) = reading.github(findings_github.written(_report(_finding(spot=Spot("f", 1, 2, 3, 1)))))

    assert properties == {"file": "f", "line": "1", "endLine": "3", "title": "unknown-field"}


@pytest.mark.parametrize(("number", "said"), [(10, None), (11, "2 more like these stand in the log of this step")])
def test_the_last_annotation_that_github_shows_counts_those_it_does_not(number: int, said: str | None) -> None:
    """It shows ten of a kind for each step."""
    found = [_finding(message=str(each)) for each in range(number)]

    commands = reading.github(findings_github.written(_report(*found, _finding(Severity.WARNING))))

    assert [data for _, properties, data in commands[:10] if properties["title"] == "ownctl"] == (
        [said] if said else []
    )
    assert len([data for name, properties, data in commands if name == "error" and "file" in properties]) == number
    assert commands[-1][0] == "warning"


# GitLab


def test_an_issue_says_what_where_and_what_to_type() -> None:
    (issue,) = reading.gitlab(findings_gitlab.written(_report(_finding())))

    assert (issue["description"], issue["check_name"]) == ("wrong (help: right)", "unknown-field")
    assert issue["location"] == {"path": TEAM.file, "lines": {"begin": 4, "end": 4}}


def test_gitlab_knows_three_of_its_severities() -> None:
    found = [_finding(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]

    issues = reading.gitlab(findings_gitlab.written(_report(*found)))

    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]


def test_a_green_run_is_an_empty_list_that_gitlab_can_compare_with() -> None:
    assert findings_gitlab.written(_report()) == "[]\n"


# JUnit


def test_a_suite_is_a_file_and_a_case_a_finding() -> None:
    found = [_finding(), _finding(), _finding(Severity.WARNING, path=""), _finding(spot=Spot("a.yaml"))]

    suites = list(reading.junit(findings_junit.written(_report(*found))))

    assert [suite.name for suite in suites] == ["a.yaml", TEAM.file]
    assert [(case.name, case.result[0].type, case.result[0].message) for case in suites[1]] == [
        ("unknown-field in teams.t.chanel", "unknown-field", "wrong"),
        ("unknown-field in teams.t.chanel (2)", "unknown-field", "wrong"),
        ("unknown-field", "unknown-field", "wrong"),
    ]


def test_only_errors_fail_the_case() -> None:
    found = [_finding(), _finding(Severity.WARNING), _finding(Severity.INFO)]

    (suite,) = reading.junit(findings_junit.written(_report(*found)))

    assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (3, 1, 2, 0)


def test_a_green_file_has_a_case_so_that_there_is_something_to_show() -> None:
    (suite,) = reading.junit(findings_junit.written(_report(files=("org.yaml",))))

    assert [(case.name, case.is_passed) for case in suite] == [("holds to the rules", True)]


# SARIF


def test_a_result_says_what_where_and_what_to_type() -> None:
    run = _run(_finding())

    (result,) = run["results"]
    assert (result["level"], result["message"]["text"]) == ("error", "wrong\nhelp: right")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": TEAM.file, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 9},
            },
            "logicalLocations": [{"fullyQualifiedName": "teams.t.chanel"}],
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"]["id"] == "ownctl/ownership/"


def test_the_rules_page_travels_along() -> None:
    (rule,) = _run(_finding())["tool"]["driver"]["rules"]

    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["help"]["markdown"].startswith("# unknown-field\n")
    assert "did you mean" in rule["help"]["text"]
    assert "\x1b" not in rule["help"]["text"]


def test_a_fix_that_lines_and_columns_cannot_say_is_left_out() -> None:
    _, (finding,) = decode(codecs.BOM_UTF8 + b"org: acme\n", "ownership/org.yaml")
    assert finding.fix is not None

    assert json.loads(as_json([finding], 1))["findings"][0]["fix"] is None
    assert "fixes" not in _run(finding)["results"][0]


def test_a_finding_can_be_fixed_from_where_it_is_shown() -> None:
    other = Spot("ownership/org.yaml", 1, 1, 2, 1)
    fix = Fix("write channel", (Edit(TEAM, "channel"), Edit(other, "")))

    (result,) = _run(_finding(fix=fix))["results"]

    assert result["fixes"] == [
        {
            "description": {"text": "write channel"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": TEAM.file, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 9},
                            "insertedContent": {"text": "channel"},
                        }
                    ],
                },
                {
                    "artifactLocation": {"uri": other.file, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 1}}
                    ],
                },
            ],
        }
    ]


def test_braces_are_doubled_since_sarif_puts_arguments_between_them() -> None:
    (result,) = _run(_finding(message="write {rotation: primary}"))["results"]

    assert result["message"]["text"].startswith("write {{rotation: primary}}")


# who it is, in the next run


def test_each_report_carries_the_fingerprints() -> None:
    made = _report(_finding(), _finding(Severity.INFO))

    results = reading.sarif(findings_sarif.written(made))["results"]
    assert [each["partialFingerprints"]["ownctl/v1"] for each in results] == list(made.fingerprints)
    assert [each["fingerprint"] for each in reading.gitlab(findings_gitlab.written(made))] == list(made.fingerprints)


# hostile names


HOSTILE = {
    "workflow command": "::set-output name=x::y",
    "workflow command of old": "##[add-mask]secret",
    "encoded line break": "a%0A::error::b",
    "line breaks": "a\r\n::error::b\n::stop-commands::c",
    "XML": "</failure><testcase name='x'/>&lol;]]><!--",
    "control characters of XML": "a\x00\x01\x0b\x1b\x7f\ufffe",
    "Markdown": "[click](https://evil.example) ![x](javascript:1) <img src=x onerror=y> `code`",
    "terminal escapes": "\x1b[2J\x1b]0;title\x07\u202e",
    "half a character": "a\udc80b",
    "placeholders": "{0} {{1}}",
    "quotes": "\"'\\",
}
STEERS = ("\x1b", "\x00", "\x07", "\x0b", "\u202e", "\udc80")


@pytest.fixture(params=list(HOSTILE.values()), ids=list(HOSTILE))
def hostile(request: pytest.FixtureRequest) -> Finding:
    name: str = request.param
    return _finding(message=f"{name} {name}", help=name, path=name, spot=Spot(f"teams/{name}.yaml", 1, 1, 1, 2))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.__name__.rpartition("_")[2])
def test_a_hostile_name_steers_nothing_that_shows_the_report(form: Any, hostile: Finding) -> None:
    raw = form.written(_report(hostile)).encode().decode()

    assert not [character for character in STEERS if character in raw]


def test_a_hostile_name_gives_github_one_command(hostile: Finding) -> None:
    (command,) = reading.github(findings_github.written(_report(hostile)))

    assert (command[0], command[1]["line"], command[1]["title"]) == ("error", "1", "unknown-field")
    assert "##[" not in command[2]


def test_a_hostile_name_gives_gitlab_one_issue(hostile: Finding) -> None:
    (issue,) = reading.gitlab(findings_gitlab.written(_report(hostile)))

    assert issue["check_name"] == "unknown-field"
    assert "\n" not in issue["description"]


def test_a_hostile_name_gives_junit_one_case(hostile: Finding) -> None:
    ((case,),) = reading.junit(findings_junit.written(_report(hostile)))

    assert [result.type for result in case.result] == ["unknown-field"]


def test_a_hostile_name_gives_sarif_one_result_without_links_or_placeholders(hostile: Finding) -> None:
    (result,) = _run(hostile)["results"]

    text = result["message"]["text"]
    assert "](" not in text.replace("\\](", "")
    assert not {"{", "}"} & set(text.replace("{{", "").replace("}}", ""))
    assert "markdown" not in result["message"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert set(uri) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%")


def test_a_name_that_is_no_text_is_found_again_by_its_bytes() -> None:
    (result,) = _run(_finding(spot=Spot(os.fsdecode(b"teams/caf\xe9.yaml"))))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "teams/caf%E9.yaml"
