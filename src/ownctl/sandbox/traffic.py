"""What came in and what went out, for the log and for whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. Of the headers only `From` is kept; the token never is."""

    method: str
    path: str
    query: str
    """As it came, without the question mark."""
    sender: str | None
    """The `From` header."""
    body: Any
    status: int
    response: Any
    """None where it had no body, or none of JSON."""
    fault: str | None
    """The kind of the fault that hit it. A lost answer has the status that it would have had."""

    def entry(self) -> Doc:
        """For the log, which leaves the answer out: a year of them would fill the memory."""
        return {
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "body": self.body,
            "fault": self.fault,
        }
