"""`ownctl lsp`: the language server for editors, over standard input and output."""

from __future__ import annotations

import logging
import sys

import click

from ownctl.cli.exits import CannotRun
from ownctl.cli.options import now


@click.command()
@click.option("-v", "--verbose", is_flag=True, help="Log more, to standard error.")
@click.option("--look", is_flag=True, hidden=True, help="Be the process that looks at whole trees for a server.")
@click.option("--stdio", is_flag=True, hidden=True, help="What is done anyway; some editors ask for it.")
def lsp(verbose: bool, look: bool, stdio: bool) -> None:  # noqa: ARG001
    """Serve an editor: findings as you type, explanations, completion, definitions, renaming, fixes.

    An editor starts this command and speaks the Language Server Protocol with it, over standard input and output.
    docs/how-to/editor.md says how to tell yours.
    """
    if look:
        from ownctl.lsp.whole import serve

        serve(sys.stdin.buffer, sys.stdout.buffer)
        return
    try:
        import pygls  # noqa: F401
    except ImportError as error:
        raise CannotRun(
            "the language server needs pygls, which isn't installed", "install it with: pip install 'ownctl[lsp]'"
        ) from error
    if sys.stdin.isatty():
        raise CannotRun(
            "an editor starts this, and there is a terminal at its input",
            "docs/how-to/editor.md says how to tell yours",
        )
    now()  # a wrong OWNCTL_NOW is told before anything begins
    from ownctl.lsp.features import server
    from ownctl.lsp.logs import log_to_stderr

    log_to_stderr(logging.INFO if verbose else logging.ERROR)
    server(now).start_io()
