"""A few requests at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Result = TypeVar("Result")

IN_FLIGHT = 4
"""PagerDuty advises to keep few requests in flight for one token."""


def in_parallel(tasks: Iterable[Callable[[], Result]]) -> list[Result]:
    """What each task gives, in their order. The first failure is raised, and what has not begun is not begun."""
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        try:
            return [future.result() for future in [pool.submit(task) for task in tasks]]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
