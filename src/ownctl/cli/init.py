"""`ownctl init`: a small working ownership/ tree to start from, and what CI needs for it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.exits import CannotRun, Refused
from ownctl.cli.options import OneOf, now, root_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.example import Me

TREE = "ownership"
"""How the starter's files call the tree; `--root` gives it another name."""


@click.command(short_help="a small working ownership/ tree to start from")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@root_option
@click.option(
    "--ci", "forge", type=OneOf(["github", "gitlab"]),
    help="Write what checks, plans and applies there, too; a tree that exists is left as it is.",
)  # fmt: skip
@click.option("--action", metavar="OWNER/NAME@COMMIT", help="With --ci github: a copy of ownctl's action to use.")
@click.option("--force", is_flag=True, help="Overwrite the files of --ci that exist.")
def init(folder: Path, root: Path, forge: str | None, action: str | None, force: bool) -> None:
    """Write a small working ownership/ tree to start from, in DIR or here.

    Nothing that exists is overwritten. The tree has one team, one rotation and one service, with comments where
    something is worth knowing; names come from git where it knows you, dates from today.

    With --ci, also the workflows that validate and plan every pull or merge request, apply what was merged, and look
    every day whether account and files say the same.
    """
    from ownctl.cli import init_ci
    from ownctl.example import starter

    if action and forge != "github":
        raise click.UsageError("--action goes with --ci github")
    if force and not forge:
        raise click.UsageError("--force goes with --ci: a tree is never overwritten")

    tree = folder / root
    repository = tree.parent if tree.name else tree.absolute().parent
    pipeline = init_ci.pipeline(forge, folder, root, action) if forge else init_ci.Pipeline({})
    files = {}
    if not (forge and tree.is_dir() and any(tree.iterdir())):
        files = {
            tree / Path(name).relative_to(TREE) if name.startswith(f"{TREE}/") else repository / name: text
            for name, text in starter(_me(), now().date()).items()
        }
        _refuse_to_overwrite(_in_the_way(tree, files), "start in another folder: ownctl init DIR")
    if not force:
        again = "keep them, or see with git what changes: the same command with --force"
        _refuse_to_overwrite(init_ci.in_the_way(pipeline.files), again)
    _write(files, "x")
    _write(init_ci.without_those_there(pipeline.files), "w")
    if files:
        _say_what_next(folder, root)
    if forge:
        init_ci.say_what_next(forge, pipeline)


def _in_the_way(tree: Path, files: Iterable[Path]) -> list[Path]:
    """What exists of the files; else the tree, if anything is in it."""
    there = [path for path in files if path.exists() or path.is_symlink()]
    return there or ([tree] if tree.is_dir() and any(tree.iterdir()) else [])


def _refuse_to_overwrite(in_the_way: Sequence[Path], instead: str) -> None:
    """Raises `Refused` where there is anything."""
    if in_the_way:
        names = ", ".join(path.as_posix() for path in in_the_way)
        raise Refused(
            f"{names} {'exist' if len(in_the_way) > 1 else 'exists'} already, and init overwrites nothing", instead
        )


def _write(files: dict[Path, str], mode: str) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open(mode, encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise CannotRun(f"{path} can't be written: {error.strerror}", "init in a folder that you own") from error
        click.echo(click.style("  wrote ", fg="green") + path.as_posix(), err=True)


def _me() -> Me:
    """Who runs this, as git knows them; a placeholder where it doesn't, isn't there, or has no such e-mail."""
    from ownctl.config.git import word
    from ownctl.config.scalars import is_email
    from ownctl.example import Me

    name, email = (word(Path(), "config", "--get", setting) for setting in ("user.name", "user.email"))
    known = name.isprintable() and name and is_email(email)
    return Me(name, email) if known else Me("Jamie", "jamie@acme.example")


def _say_what_next(folder: Path, root: Path) -> None:
    there = f" --root {shlex.quote(str(root))}" if root != Path(TREE) else ""
    beside = Path(os.path.normpath(root / ".." / "schemas"))
    schemas = f" --out {shlex.quote(str(beside))}" if beside != Path("schemas") else ""
    steps = [
        *([(f"cd {shlex.quote(str(folder))}", "")] if folder != Path() else []),
        (f"ownctl validate{there}", "hold them to the rules"),
        (f"ownctl oncall{there}", "see who is on call when"),
        (f"ownctl schema write{schemas}", "let your editor explain every field"),
    ]
    click.echo("\nPut in your own names and e-mails, then:\n", err=True)
    width = max(len(step) for step, _ in steps)
    for step, why in steps:
        click.echo(f"  {step:<{width}}  {why}".rstrip(), err=True)
