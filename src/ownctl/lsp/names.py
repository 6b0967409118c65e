"""Every name in a file, where it is declared and where it is meant, by position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.config.spots import Mapping, Sequence
from ownctl.lsp.meaning import DECLARES, KEYS_DECLARE, KEYS_REFER, REFERS, Expected, Kind, Name, below, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Declared, Spot
    from ownctl.config.spots import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A name at a spot."""

    name: Name
    spot: Spot
    """With its quotes, anchor or the like."""
    declares: bool
    about: str = ""
    """What it is called by people, where it is declared with a name for them."""


def marks(node: Mapping, model: type[Declared]) -> tuple[Mark, ...]:
    """All names in a file that holds what `model` describes, in the order of the file."""
    found = set(_below(node, Expected(model, None, ""), _Around(_text(node, "team"), _text(node, "service"))))
    return tuple(sorted(found, key=lambda mark: mark.spot))


@dataclass(frozen=True, slots=True)
class _Around:
    """Whose rotations and alerts are meant."""

    team: str
    service: str = ""


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _below(node: Any, expected: Expected, around: _Around) -> Iterator[Mark]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            inner = _entered(key, expected, around)
            yield from _of_key(node, key, value, expected, inner)
            yield from _of_value(node.file, node.values_at[key], value, below(expected, key), _beside(node, around))
            yield from _below(value, below(expected, key), inner)
    elif isinstance(node, Sequence):
        for index, (value, span) in enumerate(zip(node, node.values_at, strict=True)):
            yield from _of_value(node.file, span, value, below(expected, index), around)
            yield from _below(value, below(expected, index), around)


def _entered(key: str, expected: Expected, around: _Around) -> _Around:
    kind = named(KEYS_DECLARE, expected.field) if expected.model is None else None
    return _Around(around.team, key) if kind is Kind.SERVICE else around


def _beside(node: Mapping, around: _Around) -> _Around:
    """A target that names a team means a rotation of that one."""
    team = node.get("team")
    return _Around(team, around.service) if isinstance(team, str) else around


def _of_key(node: Mapping, key: str, value: Any, expected: Expected, around: _Around) -> Iterator[Mark]:
    if expected.model is not None:
        return
    kind, declares = named(KEYS_DECLARE, expected.field), True
    if kind is None:
        kind, declares = named(KEYS_REFER, expected.field), False
    if kind is not None:
        about = _text(value, "name") if isinstance(value, Mapping) else ""
        yield Mark(scoped(kind, key, around.team, around.service), node.keys_at[key].spot(node.file), declares, about)


def _of_value(file: str, span: Span, value: Any, expected: Expected, around: _Around) -> Iterator[Mark]:
    if not isinstance(value, str):
        return
    kind, declares = named(REFERS, expected.field), False
    if kind is None:
        kind, declares = named(DECLARES, expected.field), True
    if kind is None or (expected.words and value in expected.words):
        return
    if expected.part(tuple):
        return  # a word where a list of names may stand
    yield Mark(scoped(kind, value, around.team, around.service), span.spot(file), declares)


def scoped(kind: Kind, key: str, team: str, service: str) -> Name:
    """The name, with the team or service that it belongs to where it needs one."""
    return Name(kind, key, {Kind.ROTATION: team, Kind.ALERT: service}.get(kind, ""))
