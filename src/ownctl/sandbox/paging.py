"""Lists: offset paging as PagerDuty does it, with the window beyond which it doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.sandbox.calls import Answer
from ownctl.sandbox.refusals import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ownctl.sandbox.calls import Call
    from ownctl.sandbox.store import Doc, Selection

WINDOW = 10_000
"""Records that offset paging can reach: `offset + limit` may not pass it."""


def bounds(call: Call, *, default: int = 25, most: int = 100) -> tuple[int, int]:
    """Offset and limit of a request. Raises Refusal beyond the window."""
    limit = call.query.whole("limit", default, 1, most)
    offset = call.query.whole("offset", 0, 0, 1_000_000_000)
    if offset + limit > call.paging_window:
        raise invalid("", f"Offset and limit may not exceed {call.paging_window} when added")
    return offset, limit


def page(
    call: Call,
    key: str,
    selection: Selection,
    show: Callable[[Doc], Doc],
    *,
    default: int = 25,
    most: int = 100,
) -> Answer:
    """One page of a selection of the store."""
    offset, limit = bounds(call, default=default, most=most)
    found = call.store.select(selection, offset=offset, limit=limit + 1)
    total = call.store.count(selection) if call.query.flag("total") else None
    body = {key: [show(doc) for doc in found[:limit]]} | _marks(offset, limit, len(found) > limit, total)
    return Answer(200, body)


def cut(call: Call, key: str, items: Sequence[Any], *, default: int = 25, most: int = 100) -> Answer:
    """One page of a list that is at hand as a whole."""
    offset, limit = bounds(call, default=default, most=most)
    total = len(items) if call.query.flag("total") else None
    body = {key: list(items[offset : offset + limit])} | _marks(offset, limit, len(items) > offset + limit, total)
    return Answer(200, body)


def _marks(offset: int, limit: int, more: bool, total: int | None) -> dict[str, Any]:
    return {"limit": limit, "offset": offset, "more": more, "total": total}
