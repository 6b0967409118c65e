"""Where a value stood in the files: lists and mappings that remember the spot of each of their parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A stretch of one file. Lines and columns count from 1; the end is exclusive, as editors have it."""

    file: str
    """The path as the user would type it: relative to the working directory where that is possible."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Mapping(dict[str, Any]):
    """A YAML mapping: its own spot, and the spots of each key and each value."""

    __slots__ = ("keys_at", "spot", "values_at")

    def __init__(self, spot: Spot) -> None:
        super().__init__()
        self.spot = spot
        self.keys_at: dict[str, Spot] = {}
        self.values_at: dict[str, Spot] = {}


class Sequence(list[Any]):
    """A YAML sequence: its own spot, and the spot of each item."""

    __slots__ = ("spot", "values_at")

    def __init__(self, spot: Spot) -> None:
        super().__init__()
        self.spot = spot
        self.values_at: list[Spot] = []


Path = tuple[str | int, ...]
"""The way from a file's root to a value: keys of mappings and indexes of sequences."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value within a tree, by its path; what findings point at."""

    spot: Spot
    path: Path = field(default=())


def value_spot(node: Mapping | Sequence, *path: str | int) -> Spot:
    """The spot of the value at `path` below `node`, or of the nearest part above it that exists in the file."""
    here: Any = node
    spot = node.spot
    for step in path:
        try:
            spot = here.values_at[step]
            here = here[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return spot


def key_spot(node: Mapping | Sequence, *path: str | int) -> Spot:
    """The spot of the key at the end of `path`; of the value where a sequence's item or nothing stands there."""
    *above, last = path
    here: Any = node
    for step in above:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return value_spot(node, *path)
    if isinstance(here, Mapping) and last in here.keys_at:
        return here.keys_at[str(last)]
    return value_spot(node, *path)
