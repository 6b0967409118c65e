"""`ownctl completion`: what a shell completes when somebody presses Tab.

It runs while somebody types, perhaps in the middle of an edit: names are read off the lines of the files, nothing is
parsed or checked, and what can't be read completes to nothing.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.options import OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEY = r"""["']?([a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?)["']?"""
"""No other names are offered: a shell may take more than letters in earnest."""
LARGEST = 5 * 1024 * 1024
"""Characters of a file that are looked at; validate refuses larger ones."""
# Compiled when Tab is pressed: commands import this module to name what completes their options.
TEAM = rf"(?m)^team:[ \t]+{KEY}[ \t]*(?:#|$)"
SERVICE = rf"(?m)^service:[ \t]+{KEY}[ \t]*(?:#|$)"
SERVICES = r"(?m)^services:[ \t]*(?:#.*)?\n((?:[ \t].*\n|[ \t]*#.*\n|[ \t]*\n)*)"
INDENTED = rf"(?m)^([ \t]+){KEY}[ \t]*:"


@click.command(short_help="what your shell completes when you press Tab")
@click.argument("shell", type=OneOf(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets a shell complete commands, options, teams, services and rules.

    bash and zsh take it by `eval "$(ownctl completion SHELL)"` in ~/.bashrc or ~/.zshrc, fish as
    ~/.config/fish/completions/ownctl.fish.
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None  # noqa: S101  # click knows all the shells above
    click.echo(made(context.find_root().command, {}, "ownctl", "_OWNCTL_COMPLETE").source(), nl=False)


def teams(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The keys of all teams that begin so."""
    return _beginning(incomplete, (key for text in _texts(context) for key in re.findall(TEAM, text)))


def services(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The keys of all services that begin so."""
    return _beginning(incomplete, (key for text in _texts(context) for key in _services(text)))


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The names of all rules that begin so."""
    from ownctl.rules.guide import entries

    return _beginning(incomplete, entries())


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(incomplete)})


def _services(text: str) -> Iterator[str]:
    """A service's own file names it; a team's has them one below the other, the least indented of their block."""
    yield from re.findall(SERVICE, text)
    for block in re.findall(SERVICES, f"{text}\n"):
        below = re.findall(INDENTED, block)
        yield from (key for indent, key in below if indent == below[0][0])


def _texts(context: click.Context) -> Iterator[str]:
    root = context.params.get("root") or Path("ownership")
    for folder, _, files in os.walk(Path(root, "teams")):
        for name in files:
            path = Path(folder, name)
            if name.endswith(".yaml") and path.is_file():  # and not a pipe, which would wait for a writer
                with suppress(OSError), path.open(encoding="utf-8", errors="replace") as file:
                    yield file.read(LARGEST)
