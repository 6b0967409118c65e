"""Values in sentences: cut where they get long, and called by their kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ownctl.config.outline import Place
from ownctl.config.spots import Mapping, Sequence

if TYPE_CHECKING:
    from ownctl.config.fixes import Correction


class Said(NamedTuple):
    """What is said about one mistake."""

    rule: str
    message: str
    help: str
    correction: Correction | None = None
    """Where one is safe."""


Words: TypeAlias = Callable[[Place, Any, Any], Said]

LONGEST_SHOWN = 60


def shown(value: Any) -> str:
    """A value in a sentence, cut where it gets long."""
    if isinstance(value, (Mapping, Sequence)):
        return kind_of(value)
    text = " ".join(_as_typed(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _as_typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def kind_of(value: Any) -> str:
    """What kind of value it is, in words."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, Sequence):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {shown(value)}"
    return f"the text `{shown(value)}`" if isinstance(value, str) else f"the date {shown(value)}"
