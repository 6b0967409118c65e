"""Incidents over the REST API: list, show, acknowledge, resolve, reassign."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from ownctl.sandbox import fields, incidents
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.paging import cut
from ownctl.sandbox.references import links, reference, references
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.store import Selection
from ownctl.sandbox.users import require_from

if TYPE_CHECKING:
    from collections.abc import Callable

    from ownctl.sandbox.store import Doc

INCLUDES = (
    "acknowledgers",
    "agents",
    "assignees",
    "conference_bridge",
    "escalation_policies",
    "first_trigger_log_entries",
    "priorities",
    "services",
    "teams",
    "users",
)
STATUSES = ("triggered", "acknowledged", "resolved")
AT_ONCE = 250

_ASSIGNMENT = fields.Thing({"assignee": fields.Reference(("user_reference", "user"))}, ("assignee",))
FORM: fields.Form = {
    "id": fields.Text(shortest=1),
    "type": fields.Choice(("incident", "incident_reference")),
    "status": fields.Choice(("resolved", "acknowledged", "triggered")),
    "title": fields.Text(shortest=1),
    "urgency": fields.Choice(("high", "low")),
    "escalation_level": fields.Whole(1),
    "assignments": fields.Listed(_ASSIGNMENT, 1),
}


def show(call: Call, incident: Doc) -> Doc:
    store = call.store
    at = incident["assigned_at"]
    full = {
        "id": incident["id"],
        "type": "incident",
        "summary": f"[#{incident['number']}] {incident['title']}",
        **links(call, "incident", incident["id"]),
        "incident_number": incident["number"],
        "title": incident["title"],
        "created_at": incident["created_at"],
        "updated_at": incident["changed_at"],
        "last_status_change_at": incident["changed_at"],
        "status": incident["status"],
        "incident_key": incident["key"],
        "urgency": incident["urgency"],
        "service": reference(call, "service", incident["service"]),
        "escalation_policy": reference(call, "policy", incident["policy"]),
        "teams": references(call, "team", store.linked(incident["policy"], "team")),
        "assignments": [{"at": at, "assignee": reference(call, "user", user)} for user in incident["assignees"]],
        "assigned_via": incident["assigned_via"],
        "acknowledgements": [
            {"at": entry["at"], "acknowledger": reference(call, "user", entry["user"])}
            for entry in incident["acknowledgers"]
        ],
        "pending_actions": [],
        "is_mergeable": True,
        "incident_type": {"name": "incident_default"},
        "alert_counts": _alert_counts(incident),
    }
    if incident["resolved_at"]:
        full["resolved_at"] = incident["resolved_at"]
    return full


def list_incidents(call: Call) -> Answer:
    """The newest first. Without a range and without `date_range=all` those of the last month only, open or not."""
    call.query.includes(*INCLUDES)
    statuses = call.query.many("statuses") or STATUSES
    if not set(statuses) <= set(STATUSES):
        raise invalid("statuses", f"must be of {', '.join(STATUSES)}")
    since, until = _range(call)
    fits = _filters(call)
    docs = call.store.select(Selection("incident", descending=True))
    dated = [doc for doc in docs if since <= doc["created_at"] < until and doc["status"] in statuses]
    found = [doc for doc in dated if all(fit(doc) for fit in fits)]
    return cut(call, "incidents", [show(call, doc) for doc in found])


def get_incident(call: Call) -> Answer:
    """By id, or by number."""
    call.query.includes(*INCLUDES, "custom_fields")
    key = call.params["id"]
    numbered = [doc for doc in call.store.select(Selection("incident")) if str(doc["number"]) == key]
    incident = numbered[0] if numbered else call.kept("incident")
    return Answer(200, {"incident": show(call, incident)})


def update_incident(call: Call) -> Answer:
    person = require_from(call)
    incident = call.kept("incident")
    given = fields.take(call.body, "incident", FORM, ("type",))
    return Answer(200, {"incident": show(call, _change(call, incident, given, person))})


def update_incidents(call: Call) -> Answer:
    person = require_from(call)
    listed = call.body.get("incidents") if isinstance(call.body, dict) else None
    if not isinstance(listed, list) or not listed or len(listed) > AT_ONCE:
        raise invalid("incidents", f"must be 1 to {AT_ONCE} incidents")
    changed = []
    for item in listed:
        given = fields.take({"incident": item}, "incident", FORM, ("id", "type"))
        incident = call.store.get("incident", given["id"])
        if incident is None:
            raise invalid("", f"Incident {given['id']} not found")
        changed.append(show(call, _change(call, incident, given, person)))
    return cut(call, "incidents", changed, default=AT_ONCE, most=AT_ONCE)


def _change(call: Call, incident: Doc, given: Doc, person: Doc) -> Doc:
    store, now = call.store, call.now
    status = given.get("status")
    if incident["status"] == "resolved" and status in (None, "resolved"):
        raise invalid("", "Incident Already Resolved")
    if incident["status"] == "resolved":
        incident = incidents.reopen(store, incident, now)
    incident = store.put("incident", incident | {key: given[key] for key in ("title", "urgency") if key in given})
    if "assignments" in given:
        people = tuple(item["assignee"]["id"] for item in given["assignments"])
        if any(store.label("user", user) is None for user in people):
            raise invalid("assignments", "do not exist")
        incident = incidents.assign(store, incident | {"assigned_via": "direct_assignment"}, people, now)
    if "escalation_level" in given:
        incident = incidents.assign_by_policy(store, incident, now, after=given["escalation_level"] - 1)
    if status == "acknowledged":
        return incidents.acknowledge(store, incident, [person["id"]], now)
    return incidents.resolve(store, incident, now) if status == "resolved" else incident


def _filters(call: Call) -> list[Callable[[Doc], bool]]:
    query, store = call.query, call.store
    found: list[Callable[[Doc], bool]] = []
    if services := query.many("service_ids"):
        found.append(lambda doc: doc["service"] in services)
    if teams := query.many("team_ids"):
        found.append(lambda doc: bool(set(teams) & set(store.linked(doc["policy"], "team"))))
    if users := query.many("user_ids"):
        found.append(lambda doc: bool(set(users) & set(doc["assignees"])))
    if urgencies := query.many("urgencies"):
        found.append(lambda doc: doc["urgency"] in urgencies)
    if key := query.one("incident_key"):
        found.append(lambda doc: doc["key"] == key)
    return found


def _range(call: Call) -> tuple[str, str]:
    """From when to when the listed incidents were opened: a month by default, six at most, or all."""
    if call.query.one("date_range") == "all":
        return "", "9"
    until = call.query.moment("until") or call.now + timedelta(seconds=1)
    since = call.query.moment("since") or until - relativedelta(months=1)
    if since < until - relativedelta(months=6):
        raise invalid("", "Date range must not be longer than 6 months")
    return rfc3339(since), rfc3339(until)


def _alert_counts(incident: Doc) -> Doc:
    resolved = incident["status"] == "resolved"
    return {"all": 1, "triggered": int(not resolved), "resolved": int(resolved)}


ROUTES = (
    Route("GET", "/incidents", list_incidents),
    Route("PUT", "/incidents", update_incidents),
    Route("GET", "/incidents/{id}", get_incident),
    Route("PUT", "/incidents/{id}", update_incident),
)
