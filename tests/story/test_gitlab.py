"""A change's way on GitLab, by the pipeline that `ownctl init --ci gitlab` writes: its scripts, run as they are."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping

import pytest
from tests.forges.lab import Lab, lab

from .golden import same_as_golden
from .runner import git, read
from .test_github import BY_HAND, INES, NADIA, PAYMENTS, edit_by_hand
from .world import OWNCTL, World, write


class Pipeline:
    """The jobs, and a folder that each runs in after the other."""

    def __init__(self, shop: World, forge: Lab) -> None:
        self.shop, self.folder = shop, shop.clone
        subprocess.run([OWNCTL, "init", "--ci", "gitlab"], cwd=self.folder, check=True, capture_output=True)
        self._jobs = read(self.folder / ".gitlab" / "ownership.yml")
        self._api = forge.url

    def run(self, name: str, **variables: str) -> tuple[int, str]:
        """One job, as GitLab calls bash; its exit code, and what it says."""
        job = self._jobs[name]
        script = job["script"] if isinstance(job["script"], list) else [job["script"]]
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(script)],
            cwd=self.folder,
            env={**self._environment(), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{OWNCTL.parent}{os.pathsep}/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "GITLAB_CI": "true",
            "CI_API_V4_URL": self._api,
            "CI_PROJECT_ID": "3",
            **self._jobs[".ownership"]["variables"],
            **self.shop.runner.environment,
        }

    def merge_request(self, edit: Mapping[str, str]) -> dict[str, str]:
        """A branch with an edit, checked out; and what GitLab says about it."""
        base = git(self.folder, "rev-parse", "origin/main")
        git(self.folder, "checkout", "--quiet", "-B", "change", "origin/main")
        write(self.folder, edit)
        return {
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_PROJECT_ID": "3",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        }


@pytest.fixture
def forge() -> Iterator[Lab]:
    with lab() as kept:
        yield kept


def test_a_merge_request_is_noted_merged_and_applied(shop: World, forge: Lab) -> None:
    pipeline = Pipeline(shop, forge)
    request = pipeline.merge_request(shop.with_line(PAYMENTS, NADIA, INES))
    tokens = {"PAGERDUTY_TOKEN": shop.account.read_only_token, "GITLAB_TOKEN": "good"}
    code, said = pipeline.run("ownership-plan", **request, **tokens)
    assert code == 0, said
    (note,) = forge.texts(7)
    same_as_golden("gitlab-note.md", note)
    assert (pipeline.folder / "plan.md").read_text().strip() == note.strip()

    code, said = pipeline.run("ownership-planned", PAGERDUTY_TOKEN=shop.account.read_only_token)
    assert code == 0, said
    code, said = pipeline.run("ownership-apply", PAGERDUTY_TOKEN=shop.account.token)
    assert code == 0, said
    assert "Verified: nothing to do" in said


@pytest.mark.long
def test_a_broken_merge_request_leaves_a_report_and_fails(shop: World, forge: Lab) -> None:
    pipeline = Pipeline(shop, forge)
    edit = {PAYMENTS: shop.file(PAYMENTS).replace("person: ines", "person: inez")}
    code, said = pipeline.run("ownership-validate", **pipeline.merge_request(edit))
    assert code == 1
    assert "did you mean" in said
    (finding,) = json.loads((pipeline.folder / "gl-code-quality-report.json").read_text())
    assert finding["location"] == {"path": PAYMENTS, "lines": {"begin": 14}} | finding["location"]


@pytest.mark.long
def test_a_days_drift_is_an_issue_and_without_a_token_a_job_that_fails(shop: World, forge: Lab) -> None:
    pipeline = Pipeline(shop, forge)
    reading = {"PAGERDUTY_TOKEN": shop.account.read_only_token}
    before = edit_by_hand(shop, BY_HAND)
    assert pipeline.run("ownership-check", **reading)[0] == 2
    assert pipeline.run("ownership-check", **reading, GITLAB_TOKEN="good")[0] == 0
    assert [state for state, *_ in forge.summary()] == ["open"]
    edit_by_hand(shop, before)
    assert pipeline.run("ownership-check", **reading, GITLAB_TOKEN="good")[0] == 0
    assert [state for state, *_ in forge.summary()] == ["closed"]


def test_the_package_is_installed_by_its_version(shop: World, forge: Lab) -> None:
    Pipeline(shop, forge)
    installed = read(shop.clone / ".gitlab" / "ownership.yml")[".ownership"]["before_script"]
    version = subprocess.run([OWNCTL, "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    assert installed == [
        f'pip install --quiet --disable-pip-version-check --root-user-action=ignore "ownctl=={version}"'
    ]


def test_what_a_merge_request_leaves_is_kept_where_only_members_see_it(shop: World, forge: Lab) -> None:
    Pipeline(shop, forge)
    jobs = read(shop.clone / ".gitlab" / "ownership.yml")
    kept = {name: job["artifacts"] for name, job in jobs.items() if "artifacts" in job}
    assert {name for name, about in kept.items() if about.get("access") != "developer"} == {
        "ownership-validate",
        "ownership-plan",
    }
