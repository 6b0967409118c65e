"""`-v` of the commands that speak to the account: each request as it ends, and the ids of objects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ownctl.cli.progress import CLEAR

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = "ownctl.requests"
"""The logger to which the transport tells method, path, status and seconds of each request, and nothing more."""


def _listen(context: click.Context, _: click.Parameter, asked: bool) -> bool:
    """A line on standard error each; on a terminal, in place of what shows how far the work is."""
    if not asked:
        return asked
    import logging

    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter(f"{CLEAR if sys.stderr.isatty() else ''}%(message)s"))
    requests = logging.getLogger(REQUESTS)
    requests.setLevel(logging.INFO)
    requests.addHandler(lines)
    context.call_on_close(lambda: requests.removeHandler(lines))
    return asked


verbose_option: Callable[[Any], Any] = click.option(
    "-v", "--verbose", is_flag=True, callback=_listen, help="Show ids too, and each request on standard error."
)
