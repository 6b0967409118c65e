"""What `validate --fix` did, or would do, for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ownctl.config.phrases import many
from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.config import Finding

DIFF_COLOURS = {"+++": None, "---": None, "@@ ": "cyan", "+": "green", "-": "red"}
"""By how a line begins; the first that fits counts."""


def fixed_text(fixed: Sequence[Finding], failed: Iterable[tuple[str, str]]) -> str:
    """One line for each fix, with its place, and one for each file that could not be written. With ANSI colours."""
    lines = []
    for finding in fixed:
        spot, title = finding.spot, finding.fix.title if finding.fix else ""
        place = click.style(f"{visible(spot.file)}:{spot.line}:{spot.column}", bold=True)
        lines.append(
            f"{place} {click.style('fixed', fg='green')} {click.style(finding.rule, dim=True)} {visible(title)}"
        )
    for message, help_ in failed:
        lines.append(f"{click.style('not fixed:', fg='red', bold=True)} {visible(message)}; {visible(help_)}")
    if fixed:
        lines += ["", click.style(f"Fixed {counted(fixed)}.", fg="green", bold=True)]
    return "\n".join(lines)


def counted(fixed: Sequence[Finding]) -> str:
    """How many findings, in how many files."""
    files = len(Counter(finding.spot.file for finding in fixed))
    return f"{many(len(fixed), 'finding')} in {many(files, 'file')}"


def diff_text(diff: str) -> str:
    """A unified diff with ANSI colours; what would steer a terminal shows as its code point."""
    return "\n".join(_coloured(line) for line in diff.split("\n"))


def _coloured(line: str) -> str:
    colour = next((colour for begin, colour in DIFF_COLOURS.items() if line.startswith(begin)), None)
    return click.style(visible(line), fg=colour, bold=line.startswith(("+++", "---")) or None)
