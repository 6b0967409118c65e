"""A declared object together with the way to it, so that a finding knows its place and waivers know what they cover."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from ownctl.config import Declared, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ownctl.config import Alert, Member, Rotation, Service, Team

D = TypeVar("D", bound=Declared, covariant=True)
Path: TypeAlias = tuple[str | int, ...]
"""The way from the org to a value: `("teams", "payments", "members", 2, "person")`."""


class Place(NamedTuple):
    """Where in a file, and where in the org."""

    spot: Spot
    path: Path


class Scope(NamedTuple, Generic[D]):
    """A declared object, the way to it, and what finds the spot that stands for it as a whole."""

    it: D
    path: Path
    named: Callable[[], Spot]
    """Where its key or name stands: a mark on all of a long mapping would show nothing."""

    @property
    def here(self) -> Place:
        """The place of the object as a whole."""
        return Place(self.named(), self.path)

    def value(self, *steps: str | int) -> Place:
        """The place of the value at `steps`; of the object's name where the file has no part of it."""
        return self._place(self.it.spot_of(*steps), steps)

    def key(self, *steps: str | int) -> Place:
        """The place of the key at `steps`; of the object's name where the file has no part of it."""
        return self._place(self.it.key_spot_of(*steps), steps)

    def _place(self, spot: Spot, steps: Path) -> Place:
        return Place(self.named() if spot == self.it.spot_of() else spot, self.path + steps)


def members_of(team: Scope[Team]) -> Iterator[Scope[Member]]:
    """The members of a team, in the order of the file."""
    for index, member in enumerate(team.it.members):
        yield Scope(member, (*team.path, "members", index), partial(member.spot_of, "person"))


def rotations_of(team: Scope[Team]) -> Iterator[tuple[str, Scope[Rotation]]]:
    """The rotations of a team by key."""
    for key, rotation in team.it.rotations.items():
        yield key, Scope(rotation, (*team.path, "rotations", key), partial(team.it.key_spot_of, "rotations", key))


def services_of(team: Scope[Team]) -> Iterator[tuple[str, Scope[Service]]]:
    """The services of a team by key, from the team's own file or from files beside it."""
    for key, service in team.it.services.items():
        yield key, Scope(service, (*team.path, "services", key), partial(team.it.key_spot_of, "services", key))


def alerts_of(service: Scope[Service]) -> Iterator[tuple[str, Scope[Alert]]]:
    """The alerts of a service by key."""
    for key, alert in service.it.alerts.items():
        yield key, Scope(alert, (*service.path, "alerts", key), partial(service.it.key_spot_of, "alerts", key))
