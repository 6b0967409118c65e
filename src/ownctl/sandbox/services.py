"""Services: what can break, and how its incidents behave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.sandbox import dependencies, fields, incidents, integrations
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.paging import page
from ownctl.sandbox.references import reference, references, shown
from ownctl.sandbox.refusals import Refusal, invalid
from ownctl.sandbox.store import NameTakenError, Selection

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

_URGENCY: fields.Form = {
    "type": fields.Choice(("constant", "use_support_hours")),
    "urgency": fields.Choice(("low", "high", "severity_based")),
}
_SUPPORT_HOURS = fields.Thing(
    {
        "type": fields.Choice(("fixed_time_per_day",)),
        "time_zone": fields.zone,
        "days_of_week": fields.Listed(fields.Choice((1, 2, 3, 4, 5, 6, 7)), 1, 7),
        "start_time": fields.Text(shortest=1),
        "end_time": fields.Text(shortest=1),
    },
    ("type", "time_zone", "days_of_week", "start_time", "end_time"),
)
_ACTION = fields.Thing(
    {
        "type": fields.Choice(("urgency_change",)),
        "at": fields.Thing(
            {
                "type": fields.Choice(("named_time",)),
                "name": fields.Choice(("support_hours_start", "support_hours_end")),
            },
            ("type", "name"),
        ),
        "to_urgency": fields.Choice(("high",)),
    },
    ("type", "at", "to_urgency"),
)
FORM: fields.Form = {
    "type": fields.Choice(("service",)),
    "name": fields.Name(),
    "description": fields.Text(nullable=True),
    # Whole numbers only: null reads back where one is off, but is not accepted.
    "auto_resolve_timeout": fields.Whole(),
    "acknowledgement_timeout": fields.Whole(),
    "status": fields.Choice(("active", "warning", "critical", "maintenance", "disabled")),
    "escalation_policy": fields.Reference(("escalation_policy_reference",)),
    "incident_urgency_rule": fields.Thing(
        {
            **_URGENCY,
            "during_support_hours": fields.Thing(_URGENCY),
            "outside_support_hours": fields.Thing(_URGENCY),
        },
        ("type",),
    ),
    "support_hours": fields.optional(_SUPPORT_HOURS),
    "scheduled_actions": fields.Listed(_ACTION),
    "alert_creation": fields.Choice(("create_incidents", "create_alerts_and_incidents")),
}
REQUIRED = ("type", "escalation_policy")
DEFAULTS: Doc = {
    "description": None,
    "auto_resolve_timeout": None,
    "acknowledgement_timeout": None,
    "status": "active",
    "incident_urgency_rule": {"type": "constant", "urgency": "high"},
    "support_hours": None,
    "scheduled_actions": [],
    "alert_creation": "create_alerts_and_incidents",
}
NULLS = ("auto_resolve_timeout", "acknowledgement_timeout")
"""These read back as null where they are off, in spite of their type in the API's description."""
INCLUDES = ("escalation_policies", "teams", "integrations", "auto_pause_notifications_parameters")


def show(call: Call, service: Doc, includes: frozenset[str] = frozenset()) -> Doc:
    full = shown(call, "service", service)
    policy = service["escalation_policy"]
    if service["status"] == "active":
        full["status"] = incidents.service_status(call.store, service["id"])
    full["escalation_policy"] = reference(call, "policy", policy)
    full["teams"] = references(call, "team", call.store.linked(policy, "team"))
    kept = call.store.children("integration", service["id"])
    show_integration = integrations.show if "integrations" in includes else integrations.show_reference
    full["integrations"] = [show_integration(call, service, integration) for integration in kept]
    # Fields that the description of the API gives no null, and that PagerDuty leaves out or has as objects.
    return {key: value for key, value in full.items() if value is not None or key in NULLS}


def list_services(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES)
    exact = call.query.one("name")
    named = exact is not None and call.store.by_handle("service", exact)
    selection = Selection(
        "service",
        query=call.query.one("query"),
        teams=call.query.many("team_ids"),
        ids=None if exact is None else ((named["id"],) if named else ()),
    )
    return page(call, "services", selection, lambda service: show(call, service, includes))


def get_service(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES)
    return Answer(200, {"service": show(call, call.kept("service"), includes)})


def create_service(call: Call) -> Answer:
    given = fields.take(call.body, "service", FORM, (*REQUIRED, "name"))
    if given.get("status", "active") != "active":
        raise invalid("service.status", "must be active when creating a service")
    service = {"created_at": rfc3339(call.now), **DEFAULTS, **given}
    return Answer(201, {"service": show(call, _write(call, None, service))})


def update_service(call: Call) -> Answer:
    service = call.kept("service")
    given = fields.take(call.body, "service", FORM, REQUIRED)
    return Answer(200, {"service": show(call, _write(call, service["id"], service | given))})


def delete_service(call: Call) -> Answer:
    """Takes its integrations and their keys along; its open incidents are resolved."""
    service = call.kept("service")["id"]
    incidents.resolve_all(call.store, service, call.now)
    dependencies.forget(call.store, service)
    call.store.drop("service", service)
    return Answer(204)


def _write(call: Call, key: str | None, service: Doc) -> Doc:
    service.pop("type", None)
    policy: Any = service["escalation_policy"]
    service["escalation_policy"] = policy["id"] if isinstance(policy, dict) else policy
    if call.store.get("policy", service["escalation_policy"]) is None:
        raise invalid("service.escalation_policy", "does not exist")
    for timeout in NULLS:
        service[timeout] = service[timeout] or None  # 0 switches it off, and reads back as null
    check_urgency(service)
    try:
        kept = call.store.add("service", service) if key is None else call.store.put("service", service)
    except NameTakenError:
        raise invalid("service.name", "has already been taken") from None
    call.store.link(kept["id"], "policy", [service["escalation_policy"]])
    return kept


def check_urgency(service: Doc) -> None:
    """Support hours and the rule that uses them come together. Raises Refusal."""
    rule = service["incident_urgency_rule"]
    if rule["type"] == "constant":
        if "urgency" not in rule:
            raise Refusal(400, {"service.incident_urgency_rule": ["must have an urgency"]})
        return
    if not service["support_hours"]:
        raise Refusal(400, {"service.support_hours": [fields.BLANK]})
    if not {"during_support_hours", "outside_support_hours"} <= rule.keys():
        raise Refusal(400, {"service.incident_urgency_rule": ["must have an urgency during and outside support hours"]})


ROUTES = (
    Route("GET", "/services", list_services),
    Route("POST", "/services", create_service),
    Route("GET", "/services/{id}", get_service),
    Route("PUT", "/services/{id}", update_service),
    Route("DELETE", "/services/{id}", delete_service),
)
