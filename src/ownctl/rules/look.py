"""What a rule sees: the org at one moment, each object with its place, and what is known about it already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ownctl.oncall import CONTRADICTIONS, Kind, contradictions, problems
from ownctl.rules.references import missing_in
from ownctl.rules.scope import Scope, alerts_of, members_of, services_of
from ownctl.rules.waivers import Waivers, waivers_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from ownctl.config import Alert, Member, Org, OrgFile, Person, Service, Source, Team
    from ownctl.config.limits import Limits
    from ownctl.oncall import Problem
    from ownctl.rules.references import Missing
    from ownctl.rules.waivers import Placed

DECIDING = ("business_hours", "escalation", "members", "rotations", "stages", "support", "time_zone")
"""Fields of a team that decide who is on call and who is told."""

ABOUT_BUDDIES = frozenset({Kind.NEWCOMER_ALONE, Kind.BUDDY_NOT_A_MEMBER, Kind.BUDDY_IS_NEWCOMER})
"""What may be so only because nobody knows who the cover team's people are."""

AHEAD = timedelta(weeks=13)
"""Who is on call is looked at from now for as long; what is later changes before it comes."""


@dataclass(frozen=True)
class Look:
    """An org as rules look at it. Everything derived is worked out once, when the first rule asks."""

    org: Org
    now: datetime
    """With an offset; never read from a clock."""
    limits: Limits
    """Of the provider."""
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)
    """The text of the files, by the file of spots, for fixes that need it; whatever is missing has none."""
    touched: frozenset[Placed] = frozenset()
    """Waivers that cover a finding, whether or not they still hold; known once all other rules have looked."""

    @property
    def until(self) -> datetime:
        """How far ahead rules look, exclusive."""
        return self.now + AHEAD

    @cached_property
    def settings(self) -> Scope[OrgFile]:
        """org.yaml."""
        settings = self.org.settings
        return Scope(settings, (), partial(settings.spot_of, "org"))

    @cached_property
    def teams(self) -> dict[str, Scope[Team]]:
        """Every team by its key, in the order of the files."""
        return {key: Scope(team, ("teams", key), partial(team.spot_of, "team")) for key, team in self.org.teams.items()}

    @cached_property
    def people(self) -> dict[str, Scope[Person]]:
        """Everybody by their key."""
        return {
            key: Scope(person, ("people", key), partial(person.spot_of, "name"))
            for key, person in self.org.people.items()
        }

    @cached_property
    def waivers(self) -> Waivers:
        """Every waiver."""
        return waivers_of(self)

    @cached_property
    def services(self) -> tuple[tuple[Scope[Team], str, Scope[Service]], ...]:
        """Every service of the org with its owner and key."""
        return tuple((team, key, service) for team in self.teams.values() for key, service in services_of(team))

    @cached_property
    def alerts(self) -> tuple[tuple[Scope[Service], str, Scope[Alert]], ...]:
        """Every alert of the org with its service and its key."""
        return tuple((service, key, alert) for _, _, service in self.services for key, alert in alerts_of(service))

    @cached_property
    def service_keys(self) -> frozenset[str]:
        """The keys of all services."""
        return frozenset(self.owners)

    @cached_property
    def owners(self) -> dict[str, Scope[Team]]:
        """The owner of each service: the first team that declares it."""
        owners: dict[str, Scope[Team]] = {}
        for team, key, _ in self.services:
            owners.setdefault(key, team)
        return owners

    @cached_property
    def owned_again(self) -> tuple[tuple[Scope[Team], str, Scope[Service]], ...]:
        """Services that another team declares already."""
        return tuple(each for each in self.services if self.owners[each[1]] is not each[0])

    @cached_property
    def deserted(self) -> tuple[Scope[Team], ...]:
        """Teams that own services, and that nobody is in."""
        return tuple(
            team
            for team in self.teams.values()
            if team.it.services and not team.it.is_broken("members") and not self.staff(team)
        )

    def staff(self, team: Scope[Team]) -> tuple[Scope[Member], ...]:
        """The members who have not left."""
        return self._staff[team.it.team]

    @cached_property
    def _staff(self) -> dict[str, tuple[Scope[Member], ...]]:
        return {key: tuple(self._present(team)) for key, team in self.teams.items()}

    def _present(self, team: Scope[Team]) -> Iterator[Scope[Member]]:
        today = self.today(team.it)
        for member in members_of(team):
            if member.it.until is None or member.it.until > today:
                yield member

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """References that lead nowhere."""
        return tuple(missing_in(self))

    @cached_property
    def uncertain(self) -> frozenset[str]:
        """Teams of which nobody can say who is on call or who is told: their files have a finding that says why."""
        return frozenset(
            {each.team for each in self.missing if each.decides}
            | {key for key, team in self.teams.items() if any(map(team.it.is_broken, DECIDING))}
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the on-call engine meets in the time that rules look at; nothing that follows from other findings."""
        return tuple(
            problem
            for key in self.teams
            for problem in problems(self.org, key, self.now, self.until)
            if self._stands_alone(problem)
        )

    def _stands_alone(self, problem: Problem) -> bool:
        if problem.team in self.uncertain:
            return problem.kind in CONTRADICTIONS
        # where newcomers have no buddy, the cover team's people could serve, if only it were clear who they are
        cover = self.org.teams[problem.team].support.cover
        return cover not in self.unsettled or problem.kind not in ABOUT_BUDDIES

    @cached_property
    def unsettled(self) -> frozenset[str]:
        """Uncertain teams, and those whose rotations contradict themselves: who is on call there is not to be said."""
        return self.uncertain | {
            key
            for key, team in self.teams.items()
            if any(contradictions(self.org, key, rotation) for rotation in team.it.rotations)
        }

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Unsettled teams, and all that rely on one by their chain of covers."""
        covered: dict[str | None, list[str]] = {}
        for key, team in self.org.teams.items():
            covered.setdefault(team.support.cover, []).append(key)
        found, following = set(self.unsettled), list(self.unsettled)
        while following:
            more = [key for key in covered.get(following.pop(), ()) if key not in found]
            found.update(more)
            following += more
        return frozenset(found)

    def today(self, team: Team) -> date:
        """The date on the team's calendar."""
        return self.now.astimezone(self.org.zone(team)).date()
