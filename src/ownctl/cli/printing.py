"""Text for people on standard output."""

from __future__ import annotations

import os
import sys

import click

from ownctl.render.snippet import cells, harmless

NARROWEST, WIDEST = 60, 110


def width() -> int:
    """How wide a line may get: a terminal's width within bounds, and as wide as is read well elsewhere."""
    return min(terminal_width(), WIDEST) if sys.stdout.isatty() else WIDEST


def terminal_width() -> int:
    """How many cells a line of the terminal has; a narrower one than is read well breaks lines by itself."""
    from shutil import get_terminal_size  # it knows archives, too, and imports what unpacks them

    return max(get_terminal_size().columns, NARROWEST)


def show(text: str, *, err: bool = False, fold: bool = True) -> None:
    """Print text that may have ANSI colours: on a terminal only, and not where NO_COLOR asks for none.

    On a terminal, lines too long for it break between words, unless `fold` is off, as for a text with a syntax.

    Whatever others have named their things, it steers neither a terminal nor a runner that reads along. What the
    output's encoding lacks is written as its code point, so that a name never ends the command.
    """
    stream = sys.stderr if err else sys.stdout
    colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    encoding = stream.encoding or "utf-8"
    if fold and stream.isatty():
        columns = terminal_width()
        text = "\n".join(part for line in text.split("\n") for part in folded(line, columns))
    click.echo(harmless(text).encode(encoding, errors="backslashreplace").decode(encoding), err=err, color=colour)


def folded(line: str, columns: int) -> list[str]:
    """A line as lines of at most so many cells, broken at spaces; a word that is longer alone stays whole.

    What follows is indented by two more than the line itself.
    """
    if cells(click.unstyle(line)) <= columns:
        return [line]
    body = line.lstrip(" ")
    indent = " " * (len(line) - len(body))
    first, *words = body.split(" ")
    lines = [indent + first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if cells(click.unstyle(longer)) <= columns:
            lines[-1] = longer
        else:
            lines.append(f"{indent}  {word}")
    return [each.rstrip(" ") for each in lines]
