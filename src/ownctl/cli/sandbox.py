"""`ownctl sandbox`: a local account that speaks the pager's API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ownctl.cli.exits import CannotRun
from ownctl.cli.options import now, root_option


@click.command()
@root_option
@click.option("--port", type=click.IntRange(0, 65535), default=8350, show_default=True, help="0 takes a free one.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the account in this SQLite file; without it, it is gone when the command ends.",
)
@click.option(
    "--seed",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="USERS",
    help='The users to begin with: a JSON list of {"name": …, "email": …}. [default: the people in --root]',
)
def sandbox(root: Path, port: int, file: Path | None, seed: Path | None) -> None:
    """Run a local account that speaks PagerDuty's API, until Ctrl-C.

    Nothing leaves this machine: it listens on 127.0.0.1 only. Its clock follows OWNCTL_NOW.
    """
    import sqlite3

    from ownctl.sandbox import serve

    now()  # a clock that can't be read is said before anything runs
    users = _seed(seed) if seed else _people(root)
    try:
        serve(file, port, seed=users, ready=lambda url: _announce(url, len(users)))
    except OSError as error:
        raise CannotRun(
            f"port {port} of this machine can't be had: {error.strerror}", "choose another with --port, or 0 for any"
        ) from error
    except sqlite3.DatabaseError as error:
        raise CannotRun(
            f"{file} can't be opened as an account: {error}", "name another file; one that is not there is made"
        ) from error


def _announce(url: str, users: int) -> None:
    from ownctl.sandbox import FULL_ACCESS, READ_ONLY

    click.echo(
        f"""A local account with {users} users answers at {url} (in a browser, too).
{_nobody(users)}To use it in another terminal:

  export PAGERDUTY_API_URL={url}
  export PAGERDUTY_TOKEN={FULL_ACCESS}  # or {READ_ONLY}

Ctrl-C ends it.""",
        err=True,
    )


def _nobody(users: int) -> str:
    return "" if users else "It knows nobody: there are no people to be read here; name others with --root or --seed.\n"


def _seed(file: Path) -> list[dict[str, Any]]:
    from ownctl.sandbox import read_seed

    hint = 'write a JSON list of {"name": "Amara Okafor", "email": "amara@acme.example"}'
    try:
        return read_seed(file)
    except OSError as error:
        raise CannotRun(f"{file} can't be read: {error.strerror}", hint) from error
    except ValueError as error:
        raise CannotRun(f"{file} holds no users: {error}", hint) from error


def _people(root: Path) -> list[dict[str, Any]]:
    """The people of the ownership tree, where there is one."""
    from ownctl.config import NoTree, load

    try:
        org = load(root).org
    except NoTree:
        return []
    return [{"name": each.name, "email": each.email} for each in org.people.values()] if org else []
