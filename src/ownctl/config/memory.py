"""What earlier loads have read, so that a file whose bytes are the same is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Memory:
    """Hand the same to every load of files that are much alike. For one thread."""

    def __init__(self) -> None:
        self._before: dict[Any, Any] = {}
        self._now: dict[Any, Any] = {}

    def begin(self) -> None:
        """Begin a load: what neither it nor the one before uses will be forgotten."""
        self._before, self._now = self._now, {}

    def contents(self) -> set[bytes]:
        """What the files of this load and of the one before hold."""
        return {key[1] for keys in (self._before, self._now) for key in keys}

    def recall(self, make: Callable[[bytes, str, str], T], data: bytes, file: str, where: str = "") -> T:
        """What `make(data, file, where)` returns, made only once. It must be a value, which nobody changes."""
        key = make, data, file, where
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make(data, file, where)
        made: T = self._now[key]
        return made
