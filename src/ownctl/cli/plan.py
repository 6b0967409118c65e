"""`ownctl plan`: what would change, for the account and for people."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.completion import teams as known_teams
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show, width
from ownctl.cli.verbose import verbose_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ownctl.config import Org
    from ownctl.reconcile.plan import Plan


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
@click.option(
    "--against", metavar="REV", help="Compare with this git revision instead of the account: from files alone."
)
@click.option("-q", "--quiet", is_flag=True, help="Print only the totals.")
@verbose_option
def plan(
    root: Path,
    out: Path | None,
    form: str,
    detailed_exitcode: bool,
    teams: tuple[str, ...],
    effective: str,
    beyond_protection: bool,
    against: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show what an apply would change, for the account and for people.

    Only reads: a read-only key in PAGERDUTY_TOKEN is enough, and --against needs none. REV is compared as
    `git diff REV...` does it: with the last commit that it and HEAD have in common.
    """
    again: str | None = _options(out, root, effective, beyond=beyond_protection)
    requests: Mapping[str, int] = {}
    if against is not None and out:
        raise click.UsageError("--out keeps a plan for apply, which --against can't make: leave one out")
    with _comment_on_errors(root) if form == "markdown" else nullcontext():
        if against is None:
            drawn, org, requests = _of_account(root, out, teams, at_once=effective == "now", beyond=beyond_protection)
        else:
            drawn, org = _of_files(root, against, teams, at_once=effective == "now", beyond=beyond_protection)
            again = None
    from ownctl.render import plans

    shown = _part(drawn, teams) if teams else drawn
    hidden = len(drawn.changes) - len(shown.changes)
    whole = plans.PLAN + _compared(root, against, effective, beyond=beyond_protection)
    if form == "json":
        from ownctl.render import plan_json

        click.echo(plan_json.as_json(shown, requests), nl=False)
    elif form == "markdown":
        from ownctl.render import plan_markdown

        show(plan_markdown.markdown(shown, org, requests, str(root), hidden, whole).removesuffix("\n"), fold=False)
    elif quiet:
        show(plans.summary(shown, hidden))
    else:
        show(plans.text(shown, org, requests, width(), again, hidden, ids=verbose, whole=whole).removesuffix("\n"))
    if drawn.obstacles:
        return 1
    return 2 if detailed_exitcode and drawn.changes else 0


def _part(drawn: Plan, teams: tuple[str, ...]) -> Plan:
    from ownctl.cli.planning import only

    return only(drawn, teams)


@contextmanager
def _comment_on_errors(root: Path) -> Iterator[None]:
    """Files with errors have no plan; what a reviewer reads says so, instead of an older plan that stays."""
    from ownctl.cli.declared import Broken
    from ownctl.render import findings_markdown

    try:
        yield
    except Broken as broken:
        if broken.org is not None:
            show(findings_markdown.comment(broken.errors, broken.org.settings.org, str(root)), fold=False)
        raise


def _of_account(
    root: Path, out: Path | None, teams: Sequence[str], *, at_once: bool, beyond: bool
) -> tuple[Plan, Org, Mapping[str, int]]:
    """The plan for the account, kept in `out`; and the requests that it took, by method."""
    from ownctl.cli.connection import connection
    from ownctl.cli.declared import declaration
    from ownctl.cli.planning import leave_other_files, made, save
    from ownctl.cli.understood import named

    moment = now()
    if out:
        leave_other_files(out)
    declared = declaration(root, moment)
    for team in teams:
        named("team", team, declared.org.teams)  # before the account is asked for anything
    with connection(declared.org, read_only=True) as client:
        drawn = made(client, declared, moment, at_once=at_once, beyond=beyond).plan
        requests = client.requests
    if out:
        save(drawn, declared, requests, out)
    return drawn, declared.org, requests


def _of_files(root: Path, rev: str, teams: Sequence[str], *, at_once: bool, beyond: bool) -> tuple[Plan, Org]:
    """The plan between a revision and the working tree."""
    from ownctl.cli.against import reviewed
    from ownctl.cli.understood import named

    found = reviewed(root, rev, now(), at_once=at_once, beyond=beyond)
    for team in teams:
        named("team", team, found.org.teams)
    return found.plan, found.org


def _compared(root: Path, against: str | None, effective: str, *, beyond: bool) -> str:
    """What a plan must be called with to show all of what this one is a part of."""
    from shlex import quote

    return (f" --against {quote(against)}" if against is not None else "") + _options(
        None, root, effective, beyond=beyond
    )


def _options(out: Path | None, root: Path, effective: str, *, beyond: bool) -> str:
    """What an apply must be called with to make this plan, and not another."""
    from shlex import quote

    words = [f" --root {quote(str(root))}"] if root != Path("ownership") else []
    words += [" --effective now"] if effective == "now" else []
    words += [" --beyond-protection"] if beyond else []
    words += [f" {out}"] if out else []
    return "".join(words)
