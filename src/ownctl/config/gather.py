"""What several files declare together: people from people/*.yaml, teams with the services beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.config.findings import Finding, Severity
from ownctl.config.people import PeopleFile, Person
from ownctl.config.spots import Mapping, Span, key_spot, value_spot
from ownctl.config.teams import Team
from ownctl.config.typed import typed

if TYPE_CHECKING:
    from ownctl.config.spots import Spot


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
        self._nodes: list[Mapping] = []

    def add(self, node: Mapping) -> None:
        """Take in what one file declares; a person that an earlier one has is left out, with a finding."""
        people = node.get("people")
        if isinstance(people, Mapping):
            for key in list(people):
                spot = key_spot(people, key)
                if key in self._first:
                    self.findings.append(_twice("person", key, spot, self._first[key]))
                    del people[key]
                else:
                    self._first[key] = spot
            self.broken |= {f"person/{key}" for key in people.broken}
        else:  # whoever is meant to stand there
            self.broken.add("person/*")
        self._nodes.append(node)

    def settle(self) -> None:
        """Type them all; to be called once, when all files are in."""
        for node in self._nodes:
            declared, findings = typed(PeopleFile, node, "")
            self.findings += findings
            if declared is not None:
                self.found.update(declared.people)
        self.broken |= {f"person/{key}" for key in self._first if key not in self.found}


class Teams:
    """All teams, each with its own services and those in files beside it."""

    def __init__(self) -> None:
        self.found: dict[str, Team] = {}
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self._nodes: list[Mapping] = []
        self._by_folder: dict[str, Mapping] = {}
        self._first: dict[str, Spot] = {}

    def add(self, node: Mapping, folder: str) -> None:
        """Take in a team's file; `folder` is its own, if it has one."""
        self._nodes.append(node)
        if folder:
            self._by_folder[folder] = node

    def add_service(self, node: Mapping, folder: str) -> None:
        """Take in the file of one service of the team in `folder`."""
        key = node.pop("service", None)
        team = self._by_folder.get(folder)
        if not isinstance(key, str):
            self._unnamed(node, key)
        elif team is not None:
            services = _services_of(team)
            if services is not None:
                self._put(services, key, node)
        else:  # the team's own file can't be parsed, and its finding is enough
            self.broken.add(f"service/{key}")

    def _put(self, services: Mapping, key: str, node: Mapping) -> None:
        spot = value_spot(node, "service")
        if key in services:
            self.findings.append(_twice("service", key, spot, key_spot(services, key)))
            return
        services[key] = node
        services.keys_at[key] = Span(*node.values_at["service"][:2], node.file)
        services.values_at[key] = Span(*node.span[:2], node.file)

    def _unnamed(self, node: Mapping, key: Any) -> None:
        self.broken.add("service/*")
        if "service" in node.broken:
            return
        message = "a service's own file begins with its key" if key is None else "a service's key is text"
        whole = value_spot(node)
        beginning = whole._replace(end_line=whole.line, end_column=whole.column)
        spot = value_spot(node, "service") if key is not None else beginning
        help_ = "begin the file with `service: checkout-api`"
        self.findings.append(Finding("missing-field", Severity.ERROR, message, help_, spot))

    def settle(self) -> None:
        """Type them all; to be called once, when all files are in."""
        for node in self._nodes:
            key = node.get("team")
            if isinstance(key, str) and key in self._first:
                self.findings.append(_twice("team", key, value_spot(node, "team"), self._first[key]))
                continue
            if isinstance(key, str):
                self._first[key] = value_spot(node, "team")
            self._settle_team(node, key)

    def _settle_team(self, node: Mapping, key: Any) -> None:
        refs = _declared(node, broken=True)
        team, findings = typed(Team, node, f"teams.{key}" if isinstance(key, str) else "teams")
        self.findings += findings
        if team is not None:
            self.found[team.team] = team
        refs |= _declared(node, broken=True)  # by now it is known what was misspelt
        self.broken |= refs - (_declared(node) if team is not None else set())
        if team is None:
            self.broken.add("team/*" if not isinstance(key, str) else f"rotation/{key}")


def _services_of(team: Mapping) -> Mapping | None:
    """The team's mapping of services, made if it has none; None if something else stands there."""
    services = team.get("services")
    if services is None and "services" not in team.broken:
        services = Mapping(team.file, team.span)
        team["services"] = services
        team.keys_at["services"] = team.values_at["services"] = team.span
    return services if isinstance(services, Mapping) else None


def _declared(node: Mapping, *, broken: bool = False) -> set[str]:
    """References to what a team's file declares: itself, its rotations and services; also the broken ones."""
    key = node.get("team")
    refs = {f"team/{key}"}
    for kind, prefix in (("services", "service"), ("rotations", f"rotation/{key}")):
        below = node.get(kind)
        if isinstance(below, Mapping):
            refs |= {f"{prefix}/{name}" for name in below}
            refs |= {f"{prefix}/{name}" for name in below.broken if broken}
        elif broken and (kind in node or kind in node.broken):  # whatever is meant to stand there
            refs.add("service/*" if kind == "services" else prefix)
    return refs
