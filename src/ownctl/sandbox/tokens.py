"""Who may do what: one token for everything, one for reading. They guard nothing; they let clients be tried."""

from __future__ import annotations

import re
from enum import Enum

FULL_ACCESS = "sandbox-token-full-access"
READ_ONLY = "sandbox-token-read-only"

_HEADER = re.compile(r"(?:Token token=|Bearer )(?P<token>\S+)")


class Access(Enum):
    NONE = "none"
    READ = "read"
    FULL = "full"


def access(authorization: str | None) -> Access:
    """What an `Authorization` header allows: `Token token=…`, or `Bearer …` as OAuth clients write it."""
    found = _HEADER.fullmatch(authorization or "")
    token = found["token"] if found else None
    return {FULL_ACCESS: Access.FULL, READ_ONLY: Access.READ}.get(token or "", Access.NONE)
