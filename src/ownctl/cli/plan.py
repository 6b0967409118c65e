"""`ownctl plan`: what would change, for the account and for people."""

from __future__ import annotations

from pathlib import Path

import click

from ownctl.cli.completion import teams as known_teams
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show, width


@click.command()
@root_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Keep the plan for apply.")
@click.option("--format", "form", type=OneOf(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 where there are changes.")
@click.option(
    "--team", "teams", multiple=True, metavar="TEAM", shell_complete=known_teams,
    help="Show only what this team owns; may be repeated.",
)  # fmt: skip
@click.option(
    "--effective", type=OneOf(["next-handoff", "now"]), default="next-handoff", show_default=True,
    help="When shifts change hands.",
)  # fmt: skip
@click.option("--beyond-protection", is_flag=True, help="Lift the shares of org.yaml's protection for this run.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the totals.")
def plan(
    root: Path,
    out: Path | None,
    form: str,
    detailed_exitcode: bool,
    teams: tuple[str, ...],
    effective: str,
    beyond_protection: bool,
    quiet: bool,
) -> int:
    """Show what an apply would change, for the account and for people.

    Only reads: a read-only key in PAGERDUTY_TOKEN is enough.
    """
    from ownctl.cli.connection import connection
    from ownctl.cli.declared import declaration
    from ownctl.cli.planning import made, only, save
    from ownctl.cli.understood import named
    from ownctl.render import plan_json, plan_markdown, plans

    moment = now()
    declared = declaration(root, moment)
    for team in teams:
        named("team", team, declared.org.teams)  # before the account is asked for anything
    with connection(declared.org, read_only=True) as client:
        drawn = made(client, declared, moment, at_once=effective == "now", beyond=beyond_protection).plan
        requests = client.requests
    if out:
        save(drawn, declared, requests, out)
    shown = only(drawn, teams) if teams else drawn
    again = _options(out, root, effective, beyond=beyond_protection)
    hidden = len(drawn.changes) - len(shown.changes)
    if form == "json":
        click.echo(plan_json.as_json(shown, requests), nl=False)
    elif form == "markdown":
        show(plan_markdown.markdown(shown, declared.org, requests, str(root), again, hidden).removesuffix("\n"))
    elif quiet:
        show(plans.summary(shown))
    else:
        show(plans.text(shown, declared.org, requests, width(), again, hidden).removesuffix("\n"))
    if drawn.obstacles:
        return 1
    return 2 if detailed_exitcode and drawn.changes else 0


def _options(out: Path | None, root: Path, effective: str, *, beyond: bool) -> str:
    """What an apply must be called with to make this plan, and not another."""
    words = [f" --root {root}"] if root != Path("ownership") else []
    words += [" --effective now"] if effective == "now" else []
    words += [" --beyond-protection"] if beyond else []
    words += [f" {out}"] if out else []
    return "".join(words)
