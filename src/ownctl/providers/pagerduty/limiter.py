"""The account's rate limit, followed across threads, so that a 429 is seldom met.

Every answer says how many requests are left (`ratelimit-remaining`) and in how many seconds the count begins anew
(`ratelimit-reset`); https://developer.pagerduty.com/docs/rest-api-rate-limits.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ownctl.providers.pagerduty.errors import not_waited_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOW = 60.0
"""Seconds: the limit is counted by the minute, so a later reset than that is a mistake."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What the account's rate limit leaves at a moment."""

    left: int | None
    """Requests that may still be sent before the count begins anew; None where nothing is known."""
    wait: float
    """Seconds until one may be sent; 0 where one may be."""


class Limiter:
    """Lets a request go when the account has one left for it."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], object] | None = None
    ) -> None:
        self._over = threading.Event()
        self._clock, self._sleep = clock, sleep or self._over.wait
        self._lock = threading.Lock()
        self._left: int | None = None
        """Requests that may still be sent before the reset; None where nothing is known."""
        self._resets_at = 0.0
        self._in_flight = 0

    def enter(self) -> None:
        """Wait until a request may be sent, and count it as sent. Raises `AccountError` after `end`."""
        while (pause := self._claim()) > 0:
            if not self._over.is_set():
                self._sleep(pause)
            if self._over.is_set():
                raise not_waited_for()

    def end(self) -> None:
        """Let nobody wait any longer, in whatever thread: what would have to wait is not sent."""
        self._over.set()

    def leave(self, headers: Mapping[str, str] | None) -> None:
        """Learn from an answer's headers; None where none came."""
        with self._lock:
            self._in_flight -= 1
            left, reset = (_number(headers, "ratelimit-remaining"), _number(headers, "ratelimit-reset"))
            if left is None or reset is None:
                return
            # Requests in flight may or may not be counted in the answer; taken as not, the limit is never passed.
            left, resets_at = max(int(left) - self._in_flight, 0), self._clock() + min(reset, WINDOW)
            if self._left is None or resets_at > self._resets_at + WINDOW / 2:
                self._left, self._resets_at = left, resets_at
            else:
                # Of the same minute: answers overtake each other, and an older one knows of fewer requests.
                self._left = min(self._left, left)

    def refused(self, headers: Mapping[str, str] | None, attempt: int) -> float:
        """Hold all requests back after a 429, and say for how many seconds.

        Until the reset that the answer names; where it names none, 1, 2, 4 … seconds by `attempt` (from 0).
        """
        reset = _number(headers, "ratelimit-reset")
        pause = max(min(reset, WINDOW), 1.0) if reset is not None else min(2.0**attempt, WINDOW)
        with self._lock:
            self._left, self._resets_at = 0, self._clock() + pause
        return pause

    def rate(self) -> Rate:
        """What is left now, for people who wait."""
        with self._lock:
            rest = self._resets_at - self._clock()
            if rest <= 0:
                return Rate(None, 0.0)
            return Rate(self._left, rest if self._left == 0 else 0.0)

    def _claim(self) -> float:
        """Seconds until the next try; 0 where a request has been claimed."""
        with self._lock:
            if self._left == 0:
                pause = self._resets_at - self._clock()
                if pause > 0:
                    return pause
                self._left = None
            if self._left is not None:
                self._left -= 1
            self._in_flight += 1
            return 0.0


def _number(headers: Mapping[str, str] | None, name: str) -> float | None:
    text = (headers or {}).get(name, "")
    return float(text) if text.isascii() and text.isdigit() else None
