"""Clients of running accounts, in which nobody waits."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from tests.providers.rig import Connect, Script, Time, serving

from ownctl.providers.pagerduty import Client, connect, endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ownctl.sandbox import Running


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def connected(time: Time) -> Iterator[Connect]:
    """Connects to an account or a URL; nothing sleeps, and a read-only client has the read-only token."""
    with ExitStack() as stack:

        def to(there: Running | str, *, read_only: bool = False, token: str | None = None, **settings: Any) -> Client:
            url = there if isinstance(there, str) else there.url
            if token is None:
                token = "a-token" if isinstance(there, str) else there.read_only_token if read_only else there.token
            quick: dict[str, Any] = {"backoff": 0.0, "timeout": 10.0, "limiter": time.limiter()}
            return stack.enter_context(connect(token, endpoint(api_url=url), read_only=read_only, **(quick | settings)))

        yield to


@pytest.fixture
def client(account: Running, connected: Connect) -> Client:
    return connected(account)


@pytest.fixture
def scripted() -> Iterator[Callable[[Script], str]]:
    """Servers that say what they are told to, by their URLs."""
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(serving(script))
