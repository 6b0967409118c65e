"""GitHub: the comments of a pull request, and issues (REST, version 2022-11-28)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ownctl.forges.boards import TITLE, ForgeError, Posted
from ownctl.forges.web import Web

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class GitHub:
    """One repository, and the token's way to it."""

    web: Web
    repository: str
    """OWNER/NAME."""
    graphql: str

    def me(self) -> str:
        """The login that this token writes under.

        By GraphQL, since `GET /user` is refused to a workflow's own token, whose user is `github-actions[bot]`. Raises
        `ForgeError`.
        """
        answer = self.web.ask("POST", self.graphql, {"query": "{viewer{login}}"})
        try:
            return str(answer["data"]["viewer"]["login"])
        except (KeyError, TypeError):
            raise ForgeError("GitHub does not say whose token this is", "give the job a `github-token`") from None

    def pull_request(self, owner: str, branch: str, commit: str) -> int | None:
        """The open pull request of a fork's branch whose head is still that commit. Raises `ForgeError`."""
        found = self.web.pages(f"/repos/{self.repository}/pulls", {"state": "open", "head": f"{owner}:{branch}"})
        return next((int(each["number"]) for each in found if each["head"]["sha"] == commit), None)


def connect(api: str, graphql: str, token: str, repository: str, needs: str) -> GitHub:
    """The repository at an API's address. Raises `ForgeError` where the address is none."""
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    return GitHub(Web(api, headers, needs), quote(repository), graphql)


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of one pull request."""

    hub: GitHub
    number: int

    def mine(self) -> Iterator[Posted]:
        """Oldest first, as GitHub lists them."""
        me = self.hub.me()
        for each in self.hub.web.pages(f"/repos/{self.hub.repository}/issues/{self.number}/comments", {}):
            if _author(each) == me:
                yield _posted(each, "id")

    def post(self, text: str) -> Posted:
        """A new comment."""
        path = f"/repos/{self.hub.repository}/issues/{self.number}/comments"
        return _posted(self.hub.web.ask("POST", path, {"body": text}), "id")

    def rewrite(self, posted: Posted, text: str) -> None:
        """The same comment, without a notification to anybody."""
        self.hub.web.ask("PATCH", f"/repos/{self.hub.repository}/issues/comments/{posted.key}", {"body": text})


@dataclass(frozen=True, slots=True)
class Issues:
    """The open issues of the repository."""

    hub: GitHub

    def mine(self) -> Iterator[Posted]:
        """Open ones only: the next drift is another matter than the last."""
        me = self.hub.me()
        asked = {"state": "open", "creator": me, "sort": "created", "direction": "asc"}
        for each in self.hub.web.pages(f"/repos/{self.hub.repository}/issues", asked):
            if _author(each) == me and "pull_request" not in each:
                yield _posted(each, "number")

    def post(self, text: str) -> Posted:
        """A new issue."""
        asked = {"title": TITLE, "body": text}
        return _posted(self.hub.web.ask("POST", f"/repos/{self.hub.repository}/issues", asked), "number")

    def rewrite(self, posted: Posted, text: str) -> None:
        """Its first text; what people wrote below stays."""
        self.hub.web.ask("PATCH", self._path(posted), {"body": text})

    def close(self, posted: Posted, farewell: str) -> None:
        """Answered, and closed as done."""
        self.hub.web.ask("POST", f"{self._path(posted)}/comments", {"body": farewell})
        self.hub.web.ask("PATCH", self._path(posted), {"state": "closed", "state_reason": "completed"})

    def _path(self, posted: Posted) -> str:
        return f"/repos/{self.hub.repository}/issues/{posted.key}"


def _author(each: Any) -> str | None:
    user = each.get("user") or {}  # null, where the account is gone
    return user.get("login")


def _posted(each: Any, key: str) -> Posted:
    return Posted(str(each[key]), each.get("body") or "", each["html_url"])
