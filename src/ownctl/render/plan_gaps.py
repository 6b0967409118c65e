"""Where a plan leaves nobody on call who was: what a reviewer must not overlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.words import moment
from ownctl.render.markdown_escape import inline
from ownctl.render.plan_labels import label_of, zone_of
from ownctl.render.plan_tables import together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config import Org
    from ownctl.reconcile.effects import Effect
    from ownctl.reconcile.plan import Plan


def gaps(plan: Plan, org: Org) -> Iterator[str]:
    """A line for each rotation that reaches nobody where it reached somebody."""
    first: dict[tuple[str, str | None], tuple[Effect, int]] = {}
    for effect in plan.effects:
        if effect.before and not effect.after and effect.service is None:
            about = (effect.team, effect.rotation)
            known, count = first.get(about, (effect, 0))
            first[about] = (known, count + 1)
    ended = {(each.team, each.rotation) for each in plan.outlooks if each.service is None and not each.after}
    for (team, rotation), (effect, count) in first.items():
        zone = zone_of(plan, org, team, rotation)
        more = f", and {count - 1} times more" if count > 1 else ""
        if (team, rotation) in ended:
            span, more = f"from {moment(effect.start, zone)} on ({inline(zone)})", ""
        else:
            span = f"{moment(effect.start, zone)} – {moment(effect.end, zone)} ({inline(zone)})"
        yield f"**{inline(label_of(plan, org, team, rotation), 200)}**: {span}{_instead(plan, effect)}{more}"


def _instead(plan: Plan, gap: Effect) -> str:
    """Whom the team's policy tells first meanwhile, where that changes with the plan."""
    policies = (each for each in plan.outlooks if (each.team, each.rotation, each.service) == (gap.team, None, None))
    told = (watch.people for each in policies for watch in each.after if watch.start <= gap.start < watch.end)
    people = next(told, ())
    return f", {together(people, plan.names)} told first instead" if people else ""
