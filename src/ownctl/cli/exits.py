"""The ways in which a command ends, other than well."""

from __future__ import annotations

COULD_NOT_RUN = 3
"""Usage, no ownership tree, no token, no network."""


class CannotRun(Exception):  # it reads as the sentence that it prints
    """The command could not start its work; exit code 3."""

    def __init__(self, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help_


class Refused(Exception):
    """The command declined to do it, or did not finish; exit code 1."""

    def __init__(self, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help_
