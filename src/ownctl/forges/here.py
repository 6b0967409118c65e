"""Which board is meant: read from what GitHub's and GitLab's runners put into the environment.

https://docs.github.com/actions/reference/variables-reference, https://docs.gitlab.com/ci/variables/predefined_variables
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ownctl.forges import github, gitlab
from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.forges.boards import Board, Tracker


class NoPlace(Trouble):
    """There is nothing here to write to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A board, and whether what is to hang there was made by code of this repository."""

    board: Board
    trusted: bool = True


def comments(env: Mapping[str, str]) -> Place | None:
    """The comments of the pull or merge request that this run is about; None where that has moved on meanwhile.

    Raises `NoPlace`, `ForgeError`.
    """
    if env.get("GITLAB_CI"):
        iid = env.get("CI_MERGE_REQUEST_IID", "")
        if not iid.isdecimal():
            raise NoPlace("this pipeline is for no merge request", "run it in merge request pipelines")
        return Place(gitlab.Notes(_gitlab(env, env.get("CI_MERGE_REQUEST_PROJECT_ID", "")), int(iid)))
    hub = _github(env, "`permissions: {pull-requests: write}` in the job")
    event = _event(env)
    if "workflow_run" in event:
        number = _of_other_run(hub, event["workflow_run"])
        return Place(github.Comments(hub, number), trusted=False) if number else None
    if "pull_request" in event:
        return Place(github.Comments(hub, int(event["pull_request"]["number"])))
    raise NoPlace("this run is for no pull request", "run it `on: pull_request`")


def issues(env: Mapping[str, str]) -> Tracker:
    """The issues of this repository. Raises `NoPlace`, `ForgeError`."""
    if env.get("GITLAB_CI"):
        return gitlab.Issues(_gitlab(env, env.get("CI_PROJECT_ID", "")))
    return github.Issues(_github(env, "`permissions: {issues: write}` in the job"))


def _github(env: Mapping[str, str], needs: str) -> github.GitHub:
    if not env.get("GITHUB_ACTIONS"):
        raise NoPlace("this is neither GitHub Actions nor GitLab CI", "run it there: ownctl init --ci github")
    token = env.get("GITHUB_TOKEN", "").strip()
    if not token:
        raise NoPlace("there is no token for GitHub", "set GITHUB_TOKEN to ${{ github.token }}")
    api = env.get("GITHUB_API_URL", "https://api.github.com")
    graphql = env.get("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql")
    return github.connect(api, graphql, token, env.get("GITHUB_REPOSITORY", ""), needs)


def _gitlab(env: Mapping[str, str], project: str) -> gitlab.GitLab:
    token = env.get("GITLAB_TOKEN", "").strip()
    if not token:
        raise NoPlace(
            "there is no token for GitLab",
            "make a project access token (scope `api`, role Reporter) and set it as the variable GITLAB_TOKEN",
        )
    return gitlab.connect(env.get("CI_API_V4_URL", "https://gitlab.com/api/v4"), token, project)


def _event(env: Mapping[str, str]) -> dict[str, Any]:
    """What happened, as the runner wrote it down."""
    try:
        event = json.loads(Path(env.get("GITHUB_EVENT_PATH", "")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise NoPlace("GITHUB_EVENT_PATH leads to no event", "run it in a workflow") from None
    return event if isinstance(event, dict) else {}


def _of_other_run(hub: github.GitHub, run: Mapping[str, Any]) -> int | None:
    """The pull request of another run. By the event alone: what that run wrote down may be a lie.

    `workflow_run.pull_requests` is empty for forks, so that it is looked up by branch and commit.
    """
    owner = ((run.get("head_repository") or {}).get("owner") or {}).get("login")
    branch, commit = run.get("head_branch"), run.get("head_sha")
    return hub.pull_request(owner, branch, commit) if owner and branch and commit else None
