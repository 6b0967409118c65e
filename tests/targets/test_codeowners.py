"""CODEOWNERS, read by a real parser: who is asked about which file, and what is refused since nobody would be."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from codeowners import CodeOwners
from tests.config.trees import lay

from ownctl.cli.build import codeowners
from ownctl.cli.exits import CannotRun, Refused
from ownctl.example import copy_shop

NOW = "2026-11-30T09:00:00Z"
TREE = {
    "ownership/org.yaml": 'org: acme\napprovers: ["@acme/leads", {team: platform}, {person: tom}]\n',
    "ownership/people.yaml": """\
people:
  amara: {name: Amara Okafor, email: amara@acme.example, github: amara, gitlab: amara.o}
  tom:   {name: Tom Berg, email: tom@acme.example, github: tomberg, gitlab: tom_b}
  liu:   {name: Liu Yang, email: liu@acme.example, github: liuyang}
""",
    "ownership/teams/payments.yaml": """\
team: payments
name: Payments
members: [{person: liu}, {person: tom}, {person: amara, until: 2026-11-30}]
""",
    "ownership/teams/platform.yaml": 'team: platform\nname: Platform\nhandle: "@acme/platform"\n',
    "ownership/teams/search/team.yaml": "team: search\nname: Search\nmembers: [{person: amara}]\n",
    "ownership/teams/search/services/index.yaml": "service: index\nname: Index\n",
}
LEADS = ["@acme/leads", "@acme/platform", "@tomberg"]


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with three teams, in the working directory."""
    lay(tmp_path, TREE)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*words: str) -> Result:
    return CliRunner(env={"OWNCTL_NOW": NOW}).invoke(codeowners, ["--out", ".github", *words], standalone_mode=False)


def asked(path: str, file: str = ".github/CODEOWNERS") -> list[str]:
    """Who is asked about a file, as a parser of others reads it."""
    return [owner for _, owner in CodeOwners(Path(file).read_text(encoding="utf-8")).of(path)]


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("ownership/org.yaml", LEADS),
        ("ownership/people.yaml", LEADS),
        ("ownership/teams/new.yaml", LEADS),
        (".github/CODEOWNERS", LEADS),
        ("ownership/teams/payments.yaml", ["@liuyang", "@tomberg"]),
        ("ownership/teams/platform.yaml", ["@acme/platform"]),
        ("ownership/teams/search/team.yaml", ["@amara"]),
        ("ownership/teams/search/services/index.yaml", ["@amara"]),
        ("ownership/teams/search/services/new.yaml", ["@amara"]),
        ("README.md", []),
    ],
)
def test_a_team_is_asked_about_its_files_and_the_approvers_about_all_else(path: str, owners: list[str]) -> None:
    assert build().exception is None

    assert asked(path) == owners


def test_who_has_left_is_not_asked_and_the_last_day_is_that_before_until() -> None:
    lay(Path(), {"ownership/teams/payments.yaml": TREE["ownership/teams/payments.yaml"].replace("11-30", "12-01")})

    assert build().exception is None

    assert asked("ownership/teams/payments.yaml") == ["@liuyang", "@tomberg", "@amara"]


def test_people_without_a_login_are_named_and_teams_without_any_fall_to_the_approvers() -> None:
    result = build("--forge", "gitlab")

    assert result.exception is None
    assert asked("ownership/teams/payments.yaml") == ["@tom_b"]
    assert "people.yaml:4:17 warning no-handle" in result.stderr
    lay(Path(), {"ownership/teams/payments.yaml": "team: payments\nname: Payments\nmembers: [{person: liu}]\n"})

    result = build("--forge", "gitlab")

    assert asked("ownership/teams/payments.yaml") == ["@acme/leads", "@acme/platform", "@tom_b"]
    assert "payments.yaml:1:7 warning no-handle" in result.stderr
    assert "people.yaml" not in result.stderr


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"ownership/org.yaml": "org: acme\n"}, "org.yaml:1:6 error no-approvers"),
        ({"ownership/org.yaml": "org: acme\napprovers: [{person: zoe}]\n"}, "org.yaml:2:1 error no-approvers"),
        (
            {"ownership/teams/platform.yaml": 'team: platform\nname: Platform\nhandle: "@acme/all/platform"\n'},
            "platform.yaml:3:9 error invalid-handle",
        ),
        ({"ownership/teams/a#b.yaml": "team: a\nname: A\nhandle: '@a/b'\n"}, "a#b.yaml:1:7 error path-not-allowed"),
        ({"ownership/teams/a[b].yaml": "team: a\nname: A\nhandle: '@a/b'\n"}, "a[b].yaml:1:7 error path-not-allowed"),
        ({"ownership/teams/a\n* @b.yaml": "team: a\nname: A\nhandle: '@a/b'\n"}, "error path-not-allowed"),
        ({"ownership/teams/a\u3000b.yaml": "team: a\nname: A\nhandle: '@a/b'\n"}, "error path-not-allowed"),
    ],
    ids=["no approvers", "nobody of them", "three parts", "a hash", "a range", "a line break", "a wide space"],
)
def test_what_nobody_would_be_asked_about_is_refused(files: dict[str, str], rule: str) -> None:
    lay(Path(), files)

    result = build()

    assert isinstance(result.exception, Refused)
    assert rule in result.stderr
    assert not Path(".github").exists()


