"""A plan for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.reconcile.changes import Action
from ownctl.render.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.effects import Duty, Effect
    from ownctl.reconcile.plan import Plan


def as_json(plan: Plan, requests: Mapping[str, int]) -> str:
    """The plan as one JSON object, version 1; times are RFC 3339 with offset."""
    return json_text(as_dict(plan, requests))


def as_dict(plan: Plan, requests: Mapping[str, int]) -> dict[str, Any]:
    """The plan as plain values, in the design's names."""
    return {
        "version": 1,
        "org": plan.org,
        "now": _time(plan.now),
        "changes": [_change(each) for each in plan.changes],
        "effects": [_effect(each) for each in plan.effects],
        "touches": [
            {
                "team": each.team,
                "how": str(each.how),
                "by": each.by,
                "people": list(each.people),
                "service": each.service,
            }
            for each in plan.touches
        ],
        "notes": [{"owner": each.owner, "text": each.text} for each in plan.notes],
        "obstacles": [{"message": each.message, "help": each.help} for each in plan.obstacles],
        "summary": {str(action): plan.number_of(action) for action in Action},
        "requests": dict(requests),
        "against": plan.against,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "action": str(change.action),
        "kind": str(change.ref.kind),
        "key": change.ref.key,
        "name": change.name,
        "owner": change.owner,
        "id": change.id,
        "takes_effect": _time(change.takes_effect) if change.takes_effect else None,
        "lost": change.lost,
        "seen": change.seen,
        "fields": [{"path": each.path, "before": each.before, "after": each.after} for each in change.fields],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "team": effect.team,
        "rotation": effect.rotation,
        "service": effect.service,
        "from": _time(effect.start),
        "until": _time(effect.end),
        "before": [_duty(each) for each in effect.before],
        "after": [_duty(each) for each in effect.after],
    }


def _duty(duty: Duty) -> dict[str, str]:
    return {"person": duty.person, "role": "buddy" if duty.buddy else "on-call"}


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
