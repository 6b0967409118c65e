"""Where PagerDuty's own description contradicts itself, or is silent about what PagerDuty does: data, with reasons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exemption:
    """A finding that is none: at `place` in a body of this kind, whose message begins with `saying`."""

    template: str
    """The path's template begins with this."""
    place: str
    """A pattern (fnmatch) of the dotted path to the value, `*` for list places."""
    because: str
    saying: str = ""


EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        "/users",
        "*teams.*",
        "`include[]=teams` gives whole teams (type `team`), while the schema has references only",
        "'team' is not one of",
    ),
    Exemption(
        "/teams/{id}/members",
        "members.*.user.*",
        "`include[]=users` gives whole users (type `user`), while the schema has references only",
        "'user' is not one of",
    ),
    Exemption(
        "/services",
        "*integrations.*",
        "the field's own text: 'If `integrations` is passed as an argument, these are full objects', while its schema"
        " has references only",
        "'events_api_v2_inbound_integration' is not one of",
    ),
    Exemption(
        "/services",
        "*_timeout",
        "the field's own text: 'Value is `null` if the feature is disabled', while its type is integer",
        "None",
    ),
    Exemption(
        "/oncalls",
        "oncalls.*",
        "the fields' own texts: `start`, `end` null for who is on call for good, and then there is no schedule",
        "None",
    ),
)

UNDECLARED: dict[int, str] = {
    400: "many operations that check their input declare no 400 (DELETE of a schedule in use, PUT of a team, …)",
    402: "an account without an ability answers so everywhere",
    403: "a read-only token may write nowhere",
    404: "what an operation names may be gone",
    429: "the rate limit knows no exceptions",
    500: "a server may fail at anything",
}
"""Error statuses which are right on any operation, declared or not; their bodies are held to the error schemas."""
