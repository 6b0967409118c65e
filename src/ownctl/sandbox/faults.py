"""What may go wrong on the way, as data: the n-th request that matches gets a bad answer, or none.

A fault is one JSON object: `{"kind": "lost-after", "on": "write", "nth": 3}`. An account without shift-based schedules
is `{"kind": "status", "status": 402, "path": "/v3/schedules", "times": null}`.
"""

from __future__ import annotations

import re
import threading
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Literal, get_args


class Kind(StrEnum):
    LOST_BEFORE = "lost-before"
    """The connection closes; nothing took effect."""
    LOST_AFTER = "lost-after"
    """The request takes effect; the connection closes without an answer."""
    STATUS = "status"
    """An error answer of `status`."""
    HTML = "html"
    """A page for people instead of JSON, with `status`."""
    HALF = "half"
    """The request takes effect; the connection closes in the middle of the answer."""
    SLOW = "slow"
    """The request takes effect; the answer comes `seconds` later."""
    PAGE_MISSING = "page-missing"
    """A list comes back empty, with `more` false, as if nothing were there."""


On = Literal["any", "read", "write"]


@dataclass(frozen=True)
class Fault:
    kind: Kind
    on: On = "any"
    """Which requests count: all, those that only read, or those that write."""
    method: str | None = None
    path: str | None = None
    """A regular expression that the path, with its query, begins with; None for all."""
    nth: int = 1
    """The first matching request that is hit, from 1."""
    times: int | None = 1
    """How many matching requests are hit from then on; None for all."""
    status: int = 500
    seconds: float = 5.0
    effect: bool = False
    """For `status` and `html`: whether the request takes effect all the same."""

    def matches(self, method: str, target: str) -> bool:
        if self.method not in (None, method):
            return False
        if self.on != "any" and (self.on == "read") != (method == "GET"):
            return False
        return self.path is None or re.match(self.path, target) is not None

    def hits(self, number: int) -> bool:
        """Whether the matching request of this number, from 1, is hit."""
        return number >= self.nth and (self.times is None or number < self.nth + self.times)

    @property
    def takes_effect(self) -> bool:
        if self.kind in (Kind.STATUS, Kind.HTML):
            return self.effect
        return self.kind is not Kind.LOST_BEFORE


def parse(data: Any) -> Fault:
    """Raises ValueError for what is no fault."""
    if not isinstance(data, dict) or "kind" not in data:
        raise ValueError("a fault is an object with a kind")
    known = {field.name for field in fields(Fault)}
    if unknown := sorted(data.keys() - known):
        raise ValueError(f"a fault has no {', '.join(unknown)}")
    fault = Fault(**{**data, "kind": Kind(data["kind"])})
    if fault.on not in get_args(On):
        raise ValueError("on is any, read or write")
    re.compile(fault.path or "")
    return fault


def dump(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "kind": fault.kind.value}


class Faults:
    """The faults of an account, each with its own count of the requests that matched it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: list[tuple[Fault, int]] = []

    def set(self, faults: tuple[Fault, ...]) -> None:
        """Replaces all faults and starts counting anew."""
        with self._lock:
            self._counts = [(fault, 0) for fault in faults]

    def listed(self) -> list[Fault]:
        with self._lock:
            return [fault for fault, _ in self._counts]

    def next(self, method: str, target: str) -> Fault | None:
        """The fault of this request: the first of those that hit it. All that match count it."""
        with self._lock:
            hit = None
            for place, (fault, seen) in enumerate(self._counts):
                if fault.matches(method, target):
                    self._counts[place] = (fault, seen + 1)
                    hit = hit or (fault if fault.hits(seen + 1) else None)
            return hit
