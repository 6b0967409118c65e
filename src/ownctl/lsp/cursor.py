"""Where in a file the cursor stands: which way leads there, and the word that stands there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """What the cursor would write."""

    KEY = "key"
    """Of the mapping at the path."""
    VALUE = "value"
    """At the path."""
    CHILD = "child"
    """The first line below the key at the path, or a further item of the list there."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a file as the models see it, and the word that stands there."""

    path: tuple[str | int, ...]
    role: Role
    word: str
    begin: int
    """The word's columns, from 0; both the cursor's where there is none."""
    end: int
    beside: Mapping[str, str]
    """The keys of the mapping around it, with their values as far as those are words."""
    top: Mapping[str, str]
    """The same of the whole file."""
    in_brackets: bool = False
    opens_item: bool = False
    """Whether it stands behind the dash of an item, where keys may begin as well."""
