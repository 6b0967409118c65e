"""What several files declare together: people from people/*.yaml, teams with the services beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.findings import Finding, Severity
from ownctl.config.pieces import PeopleSaid, ServiceSaid, TeamSaid, way_to
from ownctl.config.spots import Mapping

if TYPE_CHECKING:
    from ownctl.config.people import Person
    from ownctl.config.spots import Spot
    from ownctl.config.teams import Team


def _twice(what: str, key: str, spot: Spot, first: Spot) -> Finding:
    return Finding(
        "declared-twice",
        Severity.ERROR,
        f"{what} {key} is declared already, at {first.file}:{first.line}; one of the two would be lost",
        "keep one of them, or give this one another key",
        spot,
    )


class People:
    """Everybody, from whichever files."""

    def __init__(self) -> None:
        self.found: dict[str, Person] = {}
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self._first: dict[str, Spot] = {}

    def add(self, said: PeopleSaid) -> None:
        """Take in what one file declares; a person that an earlier one has is left out, with a finding."""
        twice = [key for key in said.at if key in self._first]
        self.findings += [_twice("person", key, said.at[key], self._first[key]) for key in twice]
        self._first = {**said.at, **self._first}
        self.found |= {key: person for key, person in said.people.items() if key not in twice}
        self.broken |= {ref for ref in said.broken if ref.partition("/")[2] not in twice}
        self.findings += [each for each in said.findings if not _about(each, twice)]


def _about(finding: Finding, people: list[str]) -> bool:
    return any(f"{finding.path}.".startswith(f"people.{key}.") for key in people)


class Teams:
    """All teams, each with its own services and those in files beside it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self._teams: list[tuple[str, TeamSaid]] = []
        self._by_folder: dict[str, TeamSaid] = {}
        self._beside: dict[str, list[ServiceSaid]] = {}

    def add(self, said: TeamSaid, folder: str) -> None:
        """Take in a team's file; `folder` is its own, if it has one."""
        self._teams.append((folder, said))
        if folder:
            self._by_folder[folder] = said
            self._beside[folder] = []

    def way_to(self, folder: str) -> str:
        """How the paths of findings on the services beside a team begin."""
        team = self._by_folder.get(folder)
        return way_to(team.key if team else None)

    def add_service(self, said: ServiceSaid, folder: str) -> None:
        """Take in the file of one service of the team in `folder`."""
        if said.key is None:
            self.broken.add("service/*")
            self.findings += said.findings
        elif folder in self._by_folder:
            self._beside[folder].append(said)
        else:  # the team's own file can't be parsed, and its finding is enough
            self.broken.add(f"service/{said.key}")

    def settled(self) -> dict[str, Team]:
        """All of them by key; to be called once, when all files are in."""
        found: dict[str, Team] = {}
        first: dict[str, Spot] = {}
        for folder, said in self._teams:
            services = self._services(said, self._beside.get(folder, []))
            if said.key is not None and said.key in first:
                self.findings.append(_twice("team", said.key, said.at, first[said.key]))
                continue
            if said.key is not None:
                first[said.key] = said.at
            self.findings += [*said.findings, *(finding for each in services for finding in each.findings)]
            self.broken |= said.refs - said.good
            self.broken |= {f"service/{each.key}" for each in services if not (said.team and each.service)}
            if said.team is not None:
                found[said.team.team] = _joined(said.team, said.node, services) if services else said.team
        return found

    def _services(self, team: TeamSaid, beside: list[ServiceSaid]) -> list[ServiceSaid]:
        """The services beside a team, without those that it has already."""
        if team.services_at is None:
            return []
        at = dict(team.services_at)
        kept = []
        for said in beside:
            key = str(said.key)
            if key in at:
                self.findings.append(_twice("service", key, said.at, at[key]))
            else:
                at[key] = said.at
                kept.append(said)
        return kept


def _joined(team: Team, node: Mapping, beside: list[ServiceSaid]) -> Team:
    """The team with the services beside it, and its file as if they stood in it."""
    around = _copied(node)
    below = node.get("services")
    if isinstance(below, Mapping):
        services = _copied(below)
    else:
        services = Mapping(node.file, node.span)
        around.keys_at["services"] = around.values_at["services"] = node.span
    around["services"] = services
    for said in beside:
        if said.team_node is not None:
            part = said.team_node["services"]
            services |= part
            services.keys_at |= part.keys_at
            services.values_at |= part.values_at
            services.broken |= part.broken
            around.broken |= said.team_node.broken
    more = {str(said.key): said.service for said in beside if said.service is not None}
    joined = team.model_copy(update={"services": {**team.services, **more}})
    joined.place_at(around)
    return joined


def _copied(node: Mapping) -> Mapping:
    copied = Mapping(node.file, node.span)
    copied |= node
    copied.keys_at, copied.values_at, copied.broken = dict(node.keys_at), dict(node.values_at), node.broken
    return copied
