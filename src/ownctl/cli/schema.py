"""`ownctl schema`: the JSON Schemas of the files."""

from __future__ import annotations

from pathlib import Path

import click

from ownctl.cli.exits import CannotRun
from ownctl.cli.options import OneOf
from ownctl.cli.whole import write_whole


@click.group()
def schema() -> None:
    """The JSON Schemas of the files, for editors.

    Begin a file with `# yaml-language-server: $schema=…/team.schema.json`, and an editor completes and explains.
    """


@schema.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("schemas"), show_default=True,
    metavar="DIR", help="The folder to write to; made if it isn't there.",
)  # fmt: skip
def write(out: Path) -> None:
    """Write the schemas of org.yaml, people, teams and services."""
    from ownctl.config.schemas import schema_files

    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files().items():
            write_whole(out / name, text)
            click.echo(f"wrote {out / name}", err=True)
    except OSError as error:
        raise CannotRun(f"{out} can't be written: {error.strerror}", "name another folder with --out") from error


@schema.command()
@click.argument("name", type=OneOf(["org", "people", "team", "service"]))
def show(name: str) -> None:
    """Print one of the schemas."""
    from ownctl.config.schemas import schema_files

    click.echo(schema_files()[f"{name}.schema.json"], nl=False)
