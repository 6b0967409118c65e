"""`ownctl ci`: what a plan says, where it is reviewed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.exits import CannotRun, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from ownctl.forges import Outcome, Posted

file_argument: Callable[[Callable[..., None]], Callable[..., None]] = click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True)
)

MOST = 1_000_000
"""Bytes that are read; a comment has 65,536 characters at most."""

DONE = "The plan is empty: account and files say the same again."


@click.group()
def ci() -> None:
    """Bring a plan to where it is reviewed: in GitHub Actions and GitLab CI.

    The text is found again by its first line, the hidden mark that `ownctl plan --format markdown` writes, and only
    among what this token's own user wrote.
    """


@ci.command(short_help="the one comment on this pull or merge request")
@file_argument
def comment(file: Path) -> None:
    """Make FILE the one comment on this pull or merge request, updated in place; - is standard input.

    Needs GITHUB_TOKEN in GitHub Actions, GITLAB_TOKEN in GitLab CI. In a run that follows the one of a fork
    (`on: workflow_run`), FILE is shown and trusted with nothing.
    """
    from ownctl.forges import NotOurs, Outcome, as_guest, comments, publish

    raw = _read(file)

    def put() -> tuple[Outcome, Posted | None]:
        place = comments(os.environ)
        if place is None:
            return Outcome.NOT_NEEDED, None
        try:
            text = _text(file, raw) if place.trusted else as_guest(raw)
        except NotOurs:
            raise Refused(f"{file} does not begin as a plan does, so it is not shown") from None
        return publish(place.board, text)

    _tell("comment", put)


@ci.command(short_help="the one issue about what differs")
@file_argument
@click.option("--done", is_flag=True, help="Close the issue, if there is one.")
def issue(file: Path, done: bool) -> None:
    """Make FILE the one open issue about it, updated in place; - is standard input.

    Needs GITHUB_TOKEN in GitHub Actions, GITLAB_TOKEN in GitLab CI.
    """
    from ownctl.forges import conclude, issues, publish

    text = _text(file, _read(file))

    def put() -> tuple[Outcome, Posted | None]:
        return conclude(issues(os.environ), text, DONE) if done else publish(issues(os.environ), text)

    _tell("issue", put)


def _read(file: Path) -> bytes:
    try:
        with sys.stdin.buffer if file == Path("-") else file.open("rb") as source:
            raw = source.read(MOST)
    except OSError as error:
        raise CannotRun(f"{file} can't be read: {error.strerror}", _MAKE) from error
    if not raw.strip():
        raise CannotRun(f"{file} is empty", _MAKE)
    return raw


def _text(file: Path, raw: bytes) -> str:
    """What a plan wrote. Raises `CannotRun` where that is no plan's text: it would not be found again."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = ""
    if not text.startswith("<!-- ownctl"):
        raise CannotRun(f"{file} does not begin with the mark of a plan", _MAKE)
    return text


_MAKE = "make it with: ownctl plan --format markdown > FILE"


def _tell(what: str, put: Callable[[], tuple[Outcome, Posted | None]]) -> None:
    outcome, posted = put()
    click.echo(f"{what}: {outcome}{f' {posted.url}' if posted else ''}".rstrip(), err=True)
