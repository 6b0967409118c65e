"""`ownctl build TARGET`: make files of what is declared, for others to read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ownctl.cli.exits import CannotRun, Refused
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show
from ownctl.cli.understood import files_understood
from ownctl.cli.whole import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ownctl.config import Finding, Org, Source
    from ownctl.targets import Given, Target


out_option: Callable[[Any], Any] = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, metavar="DIR",
    help="The folder to write to; made if it isn't there.",
)  # fmt: skip
check_option: Callable[[Any], Any] = click.option(
    "--check", is_flag=True, help="Write nothing, and end with 1 if what stands there is not what would be written."
)


@click.group()
def build() -> None:
    """Make files of what is declared, for others to read."""


@build.command()
@out_option
@root_option
@click.option(
    "--forge", type=OneOf(["github", "gitlab"]), default="github", show_default=True,
    help="Whose logins stand in it: the `github` or the `gitlab` of people.",
)  # fmt: skip
@check_option
def codeowners(out: Path, root: Path, forge: str, check: bool) -> None:
    """Who approves changes of the ownership files: DIR/CODEOWNERS.

    A team approves its own files (its `handle`, or its people), the `approvers` of org.yaml all else. GitHub reads it
    from .github, GitLab from .gitlab, both from the root and from docs.
    """
    from ownctl.config.repository import repository_of
    from ownctl.targets.codeowners import FILE, CodeOwners, Forge

    repository = repository_of(root)
    target = CodeOwners(Forge(forge), _inside(out / FILE, repository))
    _build(target, root, repository, out, check=check)


def _build(target: Target, root: Path, repository: Path, out: Path, *, check: bool) -> None:
    from ownctl.config import Severity

    loaded, org = files_understood(root, "nothing is built of them")
    built = target(_given(org, loaded.root, repository))
    _tell(built.findings, loaded.sources)
    if any(finding.severity is Severity.ERROR for finding in built.findings):
        raise Refused("nothing is written while there are errors", "mend them, then run it again")
    for name, text in built.files.items():
        _check(out / name, text) if check else _write(out / name, text)


def _given(org: Org, root: Path, repository: Path) -> Given:
    from ownctl.targets import Given

    tree = _inside(root, repository) or ""
    return Given(org, now(), tree.removesuffix("."), lambda file: _inside(Path(file), repository) or file)


def _inside(path: Path, repository: Path) -> str | None:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
    return absolute.relative_to(repository).as_posix() if absolute.is_relative_to(repository) else None


def _tell(findings: Sequence[Finding], sources: Mapping[str, Source]) -> None:
    from ownctl.render.findings import text

    if findings:
        show(text(findings, sources) + "\n", err=True)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise CannotRun(f"{file} can't be written: {error.strerror}", "name another folder with --out") from error
    click.echo(f"wrote {file}", err=True)


def _check(file: Path, text: str) -> None:
    try:
        there = file.read_bytes()
    except FileNotFoundError:
        raise Refused(f"there is no {file}", "run the same command without --check, and commit it") from None
    except OSError as error:
        raise CannotRun(f"{file} can't be read: {error.strerror}", "let yourself read it") from error
    if there != text.encode():
        raise Refused(f"{file} is not what the files say now", "run the same command without --check, and commit it")
    click.echo(f"{file} is up to date", err=True)
