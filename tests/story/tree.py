"""The tree of the story: two teams that share nobody, so that two pull requests can be about different weeks."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)

PEOPLE = {
    "amara": "Amara Okafor",
    "tom": "Tom Berg",
    "liu": "Liu Yang",
    "ines": "Inês Duarte",
    "nadia": "Nadia Benali",
    "kofi": "Kofi Mensah",
    "greta": "Greta Lind",
    "sam": "Sam Ruiz",
    "yuki": "Yuki Sato",
    "omar": "Omar Haddad",
}

TEAM = """\
team: {key}
name: {name}
description: {does}
stages: {{business-hours: 2025-01-06, full: 2025-06-02}}
support:
  channel: "#team-{key}"
  turn_to: [{{person: {first}, for: anything}}]
  incident_flow: docs/flow.md
  past_incidents: [{{title: The big one, date: 2026-08-14, link: "https://wiki.acme.example/1"}}]
members:
{members}
rotations:
  primary:
    starts: 2025-11-03
    shift: 1w
    handoff: {{day: monday, at: "09:30"}}
services:
  {service}:
    name: {title}
    description: {does}
    runbook: https://runbooks.acme.example/{service}
    integrations: [prometheus]
"""

MEMBER = "  - {person: %s, on_call_since: 2025-03-03}"


def files() -> dict[str, str]:
    """The repository's files by their path."""
    people = "".join(f"  {key}: {{name: {name}, email: {key}@acme.example}}\n" for key, name in PEOPLE.items())
    payments = ("amara", "tom", "liu", "ines")
    search = ("kofi", "greta", "sam", "yuki")
    return {
        "ownership/org.yaml": "org: acme\ntime_zone: Europe/London\n",
        "ownership/people.yaml": f"people:\n{people}",
        "ownership/teams/payments.yaml": TEAM.format(
            key="payments",
            name="Payments",
            does="Takes the money.",
            first="amara",
            members="\n".join(MEMBER % key for key in payments),
            service="checkout-api",
            title="Checkout API",
        ),
        "ownership/teams/search.yaml": TEAM.format(
            key="search",
            name="Search",
            does="Finds things.",
            first="kofi",
            members="\n".join(MEMBER % key for key in search),
            service="search-api",
            title="Search API",
        ),
        "docs/flow.md": "# What to do\n",
    }
