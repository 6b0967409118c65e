"""A line on the terminal for what takes longer than a second; nothing elsewhere."""

from __future__ import annotations

import math
import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ownctl.cli.interrupts import interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ownctl.providers.pagerduty import Client, Rate

PATIENCE = 1.0
"""Seconds before anything is shown."""
BEAT = 0.2
"""Seconds between two looks."""
CLEAR = "\r\x1b[2K"
CELLS = 24
"""How wide the bar is."""


@contextmanager
def reading(client: Client, *, all_signals: bool = False) -> Iterator[None]:
    """Say how reading the account goes, for as long as the block lasts.

    Ctrl-C, and with `all_signals` whatever else ends a command, waits for no rate limit and is a KeyboardInterrupt.
    """

    def break_off(*_: object) -> None:
        client.stop_waiting()
        raise KeyboardInterrupt

    with (
        interrupted(break_off, all_signals=all_signals),
        _waiting(lambda: f"reading the account: {_counted(sum(client.requests.values()))}{_left(client.rate)}"),
    ):
        yield


@contextmanager
def applying(client: Client, length: int, *, show: bool) -> Iterator[Callable[[object], None]]:
    """Say how many of `length` changes are made, for as long as the block lasts; each call counts one.

    Nothing is said without `show`.
    """
    made = 0

    def tick(_: object) -> None:
        nonlocal made
        made += 1

    if not show:
        yield tick
        return
    with _waiting(lambda: f"applying {_bar(made, length)} {made} of {length}{_left(client.rate)}"):
        yield tick


def _bar(made: int, length: int) -> str:
    filled = CELLS * made // max(length, 1)
    return f"[{'#' * filled}{'-' * (CELLS - filled)}]"


def _counted(requests: int) -> str:
    return f"{requests} request{'' if requests == 1 else 's'}"


def _left(rate: Rate) -> str:
    if rate.wait > 0:
        return f", waiting for the account's rate limit, {math.ceil(rate.wait)} s"
    return "" if rate.left is None else f", {rate.left} left this minute"


@contextmanager
def _waiting(said: Callable[[], str]) -> Iterator[None]:
    """Show what `said` says, time and again, for as long as the block lasts."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    over = threading.Event()

    def show() -> None:
        pause = PATIENCE
        while not over.wait(pause):
            try:
                columns = os.get_terminal_size(sys.stderr.fileno()).columns
            except OSError:  # the terminal was closed, and the work goes on
                return
            sys.stderr.write(f"{CLEAR}{said()[: columns - 1]}")  # a line that wraps could not be cleared again
            sys.stderr.flush()
            pause = BEAT
        if pause == BEAT:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()

    teller = threading.Thread(target=show, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
