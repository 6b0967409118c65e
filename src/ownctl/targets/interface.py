"""What a target gets and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from ownctl.config import Finding, Org


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to build from."""

    org: Org
    now: datetime
    """With an offset."""
    tree: str
    """The folder of the ownership files, from the repository's root, with `/` between its parts; empty for the root."""
    placed: Callable[[str], str]
    """Where the file of a spot stands, from the repository's root."""


@dataclass(frozen=True, slots=True)
class Built:
    """What is to be written, and what stands in the way of it, or of its being of use."""

    files: Mapping[str, str]
    """Texts by path below the folder that the user names."""
    findings: tuple[Finding, ...]
    """With one error among them, nothing is written."""


class Target(Protocol):
    """Makes files of what is declared. Pure: the same input gives the same files, byte for byte."""

    def __call__(self, given: Given) -> Built:
        """Raises nothing: what the target can't say is a finding."""
