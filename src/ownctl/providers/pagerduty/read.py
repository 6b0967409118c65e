"""Reading: list endpoints for everything, and one request for each shift-based schedule of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ownctl.account.live import Account, Live
from ownctl.account.resources import Kind
from ownctl.providers.pagerduty import policies, services, teams, users
from ownctl.providers.pagerduty.completeness import check
from ownctl.providers.pagerduty.names import Names, own
from ownctl.providers.pagerduty.paging import everything
from ownctl.providers.pagerduty.parallel import in_parallel
from ownctl.providers.pagerduty.read_schedules import listed, read_schedules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ownctl.account.live import User
    from ownctl.account.resources import Ref, Team
    from ownctl.account.wanted import Wanted
    from ownctl.providers.pagerduty.client import Client
    from ownctl.providers.pagerduty.policies import PolicyShape
    from ownctl.providers.pagerduty.read_schedules import ScheduleRead
    from ownctl.providers.pagerduty.services import ServiceShape

Named = TypeVar("Named", bound=Any)


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the list endpoints say, before anything has been left out."""

    users: tuple[User, ...]
    teams: tuple[Live[Team], ...]
    policies: tuple[PolicyShape, ...]
    services: tuple[ServiceShape, ...]
    schedules: Mapping[str, str]
    """Names by id."""


def read(client: Client, wanted: Wanted, now: datetime) -> Account:
    """The account as far as this org is concerned.

    What bears its marker, what bears a declared name, the policies of its teams, and all users; the rest is only
    counted. Raises `Unreachable` where anything can't be read whole.
    """
    client.abilities()  # one cheap request: a wrong token is found before many are under way
    lists = _read_lists(client, wanted)
    kept_teams = _kept(lists.teams, wanted, Kind.TEAM)
    marked = [shape for shape in lists.policies if own(shape.description, wanted.org, Kind.POLICY)[1]]
    people = _people(lists.users, wanted)
    schedules = read_schedules(
        client,
        wanted,
        now,
        names_by_id=lists.schedules,
        of_policies=frozenset().union(*(shape.schedules for shape in marked)),
        teams=[team.id for team in kept_teams],
    )
    check(
        users=lists.users,
        teams=lists.teams,
        policies=lists.policies,
        services=[shape for shape in lists.services if own(shape.description, wanted.org, Kind.SERVICE)[1]],
        marked=marked,
        schedules=[schedule.shape for schedule in schedules if schedule.ref],
    )
    names = Names(people, _objects(lists, wanted, schedules))
    return _account(lists, wanted, kept_teams, schedules, names)


def _read_lists(client: Client, wanted: Wanted) -> _Lists:
    def team_ids() -> list[str]:
        return [item["id"] for item in everything(client, teams.LISTING)]

    found: list[Any] = in_parallel(
        [
            lambda: [users.read(item) for item in everything(client, users.LISTING, team_ids)],
            lambda: [teams.read(item, wanted.org) for item in everything(client, teams.LISTING)],
            lambda: [policies.shape(item) for item in everything(client, policies.LISTING, team_ids)],
            lambda: [services.shape(item) for item in everything(client, services.LISTING, team_ids)],
            lambda: listed(client, team_ids),
        ]
    )
    every_user, every_team, every_policy, every_service, names_of_schedules = found
    return _Lists(tuple(every_user), tuple(every_team), tuple(every_policy), tuple(every_service), names_of_schedules)


def _account(
    lists: _Lists,
    wanted: Wanted,
    kept_teams: tuple[Live[Team], ...],
    schedules: tuple[ScheduleRead, ...],
    names: Names,
) -> Account:
    holding = _in_teams(lists.policies, kept_teams)  # strangers' too: they keep their people in a team of ours
    every_policy = (policies.read(each, wanted.org, names) for each in lists.policies)
    kept_policies = _kept(every_policy, wanted, Kind.POLICY, holding)
    kept_services = _kept((services.read(each, wanted.org, names) for each in lists.services), wanted, Kind.SERVICE)
    integrations = {shape.id: shape.events_integrations for shape in lists.services}
    return Account(
        users={user.email.lower(): user for user in lists.users},
        teams=kept_teams,
        memberships={
            team.id: frozenset(user.id for user in lists.users if team.id in user.teams) for team in kept_teams
        },
        schedules=tuple(schedule.live(names) for schedule in schedules),
        policies=kept_policies,
        services=kept_services,
        integrations={service.id: integrations[service.id] for service in kept_services},
        others={
            Kind.TEAM: len(lists.teams) - len(kept_teams),
            Kind.SCHEDULE: len(
                lists.schedules.keys() - wanted.known_schedules.keys() - {s.shape.id for s in schedules}
            ),
            Kind.POLICY: len(lists.policies) - len(kept_policies),
            Kind.SERVICE: len(lists.services) - len(kept_services),
        },
    )


def _kept(
    lives: Iterable[Live[Named]], wanted: Wanted, kind: Kind, also: frozenset[str] = frozenset()
) -> tuple[Live[Named], ...]:
    """What is ours, what has a declared name (it may be taken over, or stand in the way), and ids in `also`."""
    declared = wanted.names.get(kind, frozenset())
    return tuple(live for live in lives if live.resource.key or live.resource.name in declared or live.id in also)


def _in_teams(shapes: Iterable[PolicyShape], kept_teams: Iterable[Live[Team]]) -> frozenset[str]:
    """Ids of the policies that belong to a team of ours, whoever made them."""
    ours = {team.id for team in kept_teams}
    return frozenset(shape.id for shape in shapes if not ours.isdisjoint(team.id for team in shape.teams))


def _people(users_of_account: Iterable[User], wanted: Wanted) -> dict[str, str]:
    keys = ((user.id, wanted.people.get(user.email.lower())) for user in users_of_account)
    return {user_id: key for user_id, key in keys if key is not None}


def _objects(lists: _Lists, wanted: Wanted, schedules: Iterable[ScheduleRead]) -> dict[str, Ref]:
    """What bears this org's marker, by id."""
    described = [
        (Kind.TEAM, ((live.id, live.resource.description) for live in lists.teams)),
        (Kind.POLICY, ((shape.id, shape.description) for shape in lists.policies)),
        (Kind.SERVICE, ((shape.id, shape.description) for shape in lists.services)),
        (Kind.SCHEDULE, ((schedule.shape.id, schedule.shape.description) for schedule in schedules)),
    ]
    found = {key: own(description, wanted.org, kind)[1] for kind, objects in described for key, description in objects}
    return dict(wanted.known_schedules) | {key: ref for key, ref in found.items() if ref is not None}
