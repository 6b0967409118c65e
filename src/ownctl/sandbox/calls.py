"""One request on its way through the account, and the table of who answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ownctl.sandbox.clock import instant
from ownctl.sandbox.refusals import invalid, not_found

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store


@dataclass(frozen=True)
class Query:
    """The query string: repeated `name[]` for lists."""

    pairs: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str | None:
        return next((value for key, value in self.pairs if key == name), None)

    def many(self, name: str) -> tuple[str, ...] | None:
        """The values of `name[]`, or None where it isn't there, which is not the same as an empty list."""
        found = tuple(value for key, value in self.pairs if key in (f"{name}[]", name))
        return found or None

    def flag(self, name: str) -> bool:
        value = self.one(name)
        if value not in (None, "true", "false"):
            raise invalid(name, "must be true or false")
        return value == "true"

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.one(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise invalid(name, f"must be an integer from {least} to {most}")
        return int(value)

    def moment(self, name: str) -> datetime | None:
        value = self.one(name)
        if value is None:
            return None
        try:
            return instant(value.replace(" ", "+"))  # a `+` that nobody escaped arrives as a space
        except ValueError:
            raise invalid(name, "must be an ISO 8601 time with offset") from None

    def includes(self, *known: str) -> frozenset[str]:
        """The values of `include[]`. Raises Refusal for one that the operation doesn't have."""
        asked = frozenset(self.many("include") or ())
        if unknown := asked.difference(known):
            raise invalid("", f"Include is invalid: {', '.join(sorted(unknown))}")
        return asked


@dataclass(frozen=True)
class Call:
    """What a handler gets: everything about the request, the account, and the moment."""

    store: Store
    now: datetime
    base: str
    """Where the account is reached, as the caller reached it: `http://127.0.0.1:8080`."""
    params: Mapping[str, str]
    query: Query
    body: Any
    headers: Mapping[str, str]
    paging_window: int

    def kept(self, kind: str, param: str = "id", *, below: str | None = None) -> Doc:
        """The object that the path names. Raises the 404."""
        key = self.params[param]
        doc = self.store.get(kind, key) if below is None else self.store.child(kind, below, key)
        if doc is None:
            raise not_found()
        return doc


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any = None


Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """One operation of the API."""

    method: str
    path: str
    handler: Handler = field(repr=False)
