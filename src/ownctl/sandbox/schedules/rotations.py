"""Rotations: empty boxes for events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox.association import settle_schedule
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.paging import cut
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.schedules import lifetime, parts

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store

ACTIVE_A_SCHEDULE = 10
"""Rotations without events, or with one that isn't over; those of the past do not count."""


def list_rotations(call: Call) -> Answer:
    schedule = call.kept("schedule")["id"]
    shown = [parts.show_rotation(call, schedule, doc) for doc in parts.rotations(call.store, schedule)]
    return parts.untotalled(cut(call, "rotations", shown))


def get_rotation(call: Call) -> Answer:
    return Answer(200, {"rotation": parts.show_rotation(call, call.params["id"], parts.rotation_of(call))})


def create_rotation(call: Call) -> Answer:
    schedule = call.kept("schedule")["id"]
    if call.body not in (None, {}):
        raise invalid("rotation", "takes no fields: the request body must be empty or {}")
    counted = [doc for doc in parts.rotations(call.store, schedule) if _counts(call.store, doc, call.now)]
    if len(counted) >= ACTIVE_A_SCHEDULE:
        raise invalid("schedule.rotations", f"may not be more than {ACTIVE_A_SCHEDULE} active ones")
    rotation = call.store.add("rotation", {}, parent=schedule)
    return Answer(201, {"rotation": parts.show_rotation(call, schedule, rotation)})


def delete_rotation(call: Call) -> Answer:
    """Past shifts stay as they were, the running one ends now, and those to come are gone, overrides included."""
    rotation = parts.rotation_of(call)
    for event in call.store.children("event", rotation["id"]):
        lifetime.end_event(call.store, event, call.now)
    for override in call.store.children("override", call.params["id"]):
        if override.get("rotation_id") == rotation["id"]:
            lifetime.end_override(call.store, override, call.now)
    call.store.put("rotation", rotation | {"deleted_at": rfc3339(call.now)})
    settle_schedule(call.store, call.params["id"], call.now)
    return Answer(204)


def _counts(store: Store, rotation: Doc, now: datetime) -> bool:
    events = parts.events(store, rotation["id"])
    return not events or any(lifetime.state(event, now) is not lifetime.State.PAST for event in events)


ROUTES = (
    Route("GET", "/v3/schedules/{id}/rotations", list_rotations),
    Route("POST", "/v3/schedules/{id}/rotations", create_rotation),
    Route("GET", "/v3/schedules/{id}/rotations/{rotation_id}", get_rotation),
    Route("DELETE", "/v3/schedules/{id}/rotations/{rotation_id}", delete_rotation),
)
