"""From files to what the account is to hold: load, check, compile; and stop where the files have errors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.cli.exits import Refused
from ownctl.cli.printing import show

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.account.resources import Desired
    from ownctl.config import Org


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the files say, as an org and as resources."""

    org: Org
    desired: Desired

    @property
    def digest(self) -> str:
        """What tells whether the files still say the same; comments and layout do not count."""
        return hashlib.sha256(repr(self.org).encode()).hexdigest()


def declaration(root: Path, now: datetime) -> Declaration:
    """Read and compile the files. Raises `Refused`, with the findings shown, where they have errors."""
    from ownctl.account import compile_org
    from ownctl.cli.validate import findings_of
    from ownctl.config import Severity
    from ownctl.config.limits import PAGERDUTY
    from ownctl.render.findings import text

    loaded, findings = findings_of(root, now)
    desired = None
    if loaded.org is not None and not any(each.severity is Severity.ERROR for each in findings):
        compiled = compile_org(loaded.org, now, PAGERDUTY)
        desired, findings = compiled.desired, (*findings, *compiled.findings)
    errors = tuple(each for each in findings if each.severity is Severity.ERROR)
    if errors or desired is None or loaded.org is None:
        show(text(errors, loaded.sources), err=True)
        raise Refused(
            f"the files have {len(errors)} error{'s' if len(errors) != 1 else ''}; nothing was asked of the account",
            f"mend them and see with: ownctl validate{'' if root == Path('ownership') else f' --root {root}'}",
        )
    return Declaration(loaded.org, desired)
