"""The limit of requests a minute and token, and the headers that tell how much of it is left."""

from __future__ import annotations

import time
from dataclasses import dataclass

A_MINUTE = 960
WINDOW = 60.0
"""Seconds, by the machine's monotonic clock: the account's own clock may stand still."""


@dataclass(frozen=True)
class Allowance:
    """What is left after a request was counted."""

    limit: int
    remaining: int
    reset: int
    """Seconds until the count begins anew, rounded up."""
    granted: bool

    def headers(self) -> dict[str, str]:
        return {
            "ratelimit-limit": str(self.limit),
            "ratelimit-remaining": str(self.remaining),
            "ratelimit-reset": str(self.reset),
        }


class RateLimit:
    """A fixed window for each token."""

    def __init__(self, limit: int = A_MINUTE) -> None:
        self._limit = limit
        self._windows: dict[str, tuple[float, int]] = {}

    def count(self, token: str) -> Allowance:
        """Counts a request. One that is refused does not use up anything."""
        now = time.monotonic()
        began, used = self._windows.get(token, (now, 0))
        if now - began >= WINDOW:
            began, used = now, 0
        granted = used < self._limit
        used += granted
        self._windows[token] = (began, used)
        reset = max(1, -int(-(WINDOW - (now - began)) // 1))
        return Allowance(self._limit, self._limit - used, reset, granted)
