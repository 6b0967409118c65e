"""GitLab: the notes of a merge request, and issues (REST, v4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ownctl.forges.boards import TITLE, Posted
from ownctl.forges.web import Web

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class GitLab:
    """One project, and the token's way to it."""

    web: Web
    project: str
    """Its number."""

    def me(self) -> int:
        """The user of this token; a project's token has a bot of its own. Raises `ForgeError`."""
        return int(self.web.ask("GET", "/user")["id"])


def connect(api: str, token: str, project: str) -> GitLab:
    """The project at an API's address. Raises `ForgeError` where the address is none."""
    return GitLab(Web(api, {"PRIVATE-TOKEN": token}, "the scope `api` and the role Reporter"), quote(project, safe=""))


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one merge request."""

    lab: GitLab
    number: int

    def mine(self) -> Iterator[Posted]:
        """Oldest first; what GitLab notes by itself is none of ours."""
        me = self.lab.me()
        for each in self.lab.web.pages(self._path(), {"order_by": "created_at", "sort": "asc"}):
            if each["author"]["id"] == me and not each.get("system"):
                yield Posted(str(each["id"]), each["body"], "")

    def post(self, text: str) -> Posted:
        """A new note."""
        return Posted(str(self.lab.web.ask("POST", self._path(), {"body": text})["id"]), text, "")

    def rewrite(self, posted: Posted, text: str) -> None:
        """The same note."""
        self.lab.web.ask("PUT", f"{self._path()}/{posted.key}", {"body": text})

    def _path(self) -> str:
        return f"/projects/{self.lab.project}/merge_requests/{self.number}/notes"


@dataclass(frozen=True, slots=True)
class Issues:
    """The open issues of the project."""

    lab: GitLab

    def mine(self) -> Iterator[Posted]:
        """Open ones only: the next drift is another matter than the last."""
        me = self.lab.me()
        asked = {"state": "opened", "author_id": str(me), "scope": "all", "order_by": "created_at", "sort": "asc"}
        for each in self.lab.web.pages(f"/projects/{self.lab.project}/issues", asked):
            if each["author"]["id"] == me:
                yield _posted(each)

    def post(self, text: str) -> Posted:
        """A new issue."""
        asked = {"title": TITLE, "description": text}
        return _posted(self.lab.web.ask("POST", f"/projects/{self.lab.project}/issues", asked))

    def rewrite(self, posted: Posted, text: str) -> None:
        """Its description; what people wrote below stays."""
        self.lab.web.ask("PUT", self._path(posted), {"description": text})

    def close(self, posted: Posted, farewell: str) -> None:
        """Answered, and closed."""
        self.lab.web.ask("POST", f"{self._path(posted)}/notes", {"body": farewell})
        self.lab.web.ask("PUT", self._path(posted), {"state_event": "close"})

    def _path(self, posted: Posted) -> str:
        return f"/projects/{self.lab.project}/issues/{posted.key}"


def _posted(each: Any) -> Posted:
    return Posted(str(each["iid"]), each.get("description") or "", each["web_url"])
