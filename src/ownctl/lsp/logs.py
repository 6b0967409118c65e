"""The server's log: lines on standard error, which editors keep. None is a traceback."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from ownctl.lsp.features import Declined

if TYPE_CHECKING:
    from types import TracebackType

    Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _OneLine(logging.Formatter):
    """Says of an exception what it is and where it came from; the rest would bury what people look for."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's name for it
        record.message = record.message.partition("\n")[0]  # pygls writes tracebacks into some messages
        return super().formatMessage(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802  # logging's name for it
        kind, error, trace = ei
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return f"  {kind.__name__ if kind else ''}: {error}{place}"


def _is_trouble(record: logging.LogRecord) -> bool:
    """A request that was declined has its answer, which the editor shows."""
    return not (record.exc_info and record.exc_info[0] is Declined)


def log_to_stderr(level: int) -> None:
    """Write what weighs at least `level` (as `logging` has them) to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("ownctl lsp: %(levelname)s: %(message)s"))
    handler.addFilter(_is_trouble)
    logging.basicConfig(level=level, handlers=[handler])
