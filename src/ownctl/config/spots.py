"""Where a value stood in the files: lists and mappings that remember the spot of each of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence as Steps


class Spot(NamedTuple):
    """A stretch of one file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    file: str
    """The path as the user would type it: relative to the working directory where that is possible."""
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Span(NamedTuple):
    """Begin and end as libyaml counts them, from 0. Most are never looked at, so they stay as they come."""

    start: Any
    end: Any
    file: str = ""
    """Where the value stands in another file than what is around it: a service beside its team."""

    def spot(self, file: str) -> Spot:
        """The same, as people count, in `file` unless the span knows better."""
        start, end, other = self
        return Spot(other or file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class Indirect(Span):
    """The span of an alias, or of a value with an anchor or a tag: what stands there is more than the value."""

    __slots__ = ()


NOTHING_BROKEN: frozenset[str | int] = frozenset()


class Mapping(dict[str, Any]):
    """A YAML mapping: its file and span, and the spans of each key and each value."""

    __slots__ = ("broken", "file", "keys_at", "span", "values_at")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.keys_at: dict[str, Span] = {}
        self.values_at: dict[str, Span] = {}
        self.broken: frozenset[str | int] = NOTHING_BROKEN
        """Keys that stand in the file, but whose value is missing here, or incomplete, because it is wrong."""


class Sequence(list[Any]):
    """A YAML sequence: its file and span, and the span of each item."""

    __slots__ = ("broken", "file", "span", "values_at")

    def __init__(self, file: str, span: Span) -> None:
        super().__init__()
        self.file = file
        self.span = span
        self.values_at: list[Span] = []
        self.broken: frozenset[str | int] = NOTHING_BROKEN


Node: TypeAlias = Mapping | Sequence
Path: TypeAlias = "tuple[str | int, ...]"
"""The way from a file's root to a value: keys of mappings and indexes of sequences."""


def value_spot(node: Node, *path: str | int) -> Spot:
    """The spot of the value at `path` below `node`, or of the nearest part above it that exists in the file."""
    here: Any = node
    file, span = node.file, node.span
    for step in path:
        try:
            file, span = here.file, here.values_at[step]
            here = here[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
        if isinstance(here, (Mapping, Sequence)):
            file, span = here.file, here.span
    return span.spot(file)


def key_spot(node: Node, *path: str | int) -> Spot:
    """The spot of the key at the end of `path`; of the value where a sequence's item or nothing stands there."""
    *above, last = path
    here = descend(node, above)
    if isinstance(here, Mapping) and last in here.keys_at:
        return here.keys_at[str(last)].spot(here.file)
    return value_spot(node, *path)


def descend(node: Any, path: Steps[str | int]) -> Any:
    """The value at `path` below `node`, or None where the file has nothing there."""
    here: Any = node
    for step in path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def node_path(node: Mapping, location: Steps[str | int]) -> Path:
    """The path in the file of pydantic's location, which names branches of unions, too, and what is missing."""
    here: Any = node
    path: list[str | int] = []
    for step in location:
        if isinstance(here, Mapping) and step in here:
            here = here[str(step)]
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def is_direct(node: Node, *path: str | int) -> bool:
    """Whether nothing but the value stands at `path`: no alias, anchor or tag."""
    above = descend(node, path[:-1])
    try:
        return not isinstance(above.values_at[path[-1]], Indirect)
    except (AttributeError, KeyError, IndexError, TypeError):
        return False


def dotted(path: Steps[str | int], where: str = "") -> str:
    """A path as people write it, after what it goes on from: `teams.payments.members[2].person`."""
    text = where
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
