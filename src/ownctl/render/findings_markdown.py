"""What takes a plan's place in the comment of a pull request whose files have errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.phrases import many
from ownctl.render.markdown_escape import code, inline
from ownctl.render.plan_markdown import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config import Finding

MOST = 20
"""Findings that are listed; the rest is counted."""


def comment(errors: Sequence[Finding], org: str, root: str) -> str:
    """Under the same mark as the plan's, so that one takes the place of the other."""
    lines = [mark(org, root), f"### The files have {many(len(errors), 'error')}, so there is no plan", ""]
    for finding in errors[:MOST]:
        lines.append(f"- {code(f'{finding.spot.file}:{finding.spot.line}')} {inline(finding.message)}")
        if finding.help:
            lines.append(f"  <br>{inline(finding.help)}")
    if len(errors) > MOST:
        lines.append(f"- … and {len(errors) - MOST} more")
    return "\n".join([*lines, "", f"Next: {code('ownctl validate')} shows each with its line."])