def test_gitlab_has_groups_in_groups() -> None:
    lay(Path(), {"ownership/teams/platform.yaml": 'team: platform\nname: Platform\nhandle: "@acme/all/platform"\n'})

    assert build("--forge", "gitlab").exception is None

    assert asked("ownership/teams/platform.yaml") == ["@acme/all/platform"]


def test_paths_begin_at_the_repository_and_may_have_spaces(repository: Path) -> None:
    (repository / "who owns what").mkdir()
    (repository / "ownership").rename(repository / "who owns what/tree")

    assert build("--root", "who owns what/tree", "--out", "build").exception is None

    text = Path("build/CODEOWNERS").read_text()
    assert "\n/who\\ owns\\ what/tree/teams/payments.yaml" in text
    assert asked("who owns what/tree/teams/payments.yaml", "build/CODEOWNERS") == ["@liuyang", "@tomberg"]
    assert asked("who owns what/tree/org.yaml", "build/CODEOWNERS") == LEADS


def test_the_tree_may_be_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / ".git").rmdir()
    monkeypatch.chdir(repository / "ownership")
    Path(".git").mkdir()

    assert build("--root", ".").exception is None

    assert asked("org.yaml") == LEADS
    assert asked("teams/search/team.yaml") == ["@amara"]
    assert asked("teams/payments.yaml") == ["@liuyang", "@tomberg"]


def test_a_check_says_whether_the_file_is_what_would_be_written() -> None:
    assert isinstance(build("--check").exception, Refused)
    assert build().exception is None
    assert build("--check").exception is None
    lay(Path(), {"ownership/teams/new.yaml": "team: new\nname: New\nmembers: [{person: tom}]\n"})

    stale = build("--check").exception

    assert isinstance(stale, Refused)
    assert "is not what the files say now" in stale.message
    assert "new.yaml" not in Path(".github/CODEOWNERS").read_text()


def test_what_somebody_wrote_is_replaced_only_with_force() -> None:
    lay(Path(), {".github/CODEOWNERS": "* @acme/everybody\n# Generated by `ownctl build codeowners`: appended\n"})

    refused = build().exception

    assert isinstance(refused, Refused)
    assert "--force" in refused.help
    assert asked("README.md") == ["@acme/everybody"]
    assert build("--force").exception is None
    assert asked("ownership/org.yaml") == LEADS
    assert build().exception is None


def test_files_that_cannot_be_understood_are_not_built_of() -> None:
    lay(Path(), {"ownership/people.yaml": "people: {tom: {name: Tom Berg}}\n"})

    result = build()

    assert isinstance(result.exception, Refused)
    assert "error missing-field" in result.stderr


def test_a_folder_that_cannot_be_written_is_said() -> None:
    Path("here").write_text("a file")

    assert isinstance(build("--out", "here/below").exception, CannotRun)


def test_more_than_github_reads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ownctl.targets.codeowners.LARGEST", 300)

    result = build()

    assert isinstance(result.exception, Refused)
    assert "error codeowners-too-large" in result.stderr


def test_everybody_of_the_example_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_shop(tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")

    result = build()

    assert (result.exception, result.stderr) == (None, "wrote .github/CODEOWNERS\n")
    assert asked("ownership/org.yaml") == asked("ownership/teams/platform.yaml")
