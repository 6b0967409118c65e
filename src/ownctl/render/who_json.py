"""Who is paged for a service, for programs, in version 1 of ownctl's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.render.json_text import json_text
from ownctl.render.oncall_json import people

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.oncall import Told
    from ownctl.render.who import Answer


def as_json(answer: Answer) -> str:
    """One JSON document; times are RFC 3339 in UTC, `after` counts seconds from the page."""
    support = answer.team.support
    document = {
        "version": 1,
        "service": answer.key,
        "team": answer.team.team,
        "stage": str(answer.stage),
        "at": answer.at.isoformat(),
        "levels": [_level(told) for told in answer.levels],
        "next": [{**_level(told), "from": _time(answer.changes)} for told in answer.following],
        "turn_to": [{"team": each.team, "person": each.person, "for": each.for_} for each in support.turn_to],
        "channel": support.channel,
        "incident_flow": support.incident_flow,
        "runbook": answer.service.runbook,
        "past_incidents": [
            {"title": each.title, "date": each.on.isoformat() if each.on else None, "link": each.link}
            for each in support.past_incidents
        ],
    }
    return json_text(document)


def _level(told: Told) -> dict[str, Any]:
    return {"after": int(told.after.total_seconds()), "people": people(told.people), "until": _time(told.until)}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
