"""What tests of a provider stand on: a clock that nobody waits for, and a server that says what it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ownctl.providers.pagerduty import Client
from ownctl.providers.pagerduty.limiter import Limiter

Connect = Callable[..., Client]
Answer = tuple[int, dict[str, str], bytes]
Script = Callable[[str, str], Answer | Any]


@dataclass
class Time:
    """Stands still but for those who sleep."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def limiter(self) -> Limiter:
        return Limiter(self.clock, self.sleep)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """A server that answers each request, by method and target, with what `script` gives: an answer, or JSON."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(script: Script) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            answer = script(self.command, self.path)
            status, headers, body = answer if isinstance(answer, tuple) else json_answer(answer)
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), "connection": "close"}.items() | headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = _answer  # noqa: N815 - as http.server wants it

        def log_message(self, *args: Any) -> None:
            """Nothing: a test's output is no access log."""

    return Handler


def json_answer(body: Any, status: int = 200) -> Answer:
    return status, {"content-type": "application/json"}, json.dumps(body).encode()
