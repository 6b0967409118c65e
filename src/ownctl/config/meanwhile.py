"""Something that another thread does, such as waiting for git, while this one reads and thinks."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Meanwhile(Generic[T]):
    """What `work` returns or raises, for whoever calls this once they need it. It begins at once."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done: list[T] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def __call__(self) -> T:
        self._thread.join()
        if self._error:
            raise self._error
        return self._done[0]

    def _run(self) -> None:
        try:
            self._done.append(self._work())
        except Exception as error:  # noqa: BLE001  # it is raised where the answer is asked for
            self._error = error
