"""What the account says no to, in PagerDuty's words and codes.

Version 2 of the API lists its reasons, version 3 maps each field to its reasons (`V3ErrorResponse`); both are made
from the same value, so that a check is written once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Problems = dict[str, list[str]]
"""Field path (`schedule.name`; empty for the whole) to what is wrong with it."""

INVALID = 2001
NOT_FOUND = 2100
UNAUTHENTICATED = 2006
FORBIDDEN = 2010
LACKS_ABILITY = 2012
RATE_LIMITED = 2020
INTERNAL = 2000

CODES = {
    400: (INVALID, "Invalid Input Provided"),
    401: (UNAUTHENTICATED, "Authentication failed"),
    402: (LACKS_ABILITY, "Account does not have the abilities to perform the action"),
    403: (FORBIDDEN, "Access Denied"),
    404: (NOT_FOUND, "Not Found"),
    405: (NOT_FOUND, "Method Not Allowed"),
    413: (INVALID, "Request Entity Too Large"),
    429: (RATE_LIMITED, "Rate Limit Exceeded"),
    500: (INTERNAL, "Internal Server Error"),
}


@dataclass
class Refusal(Exception):
    """A request that is answered with an error; nothing of it takes effect."""

    status: int
    problems: Problems = field(default_factory=dict)


def invalid(where: str, *reasons: str) -> Refusal:
    """The 400 for one field (or, with an empty `where`, for the request as a whole)."""
    return Refusal(400, {where: list(reasons)})


def not_found() -> Refusal:
    return Refusal(404)


def error_body(refusal: Refusal, path: str) -> dict[str, Any]:
    """The answer's body: reasons by field below `/v3`, as sentences elsewhere."""
    code, message = CODES.get(refusal.status, (INTERNAL, "Internal Server Error"))
    error: dict[str, Any] = {"message": message, "code": code}
    if refusal.problems:
        mapped = path.startswith("/v3/") and refusal.status == 400
        error["errors"] = refusal.problems if mapped else sentences(refusal.problems)
    return {"error": error}


def sentences(problems: Problems) -> list[str]:
    """`{"team.name": ["has already been taken"]}` becomes `["Name has already been taken"]`."""
    return [
        f"{where.rpartition('.')[2].replace('_', ' ').capitalize()} {reason}" if where else reason
        for where, reasons in problems.items()
        for reason in reasons
    ]
