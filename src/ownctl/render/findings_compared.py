"""What a comparison says beside the new findings: how many there were before, and which are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config.compared import Compared

MOST = 8
"""How many of those that are gone are named."""


def lines(compared: Compared, said: str, shrinks_by: str = "") -> Iterator[str]:
    """A line for what was found before, and one for each that is gone. `shrinks_by` takes those out of a baseline."""
    known = len(compared.known)
    if known:
        yield f"{known} from before {'is' if known == 1 else 'are'} not shown: compared with {visible(said)}."
    else:
        yield f"Compared with {visible(said)}."
    gone = len(compared.gone or ())
    if gone:
        yield click.style(f"{gone} {'is' if gone == 1 else 'are'} gone:", fg="green")
    for each in (compared.gone or ())[:MOST]:
        place = each.path or each.file
        yield f"  {each.rule} {click.style(f'in {visible(place)}', dim=True)}"
    if gone > MOST:
        yield f"  and {gone - MOST} more"
    if gone and shrinks_by:
        yield f"  {click.style('help:', fg='green', bold=True)} take them out with `{visible(shrinks_by)}`"
