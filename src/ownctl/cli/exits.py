"""The ways in which a command ends, other than well."""

from __future__ import annotations

from ownctl.trouble import Trouble

COULD_NOT_RUN = Trouble.exit_code
"""Usage, no ownership tree, no token, no network."""
INTERRUPTED = 130
"""Ctrl-C, as shells have it."""


class CannotRun(Trouble):  # it reads as the sentence that it prints
    """The command could not start its work; exit code 3."""


class Refused(Trouble):
    """The command declined to do it, or did not finish; exit code 1."""

    exit_code = 1
