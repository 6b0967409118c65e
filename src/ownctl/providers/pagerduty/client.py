"""One account over HTTP: the official client, set up so that reads are repeated and writes are sent once."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ownctl.providers.pagerduty.errors import (
    FIRST,
    Ask,
    account_says,
    content_type,
    no_answer,
    unreadable,
    unsuccessful,
    wrong_token,
)
from ownctl.providers.pagerduty.limiter import Limiter
from ownctl.reconcile.steps import AccountError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import httpx2
    from pagerduty import RestApiV2Client

    from ownctl.providers.pagerduty.endpoint import Endpoint
    from ownctl.providers.pagerduty.limiter import Rate
    from ownctl.providers.pagerduty.transport import Transport

TIMEOUT = 30.0
"""Seconds to connect, and between two pieces of an answer."""

RETRIES = 2
"""How often a read is repeated after a failure of the network or of the server."""

BACKOFF = 0.5
"""Seconds; twice as long before each further try."""

WINDOW = 10_000
"""Records that offset paging reaches: `offset + limit` may not pass it."""

# The official client warns of each retry; without a handler Python would print that in the middle of ours.
logging.getLogger("pagerduty").addHandler(logging.NullHandler())
# On DEBUG the wire is logged with all headers of the answer, whatever they may echo.
logging.getLogger("httpcore2").setLevel(logging.INFO)


class Client:
    """Asks the account, and says what came of it in values or in `AccountError`s that never hold the token."""

    def __init__(
        self,
        reader: RestApiV2Client,
        writer: RestApiV2Client,
        transport: Transport,
        token: str,
        *,
        timeout: float,
        window: int,
    ) -> None:
        self._reader, self._writer, self._transport = reader, writer, transport
        self._token, self._timeout = token, timeout
        self._abilities: frozenset[str] | None = None
        self._lock = threading.Lock()
        self.window = window

    @property
    def requests(self) -> Mapping[str, int]:
        """How many requests were sent, by method."""
        return dict(self._transport.sent)

    @property
    def rate(self) -> Rate:
        """What the account's rate limit leaves now."""
        return self._transport.rate

    @property
    def time(self) -> datetime | None:
        """The account's clock, as its last answer had it; None before the first, and where none had it."""
        return self._transport.time

    def stop_waiting(self) -> None:
        """Break off all waits for the rate limit, in whatever thread, so that the program can end."""
        self._transport.stop_waiting()

    def abilities(self) -> frozenset[str]:
        """What the account can do; the cheapest test of a token, asked once."""
        with self._lock:
            if self._abilities is None:
                listed = self.get(FIRST, "say what the account can do").get("abilities")
                self._abilities = frozenset(map(str, listed)) if isinstance(listed, list) else frozenset()
            return self._abilities

    def get(self, path: str, about: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON object at `path`. Raises `Unreachable`."""
        found = self.find(path, about, params, absent=())
        assert found is not None  # noqa: S101  # only a status in `absent` gives None
        return found

    def find(
        self, path: str, about: str, params: Mapping[str, Any] | None = None, absent: tuple[int, ...] = (404,)
    ) -> dict[str, Any] | None:
        """As `get`; None where the account itself, and not a web page in its place, answers with one of `absent`."""
        ask = Ask("GET", path, about)
        response = self._exchange(self._reader, ask, params=dict(params or {}))
        if response.status_code in absent and account_says(response) is not None:
            return None
        body = self._body(ask, response)
        if body is None:
            raise unreadable(ask, "nothing")
        return body

    def send(self, ask: Ask, body: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """Send one write, once. The JSON object of the answer; None where it has none.

        Raises `AccountRefused`; `LostAnswer` where it may have taken effect; `Unreachable` for a wrong token.
        """
        return self._body(ask, self._exchange(self._writer, ask, **({} if body is None else {"json": dict(body)})))

    def _exchange(self, client: RestApiV2Client, ask: Ask, **kwargs: Any) -> httpx2.Response:
        import httpx2
        import pagerduty

        failure: AccountError
        try:
            return client.request(ask.method, ask.path, **kwargs)
        except pagerduty.HttpError as error:
            failure = self._unsuccessful(ask, error.response)
        except (pagerduty.Error, httpx2.HTTPError) as error:
            failure = no_answer(ask, error.__cause__ or error, self._transport.way, self._timeout)
        # Raised here and not above, so that the client's error, which may name the token, is not even its context.
        raise failure

    def _body(self, ask: Ask, response: httpx2.Response) -> dict[str, Any] | None:
        if not response.is_success:
            raise self._scrubbed(self._unsuccessful(ask, response))
        if not response.content.strip():
            return None
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise self._scrubbed(unreadable(ask, content_type(response)))
        return body

    def _unsuccessful(self, ask: Ask, response: httpx2.Response | None) -> AccountError:
        at = self._transport.way.at
        return wrong_token(at) if response is None else unsuccessful(ask, response, at)

    def _scrubbed(self, error: AccountError) -> AccountError:
        """Whatever an answer echoes, the token goes no further."""
        return type(error)(error.message.replace(self._token, "[token]"), error.help)


@contextmanager
def connect(
    token: str,
    at: Endpoint,
    *,
    read_only: bool,
    timeout: float = TIMEOUT,
    backoff: float = BACKOFF,
    window: int = WINDOW,
    limiter: Limiter | None = None,
) -> Iterator[Client]:
    """A client of the account at `at` for as long as the context lasts; no request is sent yet.

    `timeout` and `backoff` are seconds. With `read_only` the transport refuses everything but GET. Raises
    `Unreachable` for a token that can't be one, and for a proxy or certificates of the environment that are none.
    """
    _check(token)
    import httpx2
    from pagerduty import RestApiV2Client

    from ownctl.providers.pagerduty.transport import Transport

    transport = Transport(at, limiter or Limiter(), read_only=read_only)

    def client(attempts: int) -> RestApiV2Client:
        made = RestApiV2Client(token, base_url=at.url, transport=transport)
        made.headers["Content-Type"] = "application/json"  # the API's description asks for it on every request
        made.timeout = httpx2.Timeout(timeout, pool=None)  # type: ignore[assignment]  # waiting for our own other requests is no time-out
        made.max_network_attempts = attempts
        made.sleep_timer = backoff / made.sleep_timer_base
        made.retry = dict.fromkeys((500, 502, 503, 504), attempts)
        return made

    with client(RETRIES) as reader, client(0) as writer:
        yield Client(reader, writer, transport, token, timeout=timeout, window=window)


def _check(token: str) -> None:
    """Raises `Unreachable` for what can't be a token.

    A token with a line break would end up, as a whole, in the HTTP library's complaint about the header.
    """
    if not token.strip():
        raise Unreachable("there is no token", "set PAGERDUTY_TOKEN to an API key; a plan needs a read-only one")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Unreachable(
            "the token holds a space, a line break or a character that no token has",
            "set PAGERDUTY_TOKEN to the key alone, without quotes and spaces",
        )
