"""A look at a whole tree, made in a process of its own: what is wrong with it, and who is on call next.

The process reads requests from its standard input and answers on its standard output, one after the other, as pickles
with their length before them. It ends with its input, so it never outlives the editor.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from ownctl.config import Buffers, Finding, Memory, NoTree, Severity, without_garbage_collection

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from ownctl.config import Org
    from ownctl.oncall import OnCall, Role, Span

LENGTH = struct.Struct(">Q")
AHEAD = timedelta(weeks=6)
"""How far the next shifts of people and teams are looked for."""


LONGEST = timedelta(weeks=4)
"""A shift is shown to its end if it is no longer than that."""
NIGHTS_AND_WEEKEND = timedelta(days=3)
"""Hours off that long are within one turn where the same people are on call after them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Look at a tree."""

    root: Path
    texts: Mapping[Path, str]
    """What is being written, by absolute path."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody is on call, from `start` (inclusive) until `end` (exclusive), both in the rotation's zone."""

    person: str
    team: str
    rotation: str
    role: Role
    start: datetime
    end: datetime
    in_parts: bool
    """Whether it is made of windows with hours off between them."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a person's name is explained with."""

    name: str
    zone: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """What a team's name is explained with."""

    name: str
    description: str
    stage: str
    cover: str
    channel: str


@dataclass(frozen=True, slots=True)
class Service:
    """What a service's name is explained with."""

    name: str
    description: str
    team: str
    tier: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a tree showed. Files in spots are absolute paths, or relative to the folder around the tree."""

    findings: tuple[Finding, ...] = ()
    shifts: tuple[Shift, ...] = ()
    """In the order of teams, rotations and times."""
    people: Mapping[str, Person] | None = None
    """All these are None where org.yaml can't be used."""
    teams: Mapping[str, Team] | None = None
    services: Mapping[str, Service] | None = None
    broken: frozenset[str] = frozenset()
    """What is declared, but wrongly, so that it is missing here, as `Org.broken` has it; and rotations that make no
    sense."""
    unclear: tuple[str, ...] = ()
    """The files in which that stands, from the root of the tree."""


def look(ask: Ask, memory: Memory) -> Seen:
    """Look at a tree as `ownctl validate` does."""
    from ownctl.config.load import HARMLESS
    from ownctl.rules import examine

    try:
        loaded, findings = examine(ask.root, ask.now, Buffers(ask.texts), memory)
    except NoTree:
        return Seen()
    if (org := loaded.org) is None:
        return Seen(findings)
    contradicted = frozenset(_contradicted(org))
    files = {
        finding.spot.file
        for finding in loaded.findings
        if finding.severity is Severity.ERROR and finding.rule not in HARMLESS
    }
    files |= {org.teams[team].spot_of("team").file for team, _ in contradicted}
    return Seen(
        findings,
        tuple(_shifts(org, ask.now, contradicted)),
        _people(org),
        _teams(org, ask.now),
        _services(org),
        org.broken | {f"rotation/{team}/{name}" for team, name in contradicted},
        tuple(sorted(map(loaded.in_tree, files))),
    )


def _contradicted(org: Org) -> Iterator[tuple[str, str]]:
    """The rotations, by team and key, of which nobody can say who has them."""
    from ownctl.oncall import contradictions

    for key, team in org.teams.items():
        yield from ((key, name) for name in team.rotations if contradictions(org, key, name))


def _shifts(org: Org, now: datetime, contradicted: Container[tuple[str, str]]) -> Iterator[Shift]:
    from ownctl.oncall import spans

    for key, team in org.teams.items():
        for name, rotation in team.rotations.items():
            if (key, name) in contradicted:
                continue
            zone = org.zone(team, rotation)
            for people, start, end, in_parts in _turns(spans(org, key, now, now + AHEAD + LONGEST, name)):
                if start >= now + AHEAD:
                    break
                begins, ends = start.astimezone(zone), end.astimezone(zone)
                for one in people:
                    yield Shift(one.person, key, name, one.role, begins, ends, in_parts)


def _turns(spans: Iterable[Span]) -> Iterator[tuple[tuple[OnCall, ...], datetime, datetime, bool]]:
    """Spans of a rotation as people think of them: the windows of one turn together, over nights and a weekend."""
    last: Span | None = None
    in_parts = False
    for span in spans:
        if last is not None and last.people == span.people and span.start - last.end <= NIGHTS_AND_WEEKEND:
            last, in_parts = last._replace(end=span.end), True
            continue
        if last is not None:
            yield last.people, last.start, last.end, in_parts
        last, in_parts = span, False
    if last is not None:
        yield last.people, last.start, last.end, in_parts


def _people(org: Org) -> dict[str, Person]:
    teams: dict[str, list[str]] = {}
    for team in org.teams.values():
        for member in team.members:
            teams.setdefault(member.person, []).append(team.name)
    return {
        key: Person(person.name, (person.time_zone or org.settings.time_zone).key, tuple(teams.get(key, ())))
        for key, person in org.people.items()
    }


def _teams(org: Org, now: datetime) -> dict[str, Team]:
    from ownctl.oncall import stage_at

    return {
        key: Team(
            team.name,
            team.description or "",
            stage_at(org, key, now),
            team.support.cover or "",
            team.support.channel or "",
        )
        for key, team in org.teams.items()
    }


def _services(org: Org) -> dict[str, Service]:
    return {
        key: Service(service.name, service.description or "", team.team, service.tier)
        for team, key, service in org.services
    }


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until there are no more requests."""
    memory = Memory()
    while head := requests.read(LENGTH.size):
        (size,) = LENGTH.unpack(head)
        ask: Ask = pickle.loads(requests.read(size))  # noqa: S301  # the server that started us wrote it
        with without_garbage_collection():
            data = pickle.dumps(look(ask, memory))
        answers.write(LENGTH.pack(len(data)) + data)
        answers.flush()
