"""Ownership: every service and every alert has a team that answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Severity, Stage
from ownctl.config.check import SLIPS
from ownctl.oncall import stage_at
from ownctl.rules.circles import circles
from ownctl.rules.healthy import support_block
from ownctl.rules.registry import Found, Theme, found, rule
from ownctl.rules.scope import alerts_of, services_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Service, Target, Team
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Scope

PAYMENTS, PLATFORM = "ownership/teams/payments.yaml", "ownership/teams/platform.yaml"


@rule(
    "alert-without-owner",
    Theme.OWNERSHIP,
    sentence="An alert that does not reach those who can change its cause comes back every night.",
    exactly="A team that is past `shadow` has alerts that page, and its own `escalation` tells nobody of the team at "
    "any level: neither one of its rotations nor one of its members.",
    bad={
        PAYMENTS: """\
escalation:
  - {notify: [{team: platform}], wait: 15m}
"""
    },
    good={
        PAYMENTS: """\
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
  - {notify: [{team: platform}], wait: 15m}
"""
    },
)
def alert_without_owner(look: Look) -> Iterator[Found]:
    """Teams whose pages go to others only."""
    for team in look.teams.values():
        levels = team.it.escalation
        if not levels or not team.it.rotations or not team.it.members or team.it.team in look.uncertain:
            continue
        if any(_is_own(team.it, target) for level in levels for target in level.notify):
            continue
        pages = [key for _, service in services_of(team) for key, alert in alerts_of(service) if alert.it.page]
        if pages and stage_at(look.org, team.it.team, look.now) is not Stage.SHADOW:
            more = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
            yield found(
                f"{pages[0]}{more} of {team.it.name} page others only, so who owns the cause never hears of it",
                f"add a level for the team itself: `- {{notify: [{{rotation: {team.it.primary}}}], wait: 10m}}`",
                at=team.key("escalation"),
            )


def _is_own(team: Team, target: Target) -> bool:
    if target.person:
        return any(member.person == target.person for member in team.members)
    return target.team in (None, team.team)


@rule(
    "service-without-owner",
    Theme.OWNERSHIP,
    sentence="What belongs to nobody is mended by whoever happens to be awake.",
    exactly="A team owns services, and nobody is in it: it has no members, or all have left.",
    bad={
        PAYMENTS: """\
members:
  - {person: amara, on_call_since: 2025-03-03, until: 2026-10-05}
"""
    },
    good={
        PAYMENTS: """\
members:
  - {person: amara, on_call_since: 2025-03-03}
  - {person: tom, on_call_since: 2025-03-03}
  - {person: liu, on_call_since: 2025-03-03}
  - {person: sofia, on_call_since: 2025-03-03}
"""
    },
)
def service_without_owner(look: Look) -> Iterator[Found]:
    """Teams that own services and have nobody in them."""
    for team in look.deserted:
        keys = list(team.it.services)
        owned = f"{keys[0]} and {len(keys) - 1} more services" if len(keys) > 1 else keys[0]
        why = "everybody has left it" if team.it.members else "it has no members"
        yield found(
            f"{team.it.name} owns {owned}, and {why}, so nobody answers for that",
            "name who is in the team under `members`, or move its services to the team that runs them now",
            at=team.key("members"),
        )


@rule(
    "service-owned-twice",
    Theme.OWNERSHIP,
    sentence="What two teams own, each leaves to the other.",
    exactly="Two teams declare a service of the same key. Marked at the second one.",
    bad={
        PLATFORM: """\
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
  checkout-api:
    name: Checkout
    runbook: https://runbooks.acme.example/checkout
"""
    },
    good={
        PLATFORM: """\
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
  checkout-proxy:
    name: Checkout proxy
    runbook: https://runbooks.acme.example/checkout-proxy
"""
    },
)
def service_owned_twice(look: Look) -> Iterator[Found]:
    """Services that a second team declares again."""
    for team, key, service in look.owned_again:
        first = look.owners[key]
        yield found(
            f"{key} belongs to {first.it.name} already, and in an incident each of two owners waits for the other",
            f"delete it here or in {first.it.name}; a service of its own needs a key of its own",
            at=service.here,
            about=[(*first.path, "services", key)] if team is not first else [],
        )


@rule(
    "owner-without-rotation",
    Theme.OWNERSHIP,
    sentence="Owning something means that there is somebody to call about it.",
    exactly="A team owns services and has no rotation, so nobody of it is ever on call.",
    bad={
        PAYMENTS: """\
