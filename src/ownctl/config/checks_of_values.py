"""Checks of values: those that are written wrongly, and those that don't go together."""

from __future__ import annotations

from ownctl.config.check import ORG, PEOPLE, SLIPS, Check, shown
from ownctl.config.checks_of_fields import TEAM

VALUES = (
    shown(
        "invalid-key",
        "Keys go into names, links, file names and the pager's markers, so they keep to lower-case letters, digits, "
        "- _ and ., at most 63 of them, beginning and ending with a letter or digit.",
        TEAM + "services:\n  Checkout_API: {name: Checkout API}\n",
        TEAM + "services:\n  checkout_api: {name: Checkout API}\n",
    ),
    shown(
        "invalid-email",
        "The pager knows people by their e-mails, so what is no e-mail is nobody.",
        "people:\n  amara: {name: Amara Okafor, email: amara.acme.example}\n",
        "people:\n  amara: {name: Amara Okafor, email: amara@acme.example}\n",
        file=PEOPLE,
    ),
    shown(
        "invalid-handle",
        "A login that nobody has, or a handle that isn't one, asks nobody for approval, and GitHub doesn't say so.",
        "people:\n  tom: {name: Tom Berg, email: tom@acme.example, github: '@tomberg'}\n",
        "people:\n  tom: {name: Tom Berg, email: tom@acme.example, github: tomberg}\n",
        file=PEOPLE,
        fix="`validate --fix` takes the @ of a login away.",
    ),
    shown(
        "invalid-date",
        "The calendar doesn't have this day, or it isn't written as 2026-11-02.",
        TEAM + "stages: {shadow: 2026-02-30}\n",
        TEAM + "stages: {shadow: 2026-02-28}\n",
    ),
    shown(
        "invalid-time",
        "A time of day has two digits each for hours and minutes, so that nobody reads it in another way.",
        TEAM + "business_hours: {days: [monday], from: 9:00, to: '17:30'}\n",
        TEAM + "business_hours: {days: [monday], from: '09:00', to: '17:30'}\n",
        fix='`validate --fix` writes 9:30 as "09:30".',
    ),
    shown(
        "invalid-duration",
        "Durations are written as Prometheus writes them; a number without a unit could be anything. Shifts are 4h, "
        "6h, 8h, 12h, whole days or whole weeks, so that they keep to the hours of the day.",
        TEAM + "services:\n  checkout:\n    name: Checkout\n    alerts: {slow: {query: up == 0, for: 5 minutes}}\n",
        TEAM + "services:\n  checkout:\n    name: Checkout\n    alerts: {slow: {query: up == 0, for: 5m}}\n",
    ),
    shown(
        "invalid-share",
        "Shares are written with a per cent sign, so that 35 and 0.35 can't be mistaken for one another.",
        "org: acme\non_call: {largest_share: 35}\n",
        "org: acme\non_call: {largest_share: 35%}\n",
        file=ORG,
        fix="`validate --fix` writes 35 and 0.35 as 35%.",
    ),
    shown(
        "unknown-zone",
        "Time zones go by their names in the tz database. An abbreviation is several zones, and knows no summer.",
        "org: acme\ntime_zone: Europe/Londn\n",
        "org: acme\ntime_zone: Europe/London\n",
        file=ORG,
        fix=SLIPS,
    ),
)
"""What is wrong with one value."""

TOGETHER = (
    Check(
        "declared-twice",
        "A person, team or service that two files declare is two answers to one question, and one of them would be "
        "lost.",
        {
            "ownership/teams/payments.yaml": TEAM,
            "ownership/teams/search.yaml": "team: payments\nname: Search\n",
        },
        {
            "ownership/teams/payments.yaml": TEAM,
            "ownership/teams/search.yaml": "team: search\nname: Search\n",
        },
    ),
    shown(
        "email-twice",
        "Two people with one e-mail are one person in the pager, who would be on call in place of both.",
        "people:\n  amara: {name: Amara Okafor, email: on-call@acme.example}\n"
        "  tom: {name: Tom Berg, email: on-call@acme.example}\n",
        "people:\n  amara: {name: Amara Okafor, email: amara@acme.example}\n"
        "  tom: {name: Tom Berg, email: tom@acme.example}\n",
        file=PEOPLE,
    ),
    shown(
        "not-built",
        "A setting whose part this version doesn't have is refused by name: who wrote it counts on it.",
        "org: acme\npaging: {schedules: layers}\n",
        "org: acme\npaging: {schedules: shift-based}\n",
        file=ORG,
    ),
    Check(
        "missing-file",
        "A document that isn't there helps nobody at three in the morning. Paths are looked up from the folder that "
        "holds ownership/, and stay within it.",
        {"ownership/teams/payments.yaml": TEAM + "support: {incident_flow: docs/incident.md}\n"},
        {
            "ownership/teams/payments.yaml": TEAM + "support: {incident_flow: docs/incident.md}\n",
            "docs/incident.md": "# When something is on fire\n",
        },
    ),
    Check(
        "schema-broken",
        "A file that is no JSON Schema, or refers to what isn't in it (nothing is fetched), can hold no metadata.",
        {
            ORG: "org: acme\nmetadata_schemas: {service: metadata.schema.json}\n",
            "metadata.schema.json": '{"type": "objekt"}\n',
        },
        {
            ORG: "org: acme\nmetadata_schemas: {service: metadata.schema.json}\n",
            "metadata.schema.json": '{"type": "object"}\n',
        },
    ),
)
"""What doesn't go together, in the files or with the repository."""
