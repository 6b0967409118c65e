"""Support: whom to turn to, and how an incident goes, is written down before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Severity
from ownctl.rules.healthy import SUPPORT, support_block
from ownctl.rules.registry import Found, Theme, found, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.rules.look import Look

PAYMENTS = "ownership/teams/payments.yaml"

LINKED = """\
  past_incidents:
    - {title: Double charge on retry, date: 2026-08-14, link: "https://wiki.acme.example/inc-211"}
"""


@rule(
    "nobody-to-turn-to",
    Theme.SUPPORT,
    sentence="Nobody knows everything: who is on call needs to know beforehand whom to ask.",
    exactly="A team's `support.turn_to` is empty. Each entry is a team or a person, and what they help with.",
    bad={PAYMENTS: support_block(turn_to="")},
    good={PAYMENTS: support_block(turn_to=f"{SUPPORT['turn_to']}    - {{person: ines, for: the ledger}}\n")},
)
def nobody_to_turn_to(look: Look) -> Iterator[Found]:
    """Teams without anybody to turn to."""
    for team in look.teams.values():
        support = team.it.support
        if not support.turn_to and not support.is_broken("turn_to") and not team.it.is_broken("support"):
            whom = support.cover or next((key for key in look.teams if key != team.it.team), None)
            helper = f"team: {whom}" if whom else "person: KEY"
            yield found(
                f"{team.it.name} names nobody to turn to, so whoever is on call is alone with what they don't know",
                f"add to `support`: `turn_to: [{{{helper}, for: what they help with}}]`",
                at=team.key("support"),
            )


@rule(
    "no-incident-flow",
    Theme.SUPPORT,
    sentence="In an incident people follow what they have read before, so the default flow is written down.",
    exactly="A team's `support.incident_flow` names no document. A path that leads nowhere is `missing-file`.",
    bad={PAYMENTS: support_block(incident_flow="")},
    good={PAYMENTS: support_block()},
)
def no_incident_flow(look: Look) -> Iterator[Found]:
    """Teams that don't say how an incident goes."""
    flows = [team.it.support.incident_flow for team in look.teams.values()]
    known = next((flow for flow in flows if flow), "docs/incident-flow.md")
    for team in look.teams.values():
        support = team.it.support
        if not support.incident_flow and not support.is_broken("incident_flow") and not team.it.is_broken("support"):
            yield found(
                f"{team.it.name} has no incident flow, so the first minutes go into asking who does what",
                f"add to `support`: `incident_flow: {known}`, a document of this repository",
                at=team.key("support"),
            )


@rule(
    "no-channel",
    Theme.SUPPORT,
    sentence="A question that has no place to go is asked everywhere.",
    exactly="A team's `support.channel` is missing or empty.",
    bad={PAYMENTS: support_block(channel="")},
    good={PAYMENTS: support_block()},
)
def no_channel(look: Look) -> Iterator[Found]:
    """Teams without a channel."""
    for team in look.teams.values():
        support = team.it.support
        if not support.channel and not support.is_broken("channel") and not team.it.is_broken("support"):
            yield found(
                f"{team.it.name} has no channel, so whoever needs it in an incident asks around",
                f'add to `support`: `channel: "#team-{team.it.team}"`',
                at=team.key("support"),
            )


@rule(
    "no-past-incidents",
    Theme.SUPPORT,
    Severity.INFO,
    sentence="The cheapest way to learn what an incident is like is to read about one that is over.",
    exactly="A team that owns services lists nothing under `support.past_incidents`.",
    bad={PAYMENTS: support_block(past_incidents="")},
    good={PAYMENTS: support_block(past_incidents=LINKED)},
)
def no_past_incidents(look: Look) -> Iterator[Found]:
    """Teams whose newcomers have no incident to read about."""
    for team in look.teams.values():
        support = team.it.support
        broken = support.is_broken("past_incidents") or team.it.is_broken("support")
        if team.it.services and not support.past_incidents and not broken:
            yield found(
                f"{team.it.name} lists no past incident, so its newcomers meet their first one unprepared",
                "add to `support`: `past_incidents: [{title: WHAT HAPPENED, date: 2026-08-14, link: URL}]`",
                at=team.key("support"),
            )


@rule(
    "service-without-runbook",
    Theme.SUPPORT,
    sentence="At three in the morning nobody works out how a service is restarted.",
    exactly="A service has no `runbook`. The runbook of an alert that pages is `page-without-runbook`.",
    bad={
        PAYMENTS: """\
services:
  checkout-api:
    name: Checkout API
"""
    },
    good={
        PAYMENTS: """\
services:
  checkout-api:
    name: Checkout API
    runbook: https://runbooks.acme.example/checkout-api
"""
    },
)
def service_without_runbook(look: Look) -> Iterator[Found]:
    """Services that nobody could help without having built them."""
    for _, key, service in look.services:
        if not service.it.runbook and not service.it.is_broken("runbook"):
            yield found(
                f"{service.it.name} has no runbook, so only who built it can bring it back",
                f"add to {key}: `runbook: ` and a link or path that says what to do when it breaks",
                at=service.here,
            )
