"""From files to what the account is to hold: load, check, compile; and stop where the files have errors."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownctl.cli.exits import Refused
from ownctl.cli.printing import show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ownctl.account.resources import Desired
    from ownctl.config import Finding, Loaded, Org


class Declaration(NamedTuple):
    """What the files say, as an org and as resources."""

    org: Org
    desired: Desired

    @property
    def digest(self) -> str:
        """What tells whether the files still say the same; comments and layout do not count."""
        return hashlib.sha256(repr(self.org).encode()).hexdigest()


class Broken(Refused):
    """The files have errors."""

    def __init__(self, message: str, help_: str, errors: tuple[Finding, ...], org: Org | None) -> None:
        super().__init__(message, help_)
        self.errors, self.org = errors, org


def declaration(root: Path, now: datetime) -> Declaration:
    """Read and compile the files. Raises `Broken`, with the findings shown, where they have errors."""
    from ownctl.account import compile_org
    from ownctl.config.limits import PAGERDUTY
    from ownctl.rules import examine

    loaded, findings = examine(root, now, errors_only=True)
    org = refuse_errors(root, loaded, findings)
    compiled = compile_org(org, now, PAGERDUTY)
    refuse_errors(root, loaded, compiled.findings)
    return Declaration(org, compiled.desired)


def refuse_errors(root: Path, loaded: Loaded, findings: Iterable[Finding]) -> Org:
    """What the files declare. Raises `Broken`, with the errors shown, if there is one among the findings."""
    from ownctl.config import Severity

    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    if not errors and loaded.org is not None:
        return loaded.org
    from ownctl.config.phrases import many
    from ownctl.render.findings import text

    show(text(errors, loaded.sources) + "\n", err=True)
    raise Broken(
        f"the files have {many(len(errors), 'error')}, so nothing is planned",
        f"mend them and see with: ownctl validate{'' if root == Path('ownership') else f' --root {root}'}",
        errors,
        loaded.org,
    )
