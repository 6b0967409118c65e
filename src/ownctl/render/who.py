"""Who is paged for a service, and where to turn, for people in a hurry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ownctl.render.local_times import moment
from ownctl.render.people import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

    from ownctl.config import Org, Service, Stage, Team, TurnTo
    from ownctl.oncall import Told

LABEL = len("incidents ")


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say about a service at a moment."""

    team: Team
    key: str
    service: Service
    stage: Stage
    at: datetime
    levels: tuple[Told, ...]
    """Who is paged at `at`."""
    changes: datetime | None
    """When that changes next, if it does within 13 weeks."""
    following: tuple[Told, ...]
    """Who is paged from then on."""


def text(org: Org, answer: Answer) -> str:
    """One line a fact, aligned. With ANSI colours."""
    team, service = answer.team, answer.service
    support = team.support
    lines = [click.style(service.name, bold=True) + click.style(f"  {answer.key}", dim=True)]
    lines += _fact("owner", [f"{team.name}, in stage {answer.stage}"])
    zone = org.zone(team)
    lines += _fact("times", [f"{zone.key}, where it is {_moment(org, answer, answer.at)}"])
    lines += _fact("paged", list(_levels(org, answer, answer.levels)) or [click.style("nobody", fg="red", bold=True)])
    if answer.changes:
        since = _moment(org, answer, answer.changes)
        following = list(_levels(org, answer, answer.following)) or ["nobody"]
        lines += _fact("next", [f"from {since}", *(f"  {line}" for line in following)])
    lines += _fact("turn to", [_turn_to(org, each) for each in support.turn_to])
    lines += _fact("channel", [support.channel])
    lines += _fact("flow", [support.incident_flow])
    lines += _fact("runbook", [service.runbook])
    incidents = [[each.title, str(each.on or ""), each.link or ""] for each in support.past_incidents]
    lines += _fact("incidents", ["  ".join(filter(None, each)) for each in incidents])
    return "\n".join(lines)


def _fact(label: str, values: Sequence[str | None]) -> Iterator[str]:
    for number, value in enumerate(filter(None, values)):
        yield f"  {label if number == 0 else '':<{LABEL}}{value}"


def _levels(org: Org, answer: Answer, levels: Sequence[Told]) -> Iterator[str]:
    names = [" and ".join(shown(org, one) for one in told.people) for told in levels]
    width = max(map(len, names), default=0)
    for told, name in zip(levels, names, strict=True):
        when = "at once" if not told.after else f"after {_length(told.after)}"
        until = f"  until {_moment(org, answer, told.until)}" if told.until else ""
        yield f"{when:<10} {name:<{width}}{until}".rstrip()


def _moment(org: Org, answer: Answer, when: datetime) -> str:
    zone = org.zone(answer.team)
    return moment(when, zone, answer.at.astimezone(zone).year)


def _length(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def _turn_to(org: Org, turn_to: TurnTo) -> str:
    team, person = org.teams.get(turn_to.team or ""), org.people.get(turn_to.person or "")
    name = team.name if team else person.name if person else turn_to.team or turn_to.person or "somebody"
    return f"{name} for {turn_to.for_}" if turn_to.for_ else name
