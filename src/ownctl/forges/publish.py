"""One text a mark: posted once, and from then on rewritten in place."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ownctl.forges.boards import Board, Posted, Tracker

COMMAND = re.compile(r"^(\s*)/(?=\w)", re.MULTILINE)
"""A line as `/approve` is an order: to GitLab, and to bots that read along on GitHub. Escaped, it is text."""


class Outcome(StrEnum):
    """What became of a text."""

    POSTED = "posted"
    REWRITTEN = "updated"
    UNCHANGED = "unchanged"
    CLOSED = "closed"
    NOT_NEEDED = "not needed"


def publish(board: Board, text: str) -> tuple[Outcome, Posted]:
    """Put a text where the one with the same mark is, or beside the others. Its first line is its mark.

    Raises `ForgeError`.
    """
    text = COMMAND.sub(r"\1\\/", text)
    found = _with_mark(board, _mark(text))
    if found is None:
        return Outcome.POSTED, board.post(text)
    if _plain(found.text) == _plain(text):
        return Outcome.UNCHANGED, found
    board.rewrite(found, text)
    return Outcome.REWRITTEN, found


def conclude(board: Tracker, text: str, farewell: str) -> tuple[Outcome, Posted | None]:
    """Close the issue that has the mark of `text`, if there is one. Raises `ForgeError`."""
    found = _with_mark(board, _mark(text))
    if found is None:
        return Outcome.NOT_NEEDED, None
    board.close(found, farewell)
    return Outcome.CLOSED, found


def _with_mark(board: Board, mark: str) -> Posted | None:
    """The oldest one, should two runs have posted at the same time."""
    return next((each for each in board.mine() if _mark(each.text) == mark), None)


def _mark(text: str) -> str:
    return text.lstrip().partition("\n")[0].strip()


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()  # forges give back what a browser would have sent
