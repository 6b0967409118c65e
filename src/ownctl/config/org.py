"""Everything that is declared, once it has been read."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from ownctl.config.people import Person
from ownctl.config.rotations import Rotation
from ownctl.config.services import Service
from ownctl.config.settings import OrgFile
from ownctl.config.teams import Team
from ownctl.config.times import Hours


class Org(BaseModel):
    """Everything that is declared. What is declared twice stands here once, as it was first."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    settings: OrgFile
    people: dict[str, Person] = {}
    teams: dict[str, Team] = {}
    broken: frozenset[str] = frozenset()
    """What the files declare, but wrongly, so that it is missing here: see `is_broken`."""
    metadata_schemas: dict[str, dict[str, Any] | bool] = {}
    """The org's own JSON Schemas, parsed, by what they are for (`service`)."""

    @property
    def services(self) -> Iterator[tuple[Team, str, Service]]:
        """Every service with its owner and key, in the order of the files."""
        return ((team, key, service) for team in self.teams.values() for key, service in team.services.items())

    def zone(self, team: Team, rotation: Rotation | None = None) -> ZoneInfo:
        """The zone in which a rotation's (else the team's) dates and local times are read."""
        return (rotation.time_zone if rotation else None) or team.time_zone or self.settings.time_zone

    def business_hours(self, team: Team) -> Hours:
        """The team's own working hours, else the org's."""
        return team.business_hours or self.settings.business_hours

    def is_broken(self, kind: str, *key: str) -> bool:
        """Whether `team KEY`, `person KEY`, `service KEY` or `rotation TEAM KEY` is declared, but wrongly.

        Who refers to it is right to do so. Of a file that can't be parsed nobody knows what it declares, so
        then everything of its kind might stand there.
        """
        refs = [f"{kind}/{'/'.join(key[:n])}" for n in range(1, len(key) + 1)]
        return not self.broken.isdisjoint([f"{kind}/*", *refs])
