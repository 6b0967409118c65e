"""`ownctl apply`: make it so."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.exits import CannotRun, Refused
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show, width
from ownctl.cli.verbose import verbose_option

if TYPE_CHECKING:
    from ownctl.config import Org
    from ownctl.reconcile.plan import Plan


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@root_option
@click.option("--yes", is_flag=True, help="Don't ask; needed where nobody can answer.")
@click.option("--adopt", is_flag=True, help="Take over objects that have a declared name and no marker.")
@click.option(
    "--effective",
    type=OneOf(["next-handoff", "now"]),
    default="next-handoff",
    show_default=True,
    help="When shifts change hands.",
)
@click.option("--beyond-protection", is_flag=True, help="Lift the shares of org.yaml's protection for this run.")
@click.option("-q", "--quiet", is_flag=True, help="Print only how it ended.")
@verbose_option
def apply(
    file: Path | None,
    root: Path,
    yes: bool,
    adopt: bool,
    effective: str,
    beyond_protection: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Make the account say what the files say.

    Shows the plan and asks. With FILE, a plan kept by `ownctl plan --out FILE`, it refuses where files or account have
    moved since. Whatever ends it early, the same command finishes the work.
    """
    from ownctl.cli.applying import Applying
    from ownctl.cli.connection import connection
    from ownctl.cli.declared import declaration
    from ownctl.cli.planning import check_kept, made
    from ownctl.render import plans

    moment = now()
    declared = declaration(root, moment)
    _refuse_a_set_clock(declared.org)
    with connection(declared.org, read_only=False) as client:
        drawn = made(client, declared, moment, at_once=effective == "now", beyond=beyond_protection)
        if file:
            check_kept(file, drawn.plan, declared)
        if not quiet or not drawn.plan.changes:
            show(plans.text(drawn.plan, declared.org, client.requests, width(), ids=verbose).removesuffix("\n"))
        _refuse(drawn.plan, adopt=adopt)
        if not drawn.plan.changes:
            return 0
        if not yes and not _agreed(plans.in_short(drawn.plan) if quiet else ""):
            click.echo("Nothing was changed.", err=True)
            return 1
        folder = root.absolute().parent / ".ownctl"
        return Applying(client, declared, drawn, at_once=effective == "now").run(folder, moment, show=not quiet)


def _refuse_a_set_clock(org: Org) -> None:
    """A rehearsal's clock must not write shifts into a real account."""
    from ownctl.cli.connection import address

    if os.environ.get("OWNCTL_NOW") and not address(org).loopback:
        raise CannotRun(
            "OWNCTL_NOW is set, and the account is a real one",
            "unset OWNCTL_NOW; a plan may use it, and so may an apply to a local account",
        )


def _refuse(plan: Plan, *, adopt: bool) -> None:
    from ownctl.reconcile.changes import Action

    if plan.obstacles:
        first = plan.obstacles[0]
        more = f" (and {len(plan.obstacles) - 1} more)" if len(plan.obstacles) > 1 else ""
        raise Refused(f"{first.message}{more}", first.help)
    adopted = [change.name for change in plan.changes if change.action is Action.ADOPT]
    if adopted and not adopt:
        raise Refused(
            f"{', '.join(adopted[:5])}: in the account already, and made by somebody else",
            "see with `ownctl plan` what they are; to take them over: ownctl apply --adopt",
        )


def _agreed(to: str) -> bool:
    """Ask; `to` is what hasn't been shown yet. The end of the input (Ctrl-D) is a no."""
    if not sys.stdin.isatty():
        raise CannotRun("nobody is here to ask", "say yes beforehand: ownctl apply --yes")
    if to:
        show(to, err=True)
    try:
        return click.confirm("Apply this?", err=True)
    except click.Abort as ended:
        if not isinstance(ended.__context__, EOFError):
            raise
        click.echo(err=True)  # ends the line with the question
        return False
