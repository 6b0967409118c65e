"""Options that several commands share, and the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


class OneOf(click.Choice[str]):
    """A choice among words that says which one was probably meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """As click has it, and `Did you mean …?` where one of the words is close."""
        from difflib import get_close_matches

        close = get_close_matches(str(value).lower(), [str(choice) for choice in self.choices], 1)
        return super().get_invalid_choice_message(value, ctx) + (f" Did you mean {close[0]!r}?" if close else "")


def _without_dots(_context: click.Context, _option: click.Parameter, root: Path) -> Path:
    """`..` has no folder around it but itself, as far as paths go, and the folder around the tree is the repository."""
    return Path(os.path.abspath(root)) if ".." in root.parts else root  # noqa: PTH100  # Path.absolute keeps ..


root_option: Callable[[Any], Any] = click.option(
    "--root",
    type=click.Path(path_type=Path),
    callback=_without_dots,
    default=Path("ownership"),
    show_default=True,
    metavar="DIR",
    help="The folder that holds the ownership files.",
)


def now() -> datetime:
    """The time in UTC: OWNCTL_NOW (RFC 3339, with an offset) where it is set, else the clock's."""
    text = os.environ.get("OWNCTL_NOW")
    if not text:
        return datetime.now(UTC)
    from ownctl.cli.moments import clock

    return clock("OWNCTL_NOW", text)
