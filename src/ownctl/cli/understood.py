"""Files that can be understood, whatever the rules find in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from ownctl.cli.exits import CannotRun, Refused
from ownctl.cli.printing import show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ownctl.config import Loaded, Org

T = TypeVar("T")
MOST = 12
"""How many names an error lists."""


def understood(root: Path) -> Org:
    """What the files declare. Raises as `files_understood` does."""
    return files_understood(root, "nobody can say who is on call")[1]


def files_understood(root: Path, otherwise: str) -> tuple[Loaded, Org]:
    """The files, and what they declare.

    Raises NoTree where there are none, Refused (with what is wrong shown) where they can't be understood;
    `otherwise` is what follows from that.
    """
    from ownctl.config import load

    loaded = load(root)
    if loaded.org is not None and loaded.understood:
        return loaded, loaded.org
    from ownctl.config import Severity
    from ownctl.render.findings import text

    errors = [finding for finding in loaded.findings if finding.severity is Severity.ERROR]
    show(text(errors, loaded.sources) + "\n", err=True)
    raise Refused(f"the files can't be understood, so {otherwise}", "see: ownctl validate")


def contradicted(org: Org, team: str, rotation: str) -> bool:
    """Whether a rotation's own settings contradict each other; that is said on standard error."""
    from ownctl.oncall import contradictions
    from ownctl.render.contradictions import sentence

    problems = contradictions(org, team, rotation)
    if problems:
        show(click.style("in doubt: ", fg="yellow") + sentence(org, problems[0]), err=True)
    return bool(problems)


def named(kind: str, key: str, known: Mapping[str, T]) -> T:
    """What is declared under a key. Raises CannotRun, with what was probably meant, where nothing is."""
    if key in known:
        return known[key]
    from difflib import get_close_matches

    close = get_close_matches(key.lower(), known, n=1)
    listed = ", ".join(sorted(known)[:MOST]) or "none yet"
    listed += f" and {len(known) - MOST} more" if len(known) > MOST else ""
    raise CannotRun(
        f"there is no {kind} `{key}`", f"did you mean `{close[0]}`?" if close else f"the {kind}s are: {listed}"
    )
