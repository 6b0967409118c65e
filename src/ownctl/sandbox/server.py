"""The account behind a port of the loopback interface: for the command line, and in a thread for tests."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from ownctl.sandbox import paging
from ownctl.sandbox.app import create_app
from ownctl.sandbox.clock import Clock
from ownctl.sandbox.gate import nobody
from ownctl.sandbox.ratelimit import A_MINUTE
from ownctl.sandbox.tokens import FULL_ACCESS, READ_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from ownctl.sandbox.account import Account
    from ownctl.sandbox.faults import Fault
    from ownctl.sandbox.gate import Witness
    from ownctl.sandbox.store import Doc

HOST = "127.0.0.1"
"""The account knows no secrets and keeps none, so nobody else may reach it."""


class Running:
    """An account that answers at `url`."""

    token = FULL_ACCESS
    read_only_token = READ_ONLY

    def __init__(self, account: Account, server: uvicorn.Server, thread: threading.Thread, url: str) -> None:
        self.url = url
        self._account = account
        self._server = server
        self._thread = thread

    def set_now(self, moment: datetime | None) -> None:
        """Stops the account's clock at `moment`; None lets it run with the real one."""
        self._account.clock.set(moment)

    def now(self) -> datetime:
        return self._account.clock.now()

    def show_remainders(self, *, shown: bool) -> None:
        """Whether an occurrence in which an event begins shows what is left of it, or nothing."""
        self._account.store.shows_remainders = shown

    def faults(self, *faults: Fault) -> None:
        """Sets what goes wrong from now on, and starts counting requests anew; without arguments, nothing does."""
        self._account.faults.set(faults)

    def requests(self) -> list[Doc]:
        """What came and went, oldest first: `method`, `path`, `query` (raw), `status`, `body`, `fault`."""
        return self._account.store.traffic()

    def forget_requests(self) -> None:
        self._account.store.forget_traffic()

    def close(self) -> None:
        """Ends the server and closes the account's file. A second time does nothing."""
        if self._thread.is_alive():
            self._server.should_exit = True
            self._thread.join()
            self._account.close()


@contextmanager
def running(
    file: Path | None = None,
    *,
    seed: Iterable[Mapping[str, Any]] = (),
    now: datetime | None = None,
    rate_limit: int = A_MINUTE,
    paging_window: int = paging.WINDOW,
    port: int = 0,
    witness: Witness = nobody,
) -> Iterator[Running]:
    """An account in a thread of this process, on a free port, for as long as the block lasts.

    Without `now` its clock follows `OWNCTL_NOW`, or the real one.
    """
    clock = Clock(now) if now else None
    account = create_app(
        file, seed=seed, clock=clock, rate_limit=rate_limit, paging_window=paging_window, witness=witness
    )
    with _bound(port) as listener:
        server = _server(account)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        # The socket listens already: a request made before uvicorn is up waits, and isn't refused.
        thread.start()
        held = Running(account, server, thread, _url(listener))
        try:
            yield held
        finally:
            held.close()


def serve(
    file: Path | None,
    port: int,
    *,
    seed: Iterable[Mapping[str, Any]] = (),
    now: datetime | None = None,
    rate_limit: int = A_MINUTE,
    ready: Callable[[str], None] = lambda url: None,  # noqa: ARG005 - the default says nothing
) -> None:
    """Serves the account until SIGINT or SIGTERM; `ready` is told its URL once it can be reached.

    Port 0 takes a free one. Raises OSError where the port is taken.
    """
    account = create_app(file, seed=seed, clock=Clock(now) if now else None, rate_limit=rate_limit)
    with _bound(port) as listener:
        ready(_url(listener))
        try:
            _server(account).run(sockets=[listener])
        except KeyboardInterrupt:
            pass  # uvicorn has shut down by then, and raises the signal once more
        finally:
            account.close()


def _bound(port: int) -> socket.socket:
    # The protocol is named so that asyncio switches Nagle's algorithm off: it looks at the number, and with 0 every
    # answer would wait 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _server(account: Account) -> uvicorn.Server:
    config = uvicorn.Config(
        account,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        date_header=False,  # the account's own clock says it
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
