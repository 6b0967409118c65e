"""`ownctl who SERVICE`: whose it is, who is paged now and next, and where to turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ownctl.cli.completion import services as known_services
from ownctl.cli.exits import CannotRun
from ownctl.cli.moments import moment
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show
from ownctl.cli.understood import contradicted, named, understood

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Org
    from ownctl.render.who import Answer


@click.command()
@root_option
@click.argument("service", shell_complete=known_services)
@click.option("--at", "asked", metavar="TIME", help="At which moment; by default, now.")
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", show_default=True)
def who(root: Path, service: str, asked: str | None, form: str) -> None:
    """Say whose a service is, who is paged for it now and next, and where to turn.

    A TIME is a date or a local time in the time zone of the team (2026-11-30, 2026-11-30T09:30), or RFC 3339
    (2026-11-30T09:30:00Z).
    """
    org = understood(root)
    if service in org.teams and not any(key == service for _, key, _ in org.services):
        raise CannotRun(
            f"`{service}` is a team, and this asks for a service",
            f"name one of {', '.join(org.teams[service].services) or 'its services'}; "
            f"or for the team: ownctl oncall --team {service}",
        )
    team = named("service", service, {key: team for team, key, _ in org.services})
    at = moment("--at", asked, org.zone(team)) if asked else now()
    answer = _answer(org, team.team, service, at)
    if form == "json":
        from ownctl.render.who_json import as_json

        click.echo(as_json(answer), nl=False)
    else:
        from ownctl.render.who import text

        show(text(org, answer))


def _answer(org: Org, team: str, service: str, at: datetime) -> Answer:
    from ownctl.oncall import covers, next_change, stage_at, told
    from ownctl.render.who import Answer

    owner = org.teams[team]
    for asked in (owner, *covers(org, owner)):
        for key in asked.rotations:
            contradicted(org, asked.team, key)  # what is said of it may not be what was meant
    changes = next_change(org, team, at)
    return Answer(
        owner,
        service,
        owner.services[service],
        stage_at(org, team, at),
        at,
        told(org, team, at),
        changes,
        told(org, team, changes) if changes else (),
    )
