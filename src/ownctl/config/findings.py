"""A finding: a place, a reason and a next step."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ownctl.config.spots import Spot


class Severity(StrEnum):
    """How much a finding weighs; `ignore` is a level of a rule, and no finding has it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    IGNORE = "ignore"


class Edit(NamedTuple):
    """A stretch of a file, and what is to stand there instead.

    Positions are those in the text, without a byte order mark; nothing in place of nothing at the very beginning means
    that the mark is to go.
    """

    spot: Spot
    """Half-open, as all spots; where it is empty, `text` is put in."""
    text: str
    """Empty where the stretch is to go."""

    @property
    def takes_mark(self) -> bool:
        """Whether it is the byte order mark that is to go."""
        return not self.text and self.spot[1:] == (1, 1, 1, 1)


class Fix(NamedTuple):
    """The one safe way out of a finding."""

    title: str
    """What it does, as an editor offers it: `write channel`."""
    edits: tuple[Edit, ...]
    """At least one. They don't overlap, and all positions are those before any of them."""
    within: Spot | None = None
    """What it looked at. After another fix in there, it may no longer be the right one."""

    @property
    def is_of_text(self) -> bool:
        """Whether lines and columns say it all: a byte order mark has none, and who reads text never sees it."""
        return not any(edit.takes_mark for edit in self.edits)


class Finding(NamedTuple):
    """One broken rule at one spot."""

    rule: str
    """The rule's kebab-case name."""
    severity: Severity
    message: str
    """What is wrong and why it matters, in one sentence without a full stop's worth of jargon."""
    help: str
    """What to type instead."""
    spot: Spot
    path: str = ""
    """The way to the value, as `teams.payments.members[2].person`."""
    fix: Fix | None = None
    """Only where one fix is right and touches nothing else; None where a person has to choose."""