rotations: {}
escalation:
  - {notify: [{person: amara}], wait: 10m}
"""
    },
    good={
        PAYMENTS: """\
rotations:
  primary:
    starts: 2026-11-02
    shift: 1w
    handoff: {day: monday, at: "09:30"}
escalation:
  - {notify: [{rotation: primary}], wait: 10m}
"""
    },
)
def owner_without_rotation(look: Look) -> Iterator[Found]:
    """Teams that own services without ever being on call."""
    for team in look.teams.values():
        if team.it.services and not team.it.rotations and not team.it.is_broken("rotations"):
            starts = look.today(team.it)
            yield found(
                f"{team.it.name} owns {next(iter(team.it.services))} and has no rotation, so nobody can be called",
                f'add `rotations: {{primary: {{starts: {starts}, shift: 1d, handoff: {{at: "09:30"}}}}}}`',
                at=team.key("rotations"),
            )


@rule(
    "owner-without-escalation",
    Theme.OWNERSHIP,
    sentence="A page that may go to nobody is no page.",
    exactly="A team owns services, and its own `escalation` has no level. Left out, it is derived from the stage.",
    bad={PAYMENTS: "escalation: []\n"},
    good={PAYMENTS: "escalation:\n  - {notify: [{rotation: primary}], wait: 10m}\n"},
)
def owner_without_escalation(look: Look) -> Iterator[Found]:
    """Teams that own services and tell nobody."""
    for team in look.teams.values():
        empty = team.it.escalation is not None and not team.it.escalation and not team.it.is_broken("escalation")
        if empty and team.it.services and (team.it.rotations or team.it.is_broken("rotations")):
            yield found(
                f"{team.it.name} owns {next(iter(team.it.services))} and has no level, so its pages reach nobody",
                "delete the line, and the levels come from the team's stage; or name who is told",
                at=team.key("escalation"),
            )


@rule(
    "unknown-reference",
    Theme.OWNERSHIP,
    sentence="A name that nobody bears is a page that nobody gets.",
    exactly="A person, team, rotation or service is named that the files do not declare, or a participant who is no "
    "member of the team. What is declared but could not be read counts as there.",
    bad={PAYMENTS: support_block(cover="  cover: plattform\n")},
    good={PAYMENTS: support_block()},
    fix=SLIPS,
)
def unknown_reference(look: Look) -> Iterator[Found]:
    """References that lead nowhere."""
    for missing in look.missing:
        if not missing.excused:
            yield found(missing.message, missing.help, at=missing.at, fix=missing.fix)


@rule(
    "dependency-circle",
    Theme.OWNERSHIP,
    Severity.WARNING,
    sentence="Services that need each other go down together, and none can be brought back first.",
    exactly="A service depends on itself by way of others. Each circle is found once, where the files first enter it.",
    bad={
        PLATFORM: """\
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
    depends_on: [registry]
  registry:
    name: Registry
    runbook: https://runbooks.acme.example/registry
    depends_on: [cluster]
"""
    },
    good={
        PLATFORM: """\
services:
  cluster:
    name: Cluster
    runbook: https://runbooks.acme.example/cluster
  registry:
    name: Registry
    runbook: https://runbooks.acme.example/registry
    depends_on: [cluster]
"""
    },
)
def dependency_circle(look: Look) -> Iterator[Found]:
    """Circles of services that need each other."""
    services: dict[str, Scope[Service]] = {}
    for _, key, service in look.services:
        services.setdefault(key, service)
    for circle in circles({key: service.it.depends_on for key, service in services.items()}):
        first = services[circle[0]]
        following = circle[1] if len(circle) > 1 else circle[0]
        yield found(
            f"{' needs '.join([*circle, circle[0]])}, so none of them can be brought back before the others",
            f"take the dependency out that is needed least, for instance {circle[0]} on {following}",
            at=first.value("depends_on", first.it.depends_on.index(following)),
            about=[services[key].path for key in circle[1:]],
        )
