"""What a provider is asked to read: whose objects, whose names, whose people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.account.resources import Kind, Ref


@dataclass(frozen=True, slots=True)
class Wanted:
    """What this org knows before it has seen the account."""

    org: str
    """The key in the markers of what is ours."""
    people: Mapping[str, str]
    """Keys of people by their e-mail in lower case."""
    names: Mapping[Kind, frozenset[str]]
    """The declared names of teams, schedules, policies and services."""
    known_schedules: Mapping[str, Ref] = field(default_factory=dict)
    """Schedules by id that an earlier read has seen and that need not be read again; empty reads all of ours."""
    overridden: frozenset[str] = frozenset()
    """The declared names of schedules for which the files have overrides."""
