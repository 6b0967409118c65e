"""`ownctl rule`: what is checked, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.completion import rules as known_rules
from ownctl.cli.exits import CannotRun
from ownctl.cli.options import OneOf
from ownctl.cli.printing import show, width
from ownctl.cli.whole import write_whole

if TYPE_CHECKING:
    from ownctl.rules.guide import Entry


@click.command()
@click.argument("name", required=False, shell_complete=known_rules)
@click.option(
    "--format", "form", type=OneOf(["text", "json"]), default="text", show_default=True,
    help="How it is written.",
)  # fmt: skip
@click.option("--write", type=click.Path(path_type=Path, file_okay=False), hidden=True, help="Write docs/rules to DIR.")
def rule(name: str | None, form: str, write: Path | None) -> None:
    """What is checked, and why.

    Without NAME a list; with it the page of that rule: what it finds, examples, how to configure and waive it.
    """
    from ownctl.render.rules import as_json, list_text, page_text
    from ownctl.rules.guide import entries

    if write is not None:
        _write(write)
        return
    known = entries()
    chosen = list(known.values()) if name is None else [_named(name, known)]
    if form == "json":
        click.echo(as_json(chosen), nl=False)
        return
    show(list_text(chosen, width()) if name is None else page_text(chosen[0], width()), fold=False)


def _named(name: str, known: dict[str, Entry]) -> Entry:
    from ownctl.rules import LATER
    from ownctl.rules.suggest import did_you_mean

    if name in known:
        return known[name]
    if name in LATER:
        raise CannotRun(f"this version of ownctl doesn't check {name} yet", "`ownctl rule` lists what it checks")
    raise CannotRun(f"there is no rule {name}", did_you_mean(name, known, "`ownctl rule` lists them"))


def _write(folder: Path) -> None:
    from ownctl.render.rule_pages import pages

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in pages().items():
            write_whole(folder / file, text)
    except OSError as error:
        raise CannotRun(f"{folder} can't be written: {error.strerror}", "name another folder") from error
    click.echo(f"wrote {folder}", err=True)
