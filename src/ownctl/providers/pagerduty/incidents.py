"""Open incidents: what they hold can't be deleted, and whoever works on one wants to find it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ownctl.providers.pagerduty.paging import Listing, everything
from ownctl.providers.pagerduty.wire import Reference, Shape, Text, typed

if TYPE_CHECKING:
    from collections.abc import Collection

    from ownctl.providers.pagerduty.client import Client

LISTING = Listing("/incidents", "incidents", params={"statuses[]": ["triggered", "acknowledged"], "date_range": "all"})


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """An incident that is triggered or acknowledged."""

    number: int
    title: str
    url: str
    service: str
    """The service's id."""
    policy: str
    """The id of the escalation policy that it follows; its schedules are held as well."""


class IncidentShape(Shape):
    id: str
    incident_number: int = 0
    title: Text = ""
    html_url: Text = ""
    service: Reference | None = None
    escalation_policy: Reference | None = None


def open_incidents(
    client: Client, services: Collection[str] = (), policies: Collection[str] = ()
) -> tuple[OpenIncident, ...]:
    """The open incidents on these services, or that follow these policies (both by id), oldest number first.

    One request for every hundred open incidents of the account, none where nothing is asked. Raises `Unreachable`.
    """
    if not services and not policies:
        return ()
    found = (_read(item) for item in everything(client, LISTING))
    held = (incident for incident in found if incident.service in services or incident.policy in policies)
    return tuple(sorted(held, key=lambda incident: incident.number))


def _read(item: Any) -> OpenIncident:
    shape = typed(IncidentShape, item, "incident")
    return OpenIncident(
        shape.incident_number,
        shape.title,
        shape.html_url,
        shape.service.id if shape.service else "",
        shape.escalation_policy.id if shape.escalation_policy else "",
    )
