"""The marker: the last line of a description, which says whose an object is and what the files call it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from ownctl.account.live import Marker

if TYPE_CHECKING:
    from ownctl.account.resources import Override, Ref

_LINE = re.compile(r"^ownctl (?P<org>\S+) (?P<ref>[a-z-]+/\S+)(?: overrides(?P<overrides>(?: [0-9a-f]{8})*))?$")


def parse(description: str | None) -> Marker | None:
    """The marker of a description; None where its last line is none."""
    lines = (description or "").rstrip().splitlines()
    match = _LINE.match(lines[-1].strip()) if lines else None
    if not match:
        return None
    return Marker(match["org"], match["ref"], tuple((match["overrides"] or "").split()))


def text_above(description: str | None) -> str:
    """The description without its marker."""
    text = (description or "").rstrip()
    return text.rpartition("\n")[0].rstrip() if parse(text) else text


def with_marker(text: str, org: str, ref: Ref, overrides: tuple[str, ...] = ()) -> str:
    """`text`, then the marker on a line of its own."""
    line = f"ownctl {org} {ref}" + (f" overrides {' '.join(overrides)}" if overrides else "")
    return f"{text.strip()}\n\n{line}" if text.strip() else line


def fingerprint(override: Override) -> str:
    """What tells an override of ours from one made by hand: it has no name to bear a marker itself.

    Eight hexadecimal digits over both people, start and end (UTC, whole seconds); not over the rotation, which keeps
    its overrides while it passes from a slot to another, and would have them taken for hand-made.
    """
    said = (
        str(override.person),
        str(override.instead_of),
        f"{override.start:%Y-%m-%dT%H:%M:%SZ}",
        f"{override.end:%Y-%m-%dT%H:%M:%SZ}",
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]
