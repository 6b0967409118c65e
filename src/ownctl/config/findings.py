"""A finding: a place, a reason and a next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ownctl.config.spots import Spot


class Severity(StrEnum):
    """How much a finding weighs; `ignore` is a level of a rule, and no finding has it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Finding:
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
