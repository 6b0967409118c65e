"""Services, and the Events API v2 integrations that come with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from ownctl.account.live import Live
from ownctl.account.resources import Kind, Service
from ownctl.providers.pagerduty.names import object_id, own
from ownctl.providers.pagerduty.paging import Listing
from ownctl.providers.pagerduty.wire import Reference, Shape, Text, listed, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ownctl.account.resources import Integration
    from ownctl.providers.pagerduty.names import Names
    from ownctl.reconcile.steps import Ids

LISTING = Listing("/services", "services", params={"include[]": "integrations"})
EVENTS_API_V2 = "events_api_v2_inbound_integration"
BY_SUPPORT_HOURS = "support-hours"


class UrgencyShape(Shape):
    type: Text = ""
    urgency: Text = ""


class IntegrationShape(Reference):
    name: Text = ""
    summary: Text = ""


class ServiceShape(Shape):
    id: str
    name: Text = ""
    description: Text = ""
    html_url: Text = ""
    escalation_policy: Reference | None = None
    acknowledgement_timeout: int | None = None
    auto_resolve_timeout: int | None = None
    incident_urgency_rule: UrgencyShape | None = None
    alert_creation: Text = ""
    integrations: Annotated[tuple[IntegrationShape, ...], BeforeValidator(listed)] = ()

    @property
    def events_integrations(self) -> dict[str, str]:
        """Names by id of the Events API v2 integrations."""
        return {
            each.id: each.name or each.summary
            for each in self.integrations
            if each.type.removesuffix("_reference") == EVENTS_API_V2
        }


def shape(item: Any) -> ServiceShape:
    """A service as it comes in a list. Raises `Unreachable` as `typed` does."""
    return typed(ServiceShape, item, "service")


def read(service: ServiceShape, org: str, names: Names) -> Live[Service]:
    """A service of the account, its policy by its key; its own key is empty where it is not `org`'s."""
    marker, ref = own(service.description, org, Kind.SERVICE)
    policy = service.escalation_policy
    resource = Service(
        key=ref.key if ref else "",
        name=service.name,
        description=service.description,
        policy=names.object(policy.id) if policy else None,
        acknowledgement_timeout=_timeout(service.acknowledgement_timeout),
        auto_resolve_timeout=_timeout(service.auto_resolve_timeout),
        urgency=_urgency(service.incident_urgency_rule),
        alert_creation=service.alert_creation,
    )
    return Live(service.id, service.html_url, resource, marker)


def body(service: Service, ids: Ids, fields: Iterable[str] = ()) -> dict[str, Any]:
    """A service with these of its fields; with all of them where none is named.

    The policy always comes along, because the API requires it, and so do both time-outs, which it takes for switched
    off where they are missing.
    """
    asked = set(fields) or set(FIELDS)
    written = asked | {"policy", "acknowledgement_timeout", "auto_resolve_timeout"}
    pairs = (write(service, ids) for name, write in FIELDS.items() if name in written)
    return {"service": {"type": "service", **dict(pairs)}}


def integration_body(integration: Integration) -> dict[str, Any]:
    """An Events API v2 integration; its routing key is the account's to give."""
    return {"integration": {"type": EVENTS_API_V2, "name": integration.name}}


def _policy(service: Service, ids: Ids) -> tuple[str, Any]:
    assert service.policy is not None  # noqa: S101  # every declared service has one
    return "escalation_policy", {"id": object_id(ids, service.policy), "type": "escalation_policy_reference"}


FIELDS: dict[str, Callable[[Service, Ids], tuple[str, Any]]] = {
    "name": lambda service, _: ("name", service.name),
    "description": lambda service, _: ("description", service.description),
    "policy": _policy,
    "acknowledgement_timeout": lambda service, _: (
        "acknowledgement_timeout",
        _seconds(service.acknowledgement_timeout),
    ),
    "auto_resolve_timeout": lambda service, _: ("auto_resolve_timeout", _seconds(service.auto_resolve_timeout)),
    "urgency": lambda service, _: ("incident_urgency_rule", {"type": "constant", "urgency": service.urgency}),
    "alert_creation": lambda service, _: ("alert_creation", service.alert_creation),
}
"""How each field of `Service` is written."""


def _timeout(seconds: int | None) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds else None


def _seconds(timeout: timedelta | None) -> int:
    """0 switches a time-out off; null is not accepted."""
    return int(timeout.total_seconds()) if timeout else 0


def _urgency(rule: UrgencyShape | None) -> str:
    if rule is None:
        return "high"
    return rule.urgency if rule.type == "constant" else BY_SUPPORT_HOURS
