"""Custom shifts: one person, a fixed start and end, outside all rotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.association import settle_schedule
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.schedules import dated, horizon, members

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

_ASSIGNMENT = fields.Thing({"type": fields.Choice(("shift_assignment",)), "member": members.MEMBER}, ("type", "member"))
FORM: fields.Form = {
    "type": fields.Choice(("custom_shift",)),
    "start_time": fields.moment,
    "end_time": fields.moment,
    "assignments": fields.Listed(_ASSIGNMENT, 1, 1),
}
REQUIRED = ("type", "start_time", "end_time", "assignments")


def show(call: Call, doc: Doc) -> Doc:
    return dated.shown(call, doc, "custom_shift", "custom_shifts")


def list_custom_shifts(call: Call) -> Answer:
    docs = call.store.children("custom_shift", call.kept("schedule")["id"])
    return dated.listed(call, "custom_shifts", docs, show)


def get_custom_shift(call: Call) -> Answer:
    return Answer(200, {"custom_shift": show(call, _kept(call))})


def create_custom_shifts(call: Call) -> Answer:
    schedule = call.kept("schedule")["id"]
    made = []
    for number, given in enumerate(dated.posted(call, "custom_shifts", FORM, REQUIRED)):
        where = f"custom_shifts[{number}]"
        doc = horizon.read_span(call, where, given)
        if doc["end_time"] <= rfc3339(call.now):
            raise invalid(f"{where}.end_time", "cannot be in the past")
        doc["assignments"] = _assignments(call, where, given)
        made.append(call.store.add("custom_shift", doc, parent=schedule))
    settle_schedule(call.store, schedule, call.now)
    return Answer(201, {"custom_shifts": [show(call, doc) for doc in made]})


def update_custom_shift(call: Call) -> Answer:
    """Once it has started only its end can move, and not into the past."""
    doc, moment = _kept(call), rfc3339(call.now)
    given = fields.take(call.body, "custom_shift", {key: FORM[key] for key in FORM if key != "type"}, ())
    if doc["end_time"] <= moment:
        raise invalid("custom_shift", "Past custom shifts cannot be modified")
    if doc["start_time"] <= moment and given.keys() - {"end_time"}:
        raise invalid("custom_shift", "has started: only end_time can be modified")
    changed = doc | horizon.read_span(call, "custom_shift", doc | given)
    if changed["end_time"] < moment:
        raise invalid("custom_shift.end_time", "cannot be in the past")
    if "assignments" in given:
        changed["assignments"] = _assignments(call, "custom_shift", given)
    call.store.put("custom_shift", changed)
    settle_schedule(call.store, call.params["id"], call.now)
    return Answer(200, {"custom_shift": show(call, changed)})


def delete_custom_shift(call: Call) -> Answer:
    """One to come goes, a started one is cut at now, an ended one stays."""
    doc, moment = _kept(call), rfc3339(call.now)
    if doc["end_time"] <= moment:
        raise invalid("custom_shift", "has already ended")
    if doc["start_time"] >= moment:
        call.store.drop("custom_shift", doc["id"])
    else:
        call.store.put("custom_shift", doc | {"end_time": moment})
    settle_schedule(call.store, call.params["id"], call.now)
    return Answer(204)


def _kept(call: Call) -> Doc:
    return call.kept("custom_shift", "custom_shift_id", below=call.kept("schedule")["id"])


def _assignments(call: Call, where: str, given: Doc) -> list[Doc]:
    member = members.read(call.store, f"{where}.assignments", given["assignments"][0]["member"])
    assignment = call.store.add("assignment", {"type": "shift_assignment", "member": member})
    return [assignment]


ROUTES = (
    Route("GET", "/v3/schedules/{id}/custom_shifts", list_custom_shifts),
    Route("POST", "/v3/schedules/{id}/custom_shifts", create_custom_shifts),
    Route("GET", "/v3/schedules/{id}/custom_shifts/{custom_shift_id}", get_custom_shift),
    Route("PUT", "/v3/schedules/{id}/custom_shifts/{custom_shift_id}", update_custom_shift),
    Route("DELETE", "/v3/schedules/{id}/custom_shifts/{custom_shift_id}", delete_custom_shift),
)
