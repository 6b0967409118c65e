"""Teams that a plan touches beyond those that change something, for people."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ownctl.config.phrases import listed
from ownctl.reconcile.touches import How
from ownctl.render.plan_labels import service_name, team_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Org
    from ownctl.reconcile.plan import Plan
    from ownctl.reconcile.touches import Touch

WORDS = {
    How.SHIFTS: "{people} gets other shifts in {by}",
    How.COVER: "other people are on call in {by}, which is told when something of theirs goes wrong",
    How.TOLD: "{people} is told from now on when something of {by} goes wrong",
    How.SPARED: "{people} is told no longer when something of {by} goes wrong",
    How.GIVES: "{service} moves from {team} to {by}",
    How.TAKES: "{service} moves from {by} to {team}",
}
BY_NAME = {
    How.TOLD: "{people} is told by name from now on when something of {by} goes wrong",
    How.SPARED: "{people} is told by name no longer when something of {by} goes wrong",
}
ALL_OF_IT = "whoever is on call"


def touched(plan: Plan, org: Org) -> Iterator[tuple[str, str]]:
    """Teams that are touched in the same way, by their names, and how: `Search, Storefront`, `Tom gets …`."""
    alike: dict[str, list[str]] = {}
    for each in plan.touches:
        alike.setdefault(sentence(each, plan, org), []).append(team_name(plan, org, each.team))
    yield from ((", ".join(teams), said) for said, teams in alike.items())


def heading(plan: Plan) -> str:
    """What stands above them."""
    named = any(each.team == each.by for each in plan.touches)
    return "Whom it touches as well:" if named else "It touches other teams as well:"


def sentence(touch: Touch, plan: Plan, org: Org) -> str:
    """One of them, without the team that it is about."""
    names = [plan.names.get(each, each) for each in touch.people]
    said = BY_NAME[touch.how] if names and touch.how in BY_NAME else WORDS[touch.how]
    if len(names) > 1:
        said = said.replace("{people} gets", "{people} get").replace("{people} is", "{people} are")
    return said.format(
        people=listed(names) or ALL_OF_IT,
        team=team_name(plan, org, touch.team),
        by=team_name(plan, org, touch.by),
        service=service_name(org, touch.service or ""),
    )


def touch_lines(plan: Plan, org: Org, width: int) -> list[str]:
    """A heading and a line for each; none where nobody else is touched."""
    lines = [f"  {teams} · {said}" for teams, said in touched(plan, org)]
    wrapped = [part for line in lines for part in wrap(line, width, subsequent_indent="    ")]
    return [heading(plan), *wrapped] if lines else []
