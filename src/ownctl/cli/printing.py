"""Text for people on standard output."""

from __future__ import annotations

import os
import shutil
import sys

import click

from ownctl.render.snippet import harmless

NARROWEST, WIDEST = 60, 110


def width() -> int:
    """How wide a line may get: a terminal's width within bounds, and as wide as is read well elsewhere."""
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) if sys.stdout.isatty() else WIDEST


def show(text: str, *, err: bool = False) -> None:
    """Print text that may have ANSI colours: on a terminal only, and not where NO_COLOR asks for none.

    Whatever others have named their things, it steers neither a terminal nor a runner that reads along. What the
    output's encoding lacks is written as its code point, so that a name never ends the command.
    """
    stream = sys.stderr if err else sys.stdout
    colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    encoding = stream.encoding or "utf-8"
    click.echo(harmless(text).encode(encoding, errors="backslashreplace").decode(encoding), err=err, color=colour)
