"""What a rule sees: the org at one moment, each object with its place, and what is known about it already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ownctl.rules.scope import Scope, alerts_of, services_of
from ownctl.rules.waivers import Waivers, waivers_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from ownctl.account.limits import Limits
    from ownctl.config import Alert, Org, OrgFile, Person, Service, Team
    from ownctl.rules.waivers import Placed


@dataclass(frozen=True)
class Look:
    """An org as rules look at it. Everything derived is worked out once, when the first rule asks."""

    org: Org
    now: datetime
    """With an offset; never read from a clock."""
    limits: Limits
    """Of the provider."""
    touched: frozenset[Placed] = frozenset()
    """Waivers that cover a finding, whether or not they still hold; known once all other rules have looked."""

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

    def today(self, team: Team) -> date:
        """The date on the team's calendar."""
        return self.now.astimezone(self.org.zone(team)).date()
