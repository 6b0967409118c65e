"""The account's clock: real time, or a moment that stands still until it is set again."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

VARIABLE = "OWNCTL_NOW"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


def instant(text: str) -> datetime:
    """An RFC 3339 time with its offset, as UTC. Raises ValueError for anything else, a time without offset included."""
    if not _RFC3339.fullmatch(text):
        raise ValueError(f"not an RFC 3339 time with offset: {text}")
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """UTC with `Z`, to the second, as PagerDuty writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Clock:
    """`now()` in whole seconds: PagerDuty's times have no fractions, and a fraction kept would not survive a read."""

    def __init__(self, fixed: datetime | None = None) -> None:
        self._fixed = fixed

    @classmethod
    def from_environment(cls) -> Clock:
        """Follows `OWNCTL_NOW` where it is set. Raises ValueError where it isn't RFC 3339."""
        text = os.environ.get(VARIABLE)
        return cls(instant(text) if text else None)

    def set(self, moment: datetime | None) -> None:
        """Stops the clock at `moment`; None lets it follow the real one again."""
        self._fixed = moment

    def now(self) -> datetime:
        return (self._fixed or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
