"""`ownctl oncall`: who is on call when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from ownctl.cli.completion import services as known_services
from ownctl.cli.completion import teams as known_teams
from ownctl.cli.exits import CannotRun
from ownctl.cli.moments import moment
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show
from ownctl.cli.understood import contradicted, named, understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Org
    from ownctl.render.oncall import Asked

AHEAD = timedelta(weeks=2)


@click.command()
@root_option
@click.option(
    "--team", "teams", multiple=True, metavar="TEAM", shell_complete=known_teams,
    help="Only this team; may be repeated.",
)  # fmt: skip
@click.option(
    "--service", "services", multiple=True, metavar="SERVICE", shell_complete=known_services,
    help="Only the team that owns this service.",
)  # fmt: skip
@click.option("--from", "since", metavar="TIME", help="From when on; by default, now.")
@click.option("--until", metavar="TIME", help="Until when, exclusive; by default, two weeks later.")
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", show_default=True)
def oncall(
    root: Path, teams: tuple[str, ...], services: tuple[str, ...], since: str | None, until: str | None, form: str
) -> None:
    """Say who is on call when.

    A TIME is a date or a local time in the time zone of the team (2026-11-30, 2026-11-30T09:30), or RFC 3339
    (2026-11-30T09:30:00Z).
    """
    org = understood(root)
    at = now()
    asked = [
        each
        for team in _teams(org, teams, services)
        for each in _of_team(org, team, *_stretch(org, team, since, until, at))
    ]
    if form == "json":
        from ownctl.render.oncall_json import as_json

        click.echo(as_json(span for *_, spans in asked for span in spans), nl=False)
        return
    from ownctl.render.oncall import text

    if asked:
        show(text(org, asked, at))
    else:
        click.echo("there is no rotation to speak of", err=True)


def _teams(org: Org, teams: Iterable[str], services: Iterable[str]) -> list[str]:
    """The teams that are asked about, in the order of the files; all where none is named."""
    owners = {key: team.team for team, key, _ in org.services}
    wanted = {named("team", team, org.teams).team for team in teams}
    owning = {service: named("service", service, owners) for service in services}
    for service, owner in owning.items() if wanted else ():
        if owner not in wanted:
            raise CannotRun(
                f"{service} is owned by {owner}, which is not among the teams asked for",
                "leave --team or --service out",
            )
    wanted = {*owning.values()} or wanted
    return [key for key in org.teams if key in wanted or not wanted]


def _stretch(org: Org, team: str, since: str | None, until: str | None, at: datetime) -> tuple[datetime, datetime]:
    zone = org.zone(org.teams[team])
    start = moment("--from", since, zone) if since else at
    end = moment("--until", until, zone) if until else start + AHEAD
    if end <= start:
        way_out = "swap them" if end < start else "name a later end: --until is exclusive"
        raise CannotRun(
            f"--until {until} is not after {f'--from {since}' if since else 'now'}",
            way_out if since else "name when it begins with --from",
        )
    return start, end


def _of_team(org: Org, team: str, since: datetime, until: datetime) -> Iterator[Asked]:
    """A team's rotations with their spans; one that contradicts itself is left out, and said to be."""
    from ownctl.oncall import spans

    for key in org.teams[team].rotations:
        if not contradicted(org, team, key):
            yield team, key, since, until, spans(org, team, since, until, key)
