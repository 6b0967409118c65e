"""Integrations of services: where events come in. There is no request that deletes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.identifiers import secret
from ownctl.sandbox.references import reference

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

EVENTS_V2 = "events_api_v2_inbound_integration"
TYPES = (
    "aws_cloudwatch_inbound_integration",
    "cloudkick_inbound_integration",
    "event_transformer_api_inbound_integration",
    "generic_email_inbound_integration",
    "generic_events_api_inbound_integration",
    "keynote_inbound_integration",
    "nagios_inbound_integration",
    "pingdom_inbound_integration",
    "sql_monitor_inbound_integration",
    EVENTS_V2,
)
FORM: fields.Form = {
    "type": fields.Choice(TYPES),
    "name": fields.Text(shortest=1),
    "integration_email": fields.Text(),
}
REQUIRED = ("type", "name")


def show(call: Call, service: Doc, integration: Doc) -> Doc:
    return {
        "id": integration["id"],
        "type": integration["type"],
        "summary": integration["name"],
        **_links(call, service, integration),
        **{key: value for key, value in integration.items() if key != "owner"},
        "service": reference(call, "service", service["id"]),
    }


def show_reference(call: Call, service: Doc, integration: Doc) -> Doc:
    return {
        "id": integration["id"],
        "type": f"{integration['type']}_reference",
        "summary": integration["name"],
        **_links(call, service, integration),
    }


def get_integration(call: Call) -> Answer:
    call.query.includes("services", "vendors")
    service = call.kept("service")
    integration = call.kept("integration", "integration_id", below=service["id"])
    return Answer(200, {"integration": show(call, service, integration)})


def create_integration(call: Call) -> Answer:
    """Names are not unique: the same request sent twice makes two."""
    service = call.kept("service")
    given = fields.take(call.body, "integration", FORM, REQUIRED)
    integration = call.store.add(
        "integration", {**given, "owner": service["id"], "created_at": rfc3339(call.now)}, parent=service["id"]
    )
    integration["integration_key"] = secret(integration["id"])
    call.store.put("integration", integration)
    call.store.link(integration["id"], "routing key", [integration["integration_key"]])
    return Answer(201, {"integration": show(call, service, integration)})


def update_integration(call: Call) -> Answer:
    service = call.kept("service")
    integration = call.kept("integration", "integration_id", below=service["id"])
    given = fields.take(call.body, "integration", FORM, REQUIRED)
    return Answer(200, {"integration": show(call, service, call.store.put("integration", integration | given))})


def _links(call: Call, service: Doc, integration: Doc) -> Doc:
    return {
        "self": f"{call.base}/services/{service['id']}/integrations/{integration['id']}",
        "html_url": f"{call.base}/web/service/{service['id']}#{integration['id']}",
    }


ROUTES = (
    Route("POST", "/services/{id}/integrations", create_integration),
    Route("GET", "/services/{id}/integrations/{integration_id}", get_integration),
    Route("PUT", "/services/{id}/integrations/{integration_id}", update_integration),
)
