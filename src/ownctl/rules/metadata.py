"""Hygiene: an org's own fields say what its own schema asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.check import SLIPS
from ownctl.config.spots import descend, is_direct
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import services_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Fix, Service, Spot
    from ownctl.config.metadata import Mistake
    from ownctl.rules.look import Look

ORG = "ownership/org.yaml"
SCHEMA = "docs/service-metadata.schema.json"
PAYMENTS = "ownership/teams/payments.yaml"

WITH_SCHEMA = {
    ORG: f"""\
org: acme
metadata_schemas: {{service: {SCHEMA}}}
""",
    SCHEMA: """\
{
  "type": "object",
  "properties": {"cost_centre": {"type": "string", "description": "write the four digits in quotes"}},
  "additionalProperties": false
}
""",
}


@rule(
    "metadata-invalid",
    Theme.HYGIENE,
    sentence="A field that every service fills in differently can't be relied on by anybody.",
    exactly="The `metadata` of a service is not what the JSON Schema says that `metadata_schemas` names in org.yaml.",
    bad={
        PAYMENTS: """\
services:
  checkout-api:
    name: Checkout API
    runbook: https://runbooks.acme.example/checkout-api
    metadata: {cost_centre: 4411}
""",
        **WITH_SCHEMA,
    },
    good={
        PAYMENTS: """\
services:
  checkout-api:
    name: Checkout API
    runbook: https://runbooks.acme.example/checkout-api
    metadata: {cost_centre: "4411"}
""",
        **WITH_SCHEMA,
    },
    fix=f"{SLIPS} Where the schema asks for a text and no more, it puts quotes around a number.",
)
def metadata_invalid(look: Look) -> Iterator[Found]:
    """Metadata that the org's own schema refuses."""
    if not look.org.metadata_schemas:
        return
    from ownctl.config.metadata import mistakes  # brings jsonschema-rs, which few orgs need

    for mistake in mistakes(look.org):
        service = dict(services_of(look.teams[mistake.team]))[mistake.service]
        at = service.key(*mistake.path) if mistake.at_key else service.value(*mistake.path)
        yield found(mistake.message, mistake.help, at=at, fix=_fix(mistake, service.it, at.spot))


def _fix(mistake: Mistake, service: Service, spot: Spot) -> Fix | None:
    if mistake.correction is None or service.node is None:
        return None
    fix = mistake.correction(spot)
    if not mistake.at_key:
        return fix if is_direct(service.node, *mistake.path) else None
    beside = descend(service.node, mistake.path[:-1])
    return fix if fix and fix.edits[0].text not in beside else None
