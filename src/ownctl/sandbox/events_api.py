"""`POST /v2/enqueue`, the Events API: an alert comes in by its routing key and opens, acknowledges or resolves."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.sandbox import fields, incidents
from ownctl.sandbox.calls import Answer, Call, Route

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc

SEVERITIES = ("critical", "error", "warning", "info")
URGENT = ("critical", "error")
_PAYLOAD = fields.Thing(
    {
        "summary": fields.Text(1024, shortest=1),
        "source": fields.Text(shortest=1),
        "severity": fields.Choice(SEVERITIES),
    },
    ("summary", "source", "severity"),
)
FORM: fields.Form = {
    "routing_key": fields.Text(32, shortest=32),
    "event_action": fields.Choice(("trigger", "acknowledge", "resolve")),
    "dedup_key": fields.Text(255, shortest=1),
    "payload": _PAYLOAD,
}


def enqueue(call: Call) -> Answer:
    """Answers 202 for what it takes, also where nobody has anything to do: an unknown dedup key, a closed incident."""
    body = call.body if isinstance(call.body, dict) else {}
    action = body.get("event_action")
    required = ("routing_key", "event_action", "payload" if action == "trigger" else "dedup_key")
    problems = fields.field_problems(FORM, body, required)
    integration = _integration(call, str(body.get("routing_key")))
    if integration is None:
        problems.setdefault("routing_key", ["is not the key of an integration"])
    if problems or integration is None:
        reasons = [f"'{name}' {reason}" for name, found in problems.items() for reason in found]
        return Answer(400, {"status": "invalid event", "message": "Event object is invalid", "errors": reasons})
    dedup_key = body.get("dedup_key") or call.store.fresh("dedup key")
    _take(call, integration, {**body, "dedup_key": dedup_key})
    return Answer(202, {"status": "success", "message": "Event processed", "dedup_key": dedup_key})


def _take(call: Call, integration: Doc, event: Doc) -> None:
    service = call.store.get("service", integration["owner"])
    if service is None or service["status"] in ("disabled", "maintenance"):
        return
    found = incidents.find_open(call.store, service["id"], event["dedup_key"])
    action = event["event_action"]
    if action == "trigger" and found is None:
        opened = {"title": event["payload"]["summary"], "dedup_key": event["dedup_key"]}
        incidents.open_incident(
            call.store, service, opened, urgency(service, event["payload"]["severity"], call.now), call.now
        )
    elif action == "acknowledge" and found is not None:
        incidents.acknowledge(call.store, found, found["assignees"], call.now)
    elif action == "resolve" and found is not None:
        incidents.resolve(call.store, found, call.now)


def urgency(service: Doc, severity: str, now: datetime) -> str:
    """High or low, by the service's rule, its support hours, and for `severity_based` the event."""
    rule = service["incident_urgency_rule"]
    if rule["type"] == "use_support_hours":
        inside = in_support_hours(service["support_hours"], now)
        rule = rule["during_support_hours" if inside else "outside_support_hours"]
    value = rule.get("urgency", "high")
    return ("high" if severity in URGENT else "low") if value == "severity_based" else value


def in_support_hours(hours: Doc, now: datetime) -> bool:
    """Days are 1 to 7 for Monday to Sunday; an end before its start is on the next day."""
    local = now.astimezone(ZoneInfo(hours["time_zone"]))
    start, end = time.fromisoformat(hours["start_time"]), time.fromisoformat(hours["end_time"])
    today, clock = local.isoweekday(), local.time()
    if start <= end:
        return today in hours["days_of_week"] and start <= clock < end
    yesterday = (today - 2) % 7 + 1
    return (today in hours["days_of_week"] and clock >= start) or (yesterday in hours["days_of_week"] and clock < end)


def _integration(call: Call, key: str) -> Doc | None:
    for found in call.store.linking(key, "routing key"):
        if integration := call.store.get("integration", found):
            return integration
    return None


ROUTES = (Route("POST", "/v2/enqueue", enqueue),)
