"""What teams, rotations and services are called in a plan, and the zones in which their times are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ownctl.config import Org
    from ownctl.reconcile.plan import Plan


def label_of(plan: Plan, org: Org, team: str, rotation: str | None, service: str | None = None) -> str:
    """The team, and the rotation where it is not its primary; the service where its pages change hands."""
    declared, name = org.teams.get(team), team_name(plan, org, team)
    if service is not None:
        return f"{service_name(org, service)}, told first"
    if rotation is None:
        return f"{name}, told first"
    gone = plan.gone.get(f"{team}/{rotation}")
    if gone and not declared:
        return gone.name
    return name if declared and rotation == declared.primary else f"{name} {rotation}"


def team_name(plan: Plan, org: Org, team: str) -> str:
    """What a team is called, by the account where nobody declares it any more; its key where nobody says."""
    if team in org.teams:
        return org.teams[team].name
    return plan.gone[team].name if team in plan.gone else team


def service_name(org: Org, service: str) -> str:
    """What a service is called; its key where nobody declares it any more."""
    owner = next((team for team in org.teams.values() if service in team.services), None)
    return owner.services[service].name if owner else service


def zone_of(plan: Plan, org: Org, team: str, rotation: str | None) -> str:
    """The zone in which the effects of a rotation are told: of one that is gone, the account's."""
    gone = plan.gone.get(f"{team}/{rotation}")
    if gone and gone.zone:
        return gone.zone
    declared = org.teams.get(team)
    if not declared:
        return org.settings.time_zone.key
    zone: ZoneInfo = org.zone(declared, declared.rotations.get(rotation or declared.primary or ""))
    return zone.key
