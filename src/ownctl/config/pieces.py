"""What one file says, by itself: values that hold for as long as its bytes, its name and its owner are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ownctl.config.findings import Finding, Severity
from ownctl.config.parse import parse
from ownctl.config.people import PeopleFile
from ownctl.config.settings import OrgFile
from ownctl.config.source import Source, decode
from ownctl.config.spots import Mapping, Span, Spot, key_spot, value_spot
from ownctl.config.teams import Team
from ownctl.config.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ownctl.config.people import Person
    from ownctl.config.services import Service

S = TypeVar("S")


class Piece(NamedTuple, Generic[S]):
    """A file that could be read."""

    source: Source | None
    """None if no guess at its text makes sense."""
    findings: tuple[Finding, ...]
    """What is wrong with its text and its YAML."""
    said: S | None
    """None if it can't be parsed."""


class OrgSaid(NamedTuple):
    """org.yaml."""

    settings: OrgFile | None
    findings: tuple[Finding, ...]


class PeopleSaid(NamedTuple):
    """people.yaml, or one of people/*.yaml."""

    people: dict[str, Person]
    at: dict[str, Spot]
    """Where each key stands, those of broken people included."""
    broken: frozenset[str]
    """References as `Org.broken` has them."""
    findings: tuple[Finding, ...]


class TeamSaid(NamedTuple):
    """A team's own file."""

    key: str | None
    at: Spot
    """Where the key stands."""
    team: Team | None
    node: Mapping
    services_at: dict[str, Spot] | None
    """Where each service's key stands; None if something else than services stands there."""
    refs: frozenset[str]
    """References to all that it declares, the broken included."""
    good: frozenset[str]
    """Those of them that it declares rightly."""
    findings: tuple[Finding, ...]


class ServiceSaid(NamedTuple):
    """The file of one service, beside its team's."""

    key: str | None
    at: Spot
    """Where the key stands."""
    service: Service | None = None
    team_node: Mapping | None = None
    """The team's file as it would be if it declared this service and nothing else."""
    findings: tuple[Finding, ...] = ()


def org_piece(data: bytes, file: str, _: str) -> Piece[OrgSaid]:
    """Read org.yaml."""
    return _piece(data, file, _org)


def people_piece(data: bytes, file: str, _: str) -> Piece[PeopleSaid]:
    """Read a file of people."""
    return _piece(data, file, _people)


def team_piece(data: bytes, file: str, beside: str) -> Piece[TeamSaid]:
    """Read a team's own file; `beside` is the folder of services beside it, if there is one."""
    return _piece(data, file, lambda node: _team(node, beside=bool(beside)))


def service_piece(data: bytes, file: str, team: str) -> Piece[ServiceSaid]:
    """Read the file of a service that `team` owns: the way to that team, as `teams.payments`."""
    return _piece(data, file, lambda node: _service(node, team))


def _piece(data: bytes, file: str, say: Callable[[Mapping], S]) -> Piece[S]:
    source, findings = decode(data, file)
    if source is None:
        return Piece(None, tuple(findings), None)
    node, more = parse(source)
    return Piece(source, (*findings, *more), None if node is None else say(node))


def _org(node: Mapping) -> OrgSaid:
    settings, findings = typed(OrgFile, node, "")
    return OrgSaid(settings, tuple(findings))


def _people(node: Mapping) -> PeopleSaid:
    keys = node.get("people")
    if isinstance(keys, Mapping):
        at = {key: key_spot(keys, key) for key in keys}
        broken = {f"person/{key}" for key in keys.broken}
    else:  # whoever is meant to stand there
        at, broken = {}, {"person/*"}
    declared, findings = typed(PeopleFile, node, "")
    people = declared.people if declared else {}
    broken |= {f"person/{key}" for key in at if key not in people}
    return PeopleSaid(people, at, frozenset(broken), tuple(findings))


def _team(node: Mapping, *, beside: bool) -> TeamSaid:
    key = node.get("team")
    key = key if isinstance(key, str) else None
    at = value_spot(node, "team")
    services = node.get("services")
    if services is None and "services" not in node.broken:
        services_at: dict[str, Spot] | None = {}
        if beside:  # then an empty `services:` is one that goes on in the files
            node.pop("services", None)
    else:
        services_at = {name: key_spot(services, name) for name in services} if isinstance(services, Mapping) else None
    refs = _refs(node, key, broken=True)
    team, findings = typed(Team, node, way_to(key))
    refs |= _refs(node, key, broken=True)  # by now it is known what was misspelt
    good = _refs(node, key) if team is not None else set()
    if team is None:
        refs.add("team/*" if key is None else f"rotation/{key}")
    return TeamSaid(key, at, team, node, services_at, frozenset(refs), frozenset(good), tuple(findings))


def way_to(team: str | None) -> str:
    """How the paths of a team's findings begin."""
    return "teams" if team is None else f"teams.{team}"


def _refs(node: Mapping, key: str | None, *, broken: bool = False) -> set[str]:
    """References to what a team's file declares: itself, its rotations and services; also the broken ones."""
    refs = {f"team/{key}"}
    for kind, prefix in (("services", "service"), ("rotations", f"rotation/{key}")):
        below = node.get(kind)
        if isinstance(below, Mapping):
            refs |= {f"{prefix}/{name}" for name in below}
            refs |= {f"{prefix}/{name}" for name in below.broken if broken}
        elif broken and (kind in node or kind in node.broken):  # whatever is meant to stand there
            refs.add("service/*" if kind == "services" else prefix)
    return refs


def _service(node: Mapping, where: str) -> ServiceSaid:
    key = node.pop("service", None)
    if not isinstance(key, str):
        return _unnamed(node, key)
    around = Mapping(node.file, node.span)
    services = Mapping(node.file, node.span)
    around |= {"team": "t", "name": "t", "services": services}  # a team that nothing is wrong with
    around.keys_at["services"] = around.values_at["services"] = node.span
    services[key] = node
    services.keys_at[key] = Span(*node.values_at["service"][:2], node.file)
    services.values_at[key] = Span(*node.span[:2], node.file)
    team, findings = typed(Team, around, where)
    service = team.services.get(key) if team else None
    return ServiceSaid(key, value_spot(node, "service"), service, around, tuple(findings))


def _unnamed(node: Mapping, key: Any) -> ServiceSaid:
    at = value_spot(node, "service")
    if "service" in node.broken:
        return ServiceSaid(None, at)
    message = "a service's own file begins with its key" if key is None else "a service's key is text"
    whole = value_spot(node)
    beginning = whole._replace(end_line=whole.line, end_column=whole.column)
    spot = at if key is not None else beginning
    help_ = "begin the file with `service: checkout-api`"
    finding = Finding("missing-field", Severity.ERROR, message, help_, spot)
    return ServiceSaid(None, at, findings=(finding,))
