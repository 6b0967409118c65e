"""What stands between the official client and the wire: the limiter, plain http on loopback, and a read-only mode."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx2

from ownctl.providers.pagerduty.errors import rate_limited
from ownctl.providers.pagerduty.parallel import IN_FLIGHT
from ownctl.providers.pagerduty.proxy import proxy
from ownctl.providers.pagerduty.trust import trust
from ownctl.providers.pagerduty.unreached import Way

if TYPE_CHECKING:
    from ownctl.providers.pagerduty.endpoint import Endpoint
    from ownctl.providers.pagerduty.limiter import Limiter, Rate

PATIENCE = 300.0
"""Seconds that one request waits for the rate limit before it is given up."""

told = logging.getLogger("ownctl.requests")
"""Each request as it ends; never what is in it, and no query: a listener may keep what it hears."""


class WriteRefusedError(RuntimeError):
    """A plan tried to write. A bug of ours: a plan only reads."""


class Transport(httpx2.BaseTransport):
    """Sends requests as the account likes them: few at a time, within its rate limit, again after a 429.

    A 429 is dealt with here, where `ratelimit-reset` can be honoured, also for writes: the account has not looked at a
    request that it answers so.
    """

    def __init__(self, endpoint: Endpoint, limiter: Limiter, *, read_only: bool) -> None:
        self.sent: Counter[str] = Counter()
        """Requests that went out, by method."""
        self._plain, self._read_only, self._limiter = endpoint.plain, read_only, limiter
        self._lock = threading.Lock()
        self._date: str | None = None
        self.way = Way(endpoint, proxy(endpoint))  # httpx2 looks for no proxy where it is given a transport
        self._wire = httpx2.HTTPTransport(
            limits=httpx2.Limits(
                max_connections=IN_FLIGHT,
                max_keepalive_connections=IN_FLIGHT,
                keepalive_expiry=2.0,  # shorter than servers', or a write meets a connection that just closed
            ),
            verify=trust(endpoint),
            proxy=None if self.way.proxy is None else self.way.proxy.url,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Raises httpx2's `TransportError`s, and `AccountError` when the rate limit lasts."""
        if self._read_only and request.method != "GET":
            raise WriteRefusedError(f"{request.method} in read-only mode")
        waited, attempt = 0.0, 0
        while True:
            response = self._send(request)
            if response.status_code != httpx2.codes.TOO_MANY_REQUESTS:
                return response
            response.close()
            waited += self._limiter.refused(response.headers, attempt)
            attempt += 1
            if waited > PATIENCE:
                raise rate_limited(request.method)

    @property
    def rate(self) -> Rate:
        """What the account's rate limit leaves."""
        return self._limiter.rate()

    @property
    def time(self) -> datetime | None:
        """The account's clock, in UTC, as its last answer had it (RFC 9110, Date); None where none did."""
        try:
            return parsedate_to_datetime(self._date or "").astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def stop_waiting(self) -> None:
        """Break off all waits for the rate limit."""
        self._limiter.end()

    def close(self) -> None:
        self._wire.close()

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        self._limiter.enter()
        with self._lock:
            self.sent[request.method] += 1
        response = None
        begun = time.monotonic()
        try:
            response = self._wire.handle_request(self._addressed(request))
            self._date = response.headers.get("date", self._date)
        finally:
            self._limiter.leave(None if response is None else response.headers)
            status = "no answer" if response is None else response.status_code
            told.info("%-6s %s  %s  %.2f s", request.method, request.url.path, status, time.monotonic() - begun)
        return response

    def _addressed(self, request: httpx2.Request) -> httpx2.Request:
        """The client insists on https; on loopback the scheme is put back."""
        if not self._plain:
            return request
        return httpx2.Request(
            request.method,
            request.url.copy_with(scheme="http"),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
