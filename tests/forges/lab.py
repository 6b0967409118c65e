"""A GitLab that keeps notes and issues, and speaks as much of its API as ownctl uses. Two items a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.story.hub import A_PAGE, served

BOT, PEOPLE = 42, {"amara": 1}
Answer = tuple[int, Any]


@dataclass
class Lab:
    """What is stored."""

    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By what they hang on, as `merge_requests/7`."""
    issues: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    _last: int = 0

    def say(self, number: int, login: str, body: str) -> None:
        """Somebody comments on a merge request."""
        self._note(f"merge_requests/{number}", PEOPLE[login], body)

    def texts(self, number: int) -> list[str]:
        """What the project's token has commented."""
        return [each["body"] for each in self.notes[f"merge_requests/{number}"] if each["author"]["id"] == BOT]

    def summary(self) -> list[tuple[str, str, list[str]]]:
        """State, description and notes of each issue."""
        return [
            (
                each["state"].replace("opened", "open"),
                each["description"],
                [note["body"] for note in self.notes.get(f"issues/{each['iid']}", [])],
            )
            for each in self.issues
        ]

    def answer(self, method: str, path: str, body: Any) -> Answer:
        """One request of the project's token."""
        where = path.removeprefix("/projects/3/")
        if path == "/user":
            return 200, {"id": BOT}
        if found := re.fullmatch(r"((?:merge_requests|issues)/\d+)/notes(?:/(\d+))?", where):
            return self._notes(method, found[1], found[2], body)
        if where == "issues":
            return self._issues(method, body)
        if found := re.fullmatch(r"issues/(\d+)", where):
            issue = self.issues[int(found[1]) - 1]
            issue.update({"state": "closed"} if body.get("state_event") == "close" else body)
            return 200, issue
        return 404, {"message": "404 Project Not Found"}

    def _notes(self, method: str, place: str, which: str | None, body: Any) -> Answer:
        if method == "GET":
            return 200, self.notes.get(place, [])
        if method == "POST":
            return 201, self._note(place, BOT, body["body"])
        note = next(each for each in self.notes[place] if str(each["id"]) == which)
        note.update(body)
        return 200, note

    def _issues(self, method: str, body: Any) -> Answer:
        if method == "GET":
            return 200, [each for each in self.issues if each["state"] == "opened"]
        number = len(self.issues) + 1
        self.issues.append({"iid": number, "state": "opened", "author": {"id": BOT}, "web_url": f"{self.url}/{number}"})
        self.issues[-1].update(body)
        return 201, self.issues[-1]

    def _note(self, place: str, author: int, body: str) -> dict[str, Any]:
        self._last += 1
        note = {"id": self._last, "author": {"id": author}, "body": body, "system": False}
        self.notes.setdefault(place, []).append(note)
        return note


class Handler(BaseHTTPRequestHandler):
    """Tokens, pages, JSON."""

    lab: Lab

    def handle_any(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        if self.headers.get("PRIVATE-TOKEN") != "good":
            return self._send(401, {"message": "401 Unauthorized"})
        status, found = self.lab.answer(self.command, url.path, body)
        if not isinstance(found, list):
            return self._send(status, found)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        page = int(asked.get("page", "1"))
        following = f"{self.lab.url}{url.path}?{urlencode({**asked, 'page': str(page + 1)})}"
        link = f'<{following}>; rel="next"' if page * A_PAGE < len(found) else ""
        return self._send(status, found[(page - 1) * A_PAGE : page * A_PAGE], link)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815

    def _send(self, status: int, body: Any, link: str = "") -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def lab() -> Iterator[Lab]:
    """A GitLab on this machine."""
    kept = Lab()
    with served(type("OneLab", (Handler,), {"lab": kept})) as url:
        kept.url = url
        yield kept
