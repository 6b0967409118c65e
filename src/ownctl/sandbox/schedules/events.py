"""Events: the recurring windows of a rotation, and who rotates through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.sandbox import fields
from ownctl.sandbox.association import settle_schedule
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import instant, rfc3339
from ownctl.sandbox.paging import cut
from ownctl.sandbox.refusals import Refusal, invalid
from ownctl.sandbox.schedules import horizon, lifetime, members, parts, recurrence
from ownctl.sandbox.schedules.lifetime import State

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store

ALIVE_A_ROTATION = 5
"""Events of a rotation that are active or to come; past ones do not count."""
ROTATING = "rotating_member_assignment_strategy"
EVERYBODY = "every_member_assignment_strategy"
PAST = "Past events cannot be modified"

_ZONED = fields.Thing({"date_time": fields.moment, "time_zone": fields.zone}, ("date_time", "time_zone"))


def _strategy(value: Any) -> str | None:
    form: fields.Form = {
        "type": fields.Choice((ROTATING, EVERYBODY)),
        "shifts_per_member": fields.optional(fields.Whole(1)),
        "members": fields.Listed(members.MEMBER, 1, 20),
    }
    wrong = fields.Thing(form, ("type", "members"))(value)
    if not wrong and value["type"] == ROTATING and not value.get("shifts_per_member"):
        return f"shifts_per_member {fields.BLANK}"
    return wrong


FORM: fields.Form = {
    "name": fields.Text(255, shortest=1),
    "start_time": _ZONED,
    "end_time": _ZONED,
    "effective_since": fields.moment,
    "effective_until": fields.optional(fields.moment),
    "recurrence": lambda value: fields.Listed(fields.Text(), 1)(value) or recurrence.check(value),
    "assignment_strategy": _strategy,
}
REQUIRED = ("name", "start_time", "end_time", "effective_since", "recurrence", "assignment_strategy")


def list_events(call: Call) -> Answer:
    schedule, rotation = call.params["id"], parts.rotation_of(call)["id"]
    shown = [parts.show_event(call, schedule, rotation, doc) for doc in parts.events(call.store, rotation)]
    return parts.untotalled(cut(call, "events", shown))


def get_event(call: Call) -> Answer:
    return _answer(call, 200, parts.event_of(call))


def create_event(call: Call) -> Answer:
    rotation = parts.rotation_of(call)["id"]
    event = _parse(call, fields.take(call.body, "event", FORM, REQUIRED))
    others = parts.events(call.store, rotation)
    if sum(lifetime.state(other, call.now) is not State.PAST for other in others) >= ALIVE_A_ROTATION:
        raise invalid("rotation.events", f"may not be more than {ALIVE_A_ROTATION} in one rotation")
    _refuse_overlap(event, others)
    event = call.store.add("event", event, parent=rotation)
    settle_schedule(call.store, call.params["id"], call.now)
    return _answer(call, 201, event)


def update_event(call: Call) -> Answer:
    event = parts.event_of(call)
    state = lifetime.state(event, call.now)
    given = fields.take(call.body, "event", FORM, ())
    if state is State.PAST:
        raise invalid("event", PAST)
    if state is State.ACTIVE:
        if frozen := sorted(given.keys() - {"effective_until"}):
            raise Refusal(400, {f"event.{name}": ["cannot be changed on an active event"] for name in frozen})
        changed = event | _parse_until(call, event["effective_since"], given)
    else:
        changed = {"id": event["id"]} | _parse(call, event | given)
    others = [doc for doc in parts.events(call.store, call.params["rotation_id"]) if doc["id"] != event["id"]]
    _refuse_overlap(changed, others)
    call.store.put("event", changed)
    settle_schedule(call.store, call.params["id"], call.now)
    return _answer(call, 200, changed)


def delete_event(call: Call) -> Answer:
    """One that is active ends now: what it did before stays on record. A past one can't be touched."""
    event = parts.event_of(call)
    if lifetime.state(event, call.now) is State.PAST:
        raise invalid("event", PAST)
    lifetime.end_event(call.store, event, call.now)
    settle_schedule(call.store, call.params["id"], call.now)
    return Answer(204)


def _answer(call: Call, status: int, event: Doc) -> Answer:
    shown = parts.show_event(call, call.params["id"], call.params["rotation_id"], event)
    return Answer(status, {"event": shown})


def _parse(call: Call, given: Doc) -> Doc:
    """A whole event as it is kept. Raises Refusal for times and members that don't fit together."""
    start = horizon.read(call, "event.start_time", given["start_time"]["date_time"])
    end = horizon.read(call, "event.end_time", given["end_time"]["date_time"])
    if start >= end:
        raise invalid("event.end_time", "must be after start_time")
    since = max(horizon.read(call, "event.effective_since", given["effective_since"]), call.now)
    return {
        "name": given["name"],
        "start_time": _normalised(start, given["start_time"]),
        "end_time": _normalised(end, given["end_time"]),
        "effective_since": rfc3339(since),
        **_parse_until(call, rfc3339(since), {"effective_until": None, **given}),
        "recurrence": given["recurrence"],
        "assignment_strategy": _parse_strategy(call.store, given["assignment_strategy"]),
    }


def _parse_until(call: Call, since: str, given: Doc) -> Doc:
    """`effective_until` lies after the event's beginning, and not in the past: history is not rewritten."""
    if given.get("effective_until") is None:
        return {"effective_until": None} if "effective_until" in given else {}
    until = horizon.read(call, "event.effective_until", given["effective_until"])
    if until <= instant(since):
        raise invalid("event.effective_until", "must be after effective_since")
    if until < call.now:
        raise invalid("event.effective_until", "cannot be in the past")
    return {"effective_until": rfc3339(until)}


def _parse_strategy(store: Store, given: Doc) -> Doc:
    where = "event.assignment_strategy.members"
    strategy: Doc = {
        "type": given["type"],
        "members": [members.read(store, where, member) for member in given["members"]],
    }
    if given["type"] == ROTATING:
        strategy["shifts_per_member"] = given["shifts_per_member"]
    return strategy


def _refuse_overlap(event: Doc, others: list[Doc]) -> None:
    """Two events of a rotation share no moment of `[effective_since, effective_until)`, whatever their windows."""
    since, until = event["effective_since"], event["effective_until"] or "9"
    for other in others:
        if other["effective_since"] < until and since < (other["effective_until"] or "9"):
            raise invalid("event.effective_since", f"overlaps with event {other['name']} of the same rotation")


def _normalised(moment: datetime, zoned: Doc) -> Doc:
    return {"date_time": rfc3339(moment), "time_zone": zoned["time_zone"]}


_PATH = "/v3/schedules/{id}/rotations/{rotation_id}/events"
ROUTES = (
    Route("GET", _PATH, list_events),
    Route("POST", _PATH, create_event),
    Route("GET", f"{_PATH}/{{event_id}}", get_event),
    Route("PUT", f"{_PATH}/{{event_id}}", update_event),
    Route("DELETE", f"{_PATH}/{{event_id}}", delete_event),
)
