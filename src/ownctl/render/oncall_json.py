"""Who is on call when, for programs, in version 1 of ownctl's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.render.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.oncall import OnCall, Span


def as_json(spans: Iterable[Span]) -> str:
    """One JSON document; times are RFC 3339 in UTC."""
    document = {"version": 1, "spans": [_span(span) for span in spans]}
    return json_text(document)


def people(found: Iterable[OnCall]) -> list[dict[str, str]]:
    """People with the roles in which they are on call."""
    return [{"person": one.person, "role": str(one.role)} for one in found]


def _span(span: Span) -> dict[str, Any]:
    return {
        "team": span.team,
        "rotation": span.rotation,
        "from": span.start.isoformat(),
        "until": span.end.isoformat(),
        "people": people(span.people),
    }
