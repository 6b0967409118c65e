"""A GitHub that keeps comments and issues, and speaks as much REST and GraphQL as ownctl uses.

It serves two items a page, whatever is asked for, so that whoever doesn't page sees too little.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

BOT = "github-actions[bot]"
REPOSITORY = "acme/shop"
A_PAGE = 2
LONGEST = 65_536

Answer = tuple[int, Any]


@dataclass
class Hub:
    """What is stored, and who may write."""

    tokens: dict[str, bool] = field(default_factory=dict)
    """Whether a token may write."""
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """By pull request or issue."""
    issues: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    url: str = ""
    _last: int = 1000

    def say(self, number: int, login: str, body: str) -> dict[str, Any]:
        """Somebody comments."""
        said = {"id": self._next(), "user": {"login": login}, "body": body, "html_url": f"{self.url}/c/{self._last}"}
        self.comments.setdefault(number, []).append(said)
        return said

    def texts(self, number: int, login: str = BOT) -> list[str]:
        """What somebody has commented."""
        return [each["body"] for each in self.comments.get(number, []) if each["user"]["login"] == login]

    def summary(self) -> list[tuple[str, str, list[str]]]:
        """State, text and comments of each issue."""
        return [(each["state"], each["body"], self.texts(each["number"])) for each in self.issues]

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        """One request of somebody who may."""
        where = path.removeprefix(f"/repos/{REPOSITORY}")
        if path == "/graphql":
            return 200, {"data": {"viewer": {"login": BOT}}}
        if where == "/pulls":
            return 200, [each for each in self.pulls if each["head"]["label"] == query["head"][0]]
        if where == "/issues":
            return self._issues(method, body)
        if found := re.fullmatch(r"/issues/(\d+)/comments", where):
            return self._comments(method, int(found[1]), body)
        if found := re.fullmatch(r"/issues/comments/(\d+)", where):
            return self._edit([each for some in self.comments.values() for each in some], "id", int(found[1]), body)
        if found := re.fullmatch(r"/issues/(\d+)", where):
            return self._edit(self.issues, "number", int(found[1]), body)
        return 404, {"message": "Not Found"}

    def _issues(self, method: str, body: Any) -> Answer:
        if method == "GET":
            return 200, [each for each in self.issues if each["state"] == "open"]
        number = self._next()
        issue = {"number": number, "state": "open", "user": {"login": BOT}, "html_url": f"{self.url}/{number}", **body}
        self.issues.append(issue)
        return 201, issue

    def _comments(self, method: str, number: int, body: Any) -> Answer:
        if method == "GET":
            return 200, self.comments.get(number, [])
        if len(body["body"]) > LONGEST:
            return 422, {"message": "Validation Failed"}
        return 201, self.say(number, BOT, body["body"])

    def _edit(self, among: list[dict[str, Any]], key: str, which: int, body: Any) -> Answer:
        for each in among:
            if each[key] == which:
                each.update(body)
                return 200, each
        return 404, {"message": "Not Found"}

    def _next(self) -> int:
        self._last += 1
        return self._last


class Handler(BaseHTTPRequestHandler):
    """Tokens, pages, JSON."""

    hub: Hub

    def handle_any(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        query = parse_qs(url.query)
        writes = self.command != "GET" and url.path != "/graphql"
        if token not in self.hub.tokens:
            return self._send(401, {"message": "Bad credentials"})
        if writes and not self.hub.tokens[token]:
            return self._send(403, {"message": "Resource not accessible by integration"})
        if writes:
            self.hub.writes.append(f"{self.command} {url.path}")
        status, found = self.hub.answer(self.command, url.path, query, body)
        if not isinstance(found, list):
            return self._send(status, found)
        page = int(query.get("page", ["1"])[0])
        more = {**{name: values[0] for name, values in query.items()}, "page": str(page + 1)}
        link = f'<{self.hub.url}{url.path}?{urlencode(more)}>; rel="next"' if page * A_PAGE < len(found) else ""
        return self._send(status, found[(page - 1) * A_PAGE : page * A_PAGE], link)

    do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815

    def _send(self, status: int, body: Any, link: str = "") -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port of this machine, and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def hub() -> Iterator[Hub]:
    """A GitHub on this machine."""
    kept = Hub()
    with served(type("OneHub", (Handler,), {"hub": kept})) as url:
        kept.url = url
        yield kept
