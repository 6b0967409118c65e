"""A line on the terminal for what takes longer than a second; nothing elsewhere."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 1.0
"""Seconds before anything is shown."""
BEAT = 0.2
"""Seconds between two looks."""
CLEAR = "\r\x1b[2K"


@contextmanager
def waiting(said: Callable[[], str]) -> Iterator[None]:
    """Show what `said` says, time and again, for as long as the block lasts."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()

    def show() -> None:
        pause = PATIENCE
        while not over.wait(pause):
            sys.stderr.write(f"{CLEAR}{said()}")
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
