"""The outermost layer: request ids, the date, rate limit, faults, and the log of what came and went.

It stands outside the framework because some faults are none of HTTP: a connection that closes without an answer, or
in the middle of one. uvicorn's own `send` knows the connection.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

from ownctl.sandbox.faults import Fault, Faults, Kind
from ownctl.sandbox.refusals import Refusal, error_body
from ownctl.sandbox.traffic import Exchange

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ownctl.sandbox.clock import Clock
    from ownctl.sandbox.ratelimit import RateLimit
    from ownctl.sandbox.store import Store

Witness = Callable[[Exchange], None]
"""Is told of every exchange, in the server's thread, before the answer goes out."""
UNCOUNTED = ("/_sandbox", "/web", "/favicon.ico")
"""The account's own controls and pages: not limited, not logged, never hit by a fault."""
EVENTS = "/v2/enqueue"
PAGE = b"<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1><p>Something in between answered."


def nobody(_: Exchange) -> None:
    """Nobody watches."""


@dataclass
class _Answered:
    """A whole answer, held back until it is clear whether it may go out."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")


class Gate:
    """An ASGI application around another one."""

    def __init__(
        self, app: ASGIApp, store: Store, clock: Clock, faults: Faults, limit: RateLimit, witness: Witness
    ) -> None:
        self._app = app
        self._clock = clock
        self._witness = witness
        self._store = store
        self._faults = faults
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/" or scope["path"].startswith(UNCOUNTED):
            await self._app(scope, receive, send)
            return
        sent = await _read(receive)
        query = scope["query_string"].decode()
        target = f"{scope['path']}?{query}" if query else scope["path"]
        fault = self._faults.next(scope["method"], target)
        answered = await self._answer(scope, sent, fault)
        self._tell(scope, query, sent, answered, fault)
        if fault is not None and fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind in (Kind.LOST_BEFORE, Kind.LOST_AFTER):
            await _hang_up(send, receive)
            return
        half = fault is not None and fault.kind is Kind.HALF
        await _deliver(answered, send, receive, half=half)

    async def _answer(self, scope: Scope, sent: bytes, fault: Fault | None) -> _Answered:
        """The answer as it would go out, faults of its content included."""
        answered = _Answered()
        headers = dict(scope["headers"])
        if scope["path"] != EVENTS:
            allowance = self._limit.count(headers.get(b"authorization", b"").decode("latin-1"))
            extra, refused = allowance.headers(), not allowance.granted
        else:
            extra, refused = {}, False
        extra |= {"date": format_datetime(self._clock.now(), usegmt=True), "x-request-id": str(uuid4())}
        if refused:
            answered = _error(429, scope["path"])
        elif fault is None or fault.takes_effect:
            await self._app(scope, _replay(sent), answered.take)
        if fault is not None and not refused:
            answered = _spoilt(answered, fault, scope["path"])
        answered.headers += [(name.encode(), value.encode()) for name, value in extra.items()]
        return answered

    def _tell(self, scope: Scope, query: str, sent: bytes, answered: _Answered, fault: Fault | None) -> None:
        sender = dict(scope["headers"]).get(b"from")
        exchange = Exchange(
            method=scope["method"],
            path=unquote(scope["path"]),
            query=query,
            sender=sender.decode("latin-1") if sender else None,
            body=_parsed(sent),
            status=answered.status,
            response=_parsed(answered.body),
            fault=fault.kind.value if fault else None,
        )
        self._store.record(exchange.entry())
        self._witness(exchange)


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _error(status: int, path: str) -> _Answered:
    body = json.dumps(error_body(Refusal(status), path)).encode()
    return _Answered(status, _typed(b"application/json", body), body)


def _typed(media: bytes, body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", media), (b"content-length", str(len(body)).encode())]


def _spoilt(answered: _Answered, fault: Fault, path: str) -> _Answered:
    if fault.kind is Kind.STATUS:
        return _error(fault.status, path)
    if fault.kind is Kind.HTML:
        return _Answered(fault.status, _typed(b"text/html", PAGE), PAGE)
    if fault.kind is Kind.PAGE_MISSING:
        listed = _parsed(answered.body)
        if isinstance(listed, dict) and "more" in listed:
            emptied = {key: [] if isinstance(value, list) else value for key, value in listed.items()}
            body = json.dumps({**emptied, "more": False}).encode()
            return _Answered(answered.status, _typed(b"application/json", body), body)
    return answered


async def _deliver(answered: _Answered, send: Send, receive: Receive, *, half: bool) -> None:
    await send({"type": "http.response.start", "status": answered.status, "headers": answered.headers})
    if half:
        await send({"type": "http.response.body", "body": answered.body[: len(answered.body) // 2], "more_body": True})
        await _hang_up(send, receive)
        return
    await send({"type": "http.response.body", "body": answered.body})


async def _hang_up(send: Send, receive: Receive) -> None:
    """Closes the connection under the server's feet, after what was sent is out, and waits until the server knows.

    A server that knows that its client is gone asks for no answer, so nothing is logged as an error.
    """
    connection = getattr(getattr(send, "__self__", None), "transport", None)
    if connection is None:
        raise RuntimeError("this fault needs uvicorn")
    connection.close()
    while (await receive())["type"] != "http.disconnect":
        pass


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None
