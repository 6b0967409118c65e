"""Standard output and error as the commands find them: open, and honest about what could not be written."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ownctl.cli.exits import CannotRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer


class CannotPrint(CannotRun):  # it reads as the sentence that it prints
    """Standard output takes nothing more: a full disk, a terminal that is gone. A closed pipe is no such trouble."""


class _Output(io.FileIO):
    """Standard output. What can't be written is told, as often as it is tried, until there is nobody to tell."""

    over = False
    """Nothing is tried any more: Python flushes once more at its end, and would complain about the same again."""

    def write(self, data: ReadableBuffer, /) -> int:
        if self.over:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CannotPrint(
                f"standard output can't be written: {error.strerror}", "make room where it goes, or send it elsewhere"
            ) from error


class _Errors(_Output):
    """Standard error. Where it can't be written there is nobody to tell, and that must not end the work."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except (BrokenPipeError, CannotPrint):
            return memoryview(data).nbytes


@contextmanager
def streams() -> Iterator[None]:
    """Lead what is printed through streams that say what went wrong, for as long as the block lasts."""
    _open_closed()
    before = sys.stdout, sys.stderr
    out, errors = _through(sys.stdout, _Output), _through(sys.stderr, _Errors)
    sys.stdout, sys.stderr = out, errors
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream, was in zip((out, errors), before, strict=True):
            if stream is not was and isinstance(stream, io.TextIOWrapper):
                _end(stream)


def _open_closed() -> None:
    """A stream that was closed (`2>&-`) is None. Its number goes to nothing, or else to the next file that is opened.

    That file would get what a library writes to standard error: a journal, or a connection to the account.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)  # noqa: FBT003  # as the three are for programs that are started, as git
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  # until the end


def _through(stream: TextIO, kind: type[_Output]) -> TextIO:
    """The same stream by way of one of ours; itself where it is no file at all, as in some tests."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    try:
        raw = kind(stream.fileno(), "w", closefd=False)
    except OSError:
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _end(stream: io.TextIOWrapper) -> None:
    """Drop what could not be written; it has been told."""
    raw = getattr(stream.buffer, "raw", None)
    if isinstance(raw, _Output):
        raw.over = True
    if not stream.closed:  # as the language server leaves it
        stream.flush()
