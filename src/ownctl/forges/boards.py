"""What a forge has to offer: a board with texts of ours on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "The pager is not what the files say"
"""What an issue is called."""


class ForgeError(Trouble):
    """The forge said no, or did not answer."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Posted:
    """A text that hangs on a board."""

    key: str
    """How the forge calls it within its board."""
    text: str
    url: str


class Board(Protocol):
    """The comments of one pull request. Every method raises `ForgeError`."""

    def mine(self) -> Iterator[Posted]:
        """What this token's own user wrote, oldest first, all pages of it. Others' texts are never touched."""
        ...

    def post(self, text: str) -> Posted:
        """Hang up a new text."""
        ...

    def rewrite(self, posted: Posted, text: str) -> None:
        """Put another text in the place of one."""
        ...


class Tracker(Board, Protocol):
    """The open issues of one repository; they come to an end."""

    def close(self, posted: Posted, farewell: str) -> None:
        """Answer an issue and close it."""
        ...
