"""Who is on call when, for people: by team and rotation, in the rotation's own time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ownctl.render.local_times import moment, span
from ownctl.render.people import together

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall import Span

Asked = tuple[str, str, "datetime", "datetime", Sequence["Span"]]
"""A team and a rotation, from when until when was asked, and the spans in it."""


def text(org: Org, asked: Sequence[Asked], now: datetime) -> str:
    """Rotations one below the other; who is on call at `now` stands out. With ANSI colours."""
    return "\n\n".join("\n".join(_rotation(org, each, now)) for each in asked)


def _rotation(org: Org, asked: Asked, now: datetime) -> Sequence[str]:
    team_key, key, since, until, spans = asked
    team = org.teams[team_key]
    zone = org.zone(team, team.rotations[key])
    title = click.style(f"{team.name} · {key}", bold=True)
    lines = [f"{title}{click.style(f'  {zone.key}', dim=True)}"]
    if not spans:
        begins, ends = (moment(each, zone, now.year) for each in (since, until))
        return [*lines, f"  nobody from {begins} until {ends}"]
    times = [span(each.start, each.end, zone, now.astimezone(zone).year) for each in spans]
    width = max(map(len, times))
    for each, time in zip(spans, times, strict=True):
        line = f"  {time:<{width}}  {together(org, each.people)}"
        lines.append(click.style(line, fg="green") if each.start <= now < each.end else line)
    return lines
