"""What ends a command from outside: Ctrl-C, a cancelled job, a terminal that was closed."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interrupted(by: Callable[..., None], *, all_signals: bool) -> Iterator[None]:
    """For as long as the block lasts, a signal calls `by`: Ctrl-C, and with `all_signals` the other two as well.

    What is ignored stays so: `nohup` means it.
    """
    wanted = [each for each in ENDING if each is signal.SIGINT or all_signals]
    before = {each: signal.getsignal(each) for each in wanted if signal.getsignal(each) is not signal.SIG_IGN}
    for each in before:
        signal.signal(each, by)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
