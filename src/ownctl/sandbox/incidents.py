"""Incidents, by the policy as it stood when they were opened, and whom they paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.escalation import first_reached
from ownctl.sandbox.store import Selection

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store


def open_incidents(store: Store) -> list[Doc]:
    return [incident for key in store.linking("open", "state") if (incident := store.get("incident", key))]


def service_status(store: Store, service: str) -> str:
    """`active` without open incidents, `warning` with acknowledged ones only, else `critical`."""
    statuses = {incident["status"] for incident in open_incidents(store) if incident["service"] == service}
    return "critical" if "triggered" in statuses else "warning" if statuses else "active"


def find_open(store: Store, service: str, dedup_key: str) -> Doc | None:
    """The open incident of a service that an event with this key is about."""
    return next(
        (found for found in open_incidents(store) if (found["service"], found["key"]) == (service, dedup_key)), None
    )


def open_incident(store: Store, service: Doc, event: Doc, urgency: str, now: datetime) -> Doc:
    """Opens an incident on a service and pages the first level on which somebody is on call."""
    policy = store.get("policy", service["escalation_policy"])
    rules = policy["escalation_rules"] if policy else []
    moment = rfc3339(now)
    incident = store.add(
        "incident",
        {
            "number": store.count(Selection("incident")) + 1,
            "title": event["title"],
            "key": event["dedup_key"],
            "service": service["id"],
            "policy": service["escalation_policy"],
            "rules": rules,
            "urgency": urgency,
            "status": "triggered",
            "created_at": moment,
            "changed_at": moment,
            "resolved_at": None,
            "assignees": [],
            "assigned_at": moment,
            "assigned_via": "escalation_policy",
            "acknowledgers": [],
            "level": 0,
        },
    )
    store.link(incident["id"], "state", ["open"])
    return assign_by_policy(store, incident, now)


def assign_by_policy(store: Store, incident: Doc, now: datetime, *, after: int = 0) -> Doc:
    """Hands an incident to the next level above `after` that reaches somebody."""
    reached = first_reached(store, incident["rules"], now, after=after)
    return assign(store, incident | {"level": reached.level, "assigned_via": "escalation_policy"}, reached.people, now)


def assign(store: Store, incident: Doc, people: tuple[str, ...], now: datetime) -> Doc:
    """Assigns an incident, which pages each of the people, and notes that."""
    moment = rfc3339(now)
    for user in people:
        page = {"at": moment, "incident": incident["id"], "user": user, "level": incident["level"]}
        store.add("page", page | {"service": incident["service"], "urgency": incident["urgency"]})
    changed = {"assignees": list(people), "assigned_at": moment, "changed_at": moment}
    return store.put("incident", incident | changed)


def acknowledge(store: Store, incident: Doc, who: list[str], now: datetime) -> Doc:
    moment = rfc3339(now)
    acknowledgers = [{"at": moment, "user": user} for user in who]
    changed = {"status": "acknowledged", "changed_at": moment, "acknowledgers": acknowledgers}
    return store.put("incident", incident | changed)


def resolve(store: Store, incident: Doc, now: datetime) -> Doc:
    moment = rfc3339(now)
    store.link(incident["id"], "state", [])
    changed = {"status": "resolved", "changed_at": moment, "resolved_at": moment, "assignees": [], "acknowledgers": []}
    return store.put("incident", incident | changed)


def reopen(store: Store, incident: Doc, now: datetime) -> Doc:
    store.link(incident["id"], "state", ["open"])
    opened = incident | {"status": "triggered", "resolved_at": None, "acknowledgers": []}
    return assign_by_policy(store, opened, now)


def resolve_all(store: Store, service: str, now: datetime) -> None:
    """Resolves what is open on a service that is going."""
    for incident in open_incidents(store):
        if incident["service"] == service:
            resolve(store, incident, now)
