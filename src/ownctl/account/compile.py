"""Compile: from an org to what the account is to hold. Pure: the same files and moment give the same resources."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ownctl import oncall
from ownctl.account import resources as made
from ownctl.account.expressible import findings
from ownctl.account.markers import with_marker
from ownctl.account.overrides import overrides
from ownctl.account.resources import Desired, Kind, Ref
from ownctl.account.slots import AHEAD, BACK, slots

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import datetime

    from ownctl.config import Finding, Integration, Org, Service, Team
    from ownctl.config.limits import Limits

ACKNOWLEDGED_FOR = timedelta(minutes=30)
"""After which an acknowledged incident is triggered again, so that nobody falls asleep over one."""
NEVER: timedelta | None = None
"""An incident ends when its cause does, not because time has passed."""
ANNOUNCED = timedelta(weeks=6)
"""How long before its day a promotion is spoken of in every plan."""
LOOPS = 2
"""How often an escalation begins again when nobody has answered."""


class Compiled(NamedTuple):
    """Resources, and what the account can't express."""

    desired: Desired
    findings: tuple[Finding, ...]


def compile_org(org: Org, now: datetime, limits: Limits, only: Container[str] | None = None) -> Compiled:
    """What the account is to hold from `now` (UTC) on. Expects an org without errors.

    With `only`, what other teams own is left out, and so are the names of people who have no part in what is left.
    """
    teams = [team for team in org.teams.values() if only is None or team.team in only]
    owned = [(team, key, service) for team in teams for key, service in team.services.items()]
    of_teams = Desired(
        org=org.settings.org,
        people={key: person.email.lower() for key, person in org.people.items()},
        names={},
        places={},
        teams=tuple(_team(org, team) for team in teams),
        memberships=tuple(made.Membership(team.team, member.person) for team in teams for member in team.members),
        schedules=tuple(_schedule(org, team, key, now) for team in teams for key in team.rotations),
        policies=tuple(policy for team in teams for policy in _policies(org, team, now)),
        services=tuple(_service(org, team, key, service) for team, key, service in owned),
        integrations=tuple(
            made.Integration(key, integration.key, integration_name(integration))
            for _, key, service in owned
            for integration in service.integrations
        ),
        owners=dict(_owners(teams)),
        exact_memberships=org.settings.paging.memberships == "exact",
        announced=tuple(_announced(org, teams, now)),
    )
    involved = None if only is None else of_teams.involved()
    named = [key for key in org.people if involved is None or key in involved]
    desired = of_teams._replace(
        names={key: org.people[key].name for key in named},
        places={key: _place(org, key) for key in named},
    )
    return Compiled(desired, tuple(findings(org, desired, limits)))


def integration_name(integration: Integration) -> str:
    """The name of an integration in the account: its own, else its key in words."""
    return integration.name or integration.key.replace("-", " ").replace("_", " ").capitalize()


def _place(org: Org, person: str) -> str:
    spot = org.people[person].spot_of("email")
    return f"{spot.file}:{spot.line}"


def _team(org: Org, team: Team) -> made.Team:
    ref = Ref(Kind.TEAM, team.team)
    return made.Team(team.team, team.name, with_marker(team.description or "", org.settings.org, ref))


def _schedule(org: Org, team: Team, key: str, now: datetime) -> made.Schedule:
    ref = Ref(Kind.SCHEDULE, f"{team.team}/{key}")
    lanes = oncall.lanes(org, team.team, key, now - BACK, now + AHEAD)
    laid_out = slots(org, team, key, lanes, now)
    text = f"Who carries the pager of {team.name}: {key}."
    return made.Schedule(
        ref.key,
        team.team,
        f"{team.name} {key}",
        with_marker(text, org.settings.org, ref),
        org.zone(team, team.rotations[key]).key,
        laid_out,
        tuple(swap for slot in laid_out for swap in overrides(slot, lanes, now)),
    )


def _policies(org: Org, team: Team, now: datetime) -> Iterator[made.Policy]:
    """The team's escalation policy; none for a team that reaches nobody."""
    levels = tuple(
        made.Level(tuple(_target(target) for target in level.targets), level.wait)
        for level in oncall.levels(org, team.team, now)
    )
    if levels:
        ref = Ref(Kind.POLICY, team.team)
        text = f"Who is told when something of {team.name} goes wrong."
        yield made.Policy(
            team.team,
            team.name,
            with_marker(text, org.settings.org, ref),
            Ref(Kind.TEAM, team.team),
            levels,
            LOOPS,
        )


def _target(target: oncall.RotationTarget | oncall.PersonTarget) -> made.Target:
    match target:
        case oncall.RotationTarget(team=team, rotation=rotation):
            return made.ScheduleTarget(Ref(Kind.SCHEDULE, f"{team}/{rotation}"))
        case oncall.PersonTarget(person=person):
            return made.PersonTarget(person)


def _service(org: Org, team: Team, key: str, service: Service) -> made.Service:
    ref = Ref(Kind.SERVICE, key)
    links = [f"Runbook: {service.runbook}"] if service.runbook else []
    text = "\n".join([*([service.description] if service.description else []), *links])
    return made.Service(
        key,
        service.name,
        with_marker(text, org.settings.org, ref),
        Ref(Kind.POLICY, team.team),
        ACKNOWLEDGED_FOR,
        NEVER,
    )


def _owners(teams: Iterable[Team]) -> Iterator[tuple[Ref, str]]:
    for team in teams:
        yield Ref(Kind.TEAM, team.team), team.team
        yield Ref(Kind.POLICY, team.team), team.team
        for rotation in team.rotations:
            yield Ref(Kind.SCHEDULE, f"{team.team}/{rotation}"), team.team
        for service in team.services:
            yield Ref(Kind.SERVICE, service), team.team


def _announced(org: Org, teams: Iterable[Team], now: datetime) -> Iterator[tuple[str, str]]:
    """Planned promotions of the coming weeks: schedules know them beforehand, an escalation policy can't be dated."""
    for team in teams:
        for begins, stage in oncall.stage_beginnings(org, team.team):
            if now < begins <= now + ANNOUNCED:
                yield (
                    team.team,
                    f"in stage {stage} from {begins:%-d %b %Y}; the plan of that day asks to change the policy",
                )
