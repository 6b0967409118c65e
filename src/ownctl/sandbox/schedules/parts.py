"""Rotations and events as the API shows them. What was deleted stays in the store, unseen, for who was on call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox.refusals import not_found

if TYPE_CHECKING:
    from ownctl.sandbox.calls import Answer, Call
    from ownctl.sandbox.store import Doc, Store


def rotations(store: Store, schedule: str) -> list[Doc]:
    return [doc for doc in store.children("rotation", schedule) if "deleted_at" not in doc]


def events(store: Store, rotation: str) -> list[Doc]:
    """By when they start."""
    seen = [doc for doc in store.children("event", rotation) if "deleted_at" not in doc]
    return sorted(seen, key=lambda doc: (doc["effective_since"], doc["start_time"]["date_time"]))


def rotation_of(call: Call) -> Doc:
    """The rotation that the path names. Raises the 404."""
    return _seen(call.kept("rotation", "rotation_id", below=call.kept("schedule")["id"]))


def event_of(call: Call) -> Doc:
    """The event that the path names. Raises the 404."""
    return _seen(call.kept("event", "event_id", below=rotation_of(call)["id"]))


def show_rotation(call: Call, schedule: str, rotation: Doc) -> Doc:
    key = rotation["id"]
    return {
        "id": key,
        "type": "schedule_rotation",
        "self": f"{call.base}/v3/schedules/{schedule}/rotations/{key}",
        "html_url": f"{call.base}/web/schedule/{schedule}",
        "events": [show_event(call, schedule, key, doc) for doc in events(call.store, key)],
    }


def show_event(call: Call, schedule: str, rotation: str, event: Doc) -> Doc:
    return {
        "id": event["id"],
        "type": "schedule_event",
        **event,
        "self": f"{call.base}/v3/schedules/{schedule}/rotations/{rotation}/events/{event['id']}",
        "html_url": f"{call.base}/web/schedule/{schedule}",
    }


def untotalled(answer: Answer) -> Answer:
    """Lists below `/v3` have no `total`."""
    del answer.body["total"]
    return answer


def _seen(doc: Doc) -> Doc:
    if "deleted_at" in doc:
        raise not_found()
    return doc
