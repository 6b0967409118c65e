"""What keeps ownctl from its work, as a person is told it."""

from __future__ import annotations

from typing import ClassVar


class Trouble(Exception):
    """A sentence and a next step. Whoever doesn't know better than to tell it lets it pass: it ends the command."""

    exit_code: ClassVar[int] = 3
    """3 if the work could not begin; 1 if it was refused, or did not come to its end."""

    def __init__(self, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help_
