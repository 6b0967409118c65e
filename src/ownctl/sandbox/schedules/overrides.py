"""Overrides: somebody else, or nobody, in one person's place for a span. They carry neither name nor description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.refusals import invalid, not_found
from ownctl.sandbox.schedules import dated, horizon, lifetime, members

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

FORM: fields.Form = {
    "type": fields.Choice(("override_shift",)),
    "rotation_id": fields.Text(shortest=1),
    "custom_shift_id": fields.Text(shortest=1),
    "start_time": fields.moment,
    "end_time": fields.moment,
    "overridden_member": members.MEMBER,
    "overriding_member": members.MEMBER,
}
REQUIRED = ("type", "start_time", "end_time", "overridden_member", "overriding_member")
CHANGEABLE: fields.Form = {name: FORM[name] for name in ("start_time", "end_time", "overriding_member")}


def show(call: Call, doc: Doc) -> Doc:
    return dated.shown(call, doc, "override_shift", "overrides")


def list_overrides(call: Call) -> Answer:
    docs = call.store.children("override", call.kept("schedule")["id"])
    return dated.listed(call, "overrides", [doc for doc in docs if "deleted_at" not in doc], show)


def get_override(call: Call) -> Answer:
    return Answer(200, {"override": show(call, _kept(call))})


def create_overrides(call: Call) -> Answer:
    schedule = call.kept("schedule")["id"]
    made = []
    for number, given in enumerate(dated.posted(call, "overrides", FORM, REQUIRED)):
        where = f"overrides[{number}]"
        doc = _source(call, schedule, where, given) | horizon.read_span(call, where, given)
        if doc["end_time"] <= rfc3339(call.now):
            raise invalid(f"{where}.end_time", "cannot be in the past")
        for role in ("overridden_member", "overriding_member"):
            doc[role] = members.read(call.store, f"{where}.{role}", given[role])
        made.append(call.store.add("override", doc, parent=schedule))
    return Answer(201, {"overrides": [show(call, doc) for doc in made]})


def update_override(call: Call) -> Answer:
    doc = _kept(call)
    given = fields.take(call.body, "override", CHANGEABLE, ())
    if doc["end_time"] <= rfc3339(call.now):
        raise invalid("override", "Past overrides cannot be modified")
    changed = doc | horizon.read_span(call, "override", doc | given)
    if changed["end_time"] < rfc3339(call.now):
        raise invalid("override.end_time", "cannot be in the past")
    if "overriding_member" in given:
        where = "override.overriding_member"
        changed["overriding_member"] = members.read(call.store, where, given["overriding_member"])
    return Answer(200, {"override": show(call, call.store.put("override", changed))})


def delete_override(call: Call) -> Answer:
    lifetime.end_override(call.store, _kept(call), call.now)
    return Answer(204)


def _kept(call: Call) -> Doc:
    doc = call.kept("override", "override_id", below=call.kept("schedule")["id"])
    if "deleted_at" in doc:
        raise not_found()
    return doc


def _source(call: Call, schedule: str, where: str, given: Doc) -> Doc:
    """The rotation or the custom shift of the schedule that is overridden, and only one of the two."""
    named: Doc = {key: given[key] for key in ("rotation_id", "custom_shift_id") if key in given}
    if len(named) != 1:
        raise invalid(where, "must reference either a rotation_id or a custom_shift_id, not both")
    ((key, value),) = named.items()
    doc = call.store.child(key.removesuffix("_id"), schedule, value)
    if doc is None or "deleted_at" in doc:
        raise invalid(f"{where}.{key}", "does not exist in this schedule")
    return named


ROUTES = (
    Route("GET", "/v3/schedules/{id}/overrides", list_overrides),
    Route("POST", "/v3/schedules/{id}/overrides", create_overrides),
    Route("GET", "/v3/schedules/{id}/overrides/{override_id}", get_override),
    Route("PUT", "/v3/schedules/{id}/overrides/{override_id}", update_override),
    Route("DELETE", "/v3/schedules/{id}/overrides/{override_id}", delete_override),
)
