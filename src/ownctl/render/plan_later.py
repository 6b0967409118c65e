"""What a plan changes only after the four weeks that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.resources import Kind
from ownctl.reconcile.differences import first_ever
from ownctl.reconcile.effects import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.effects import Effect, Outlook
    from ownctl.reconcile.plan import Plan


def about(each: Effect | Outlook) -> tuple[str, str | None, str | None]:
    """The place that it is about."""
    return each.team, each.rotation, each.service


def later(plan: Plan) -> list[Effect]:
    """The first effect of each place that has none sooner, in order."""
    soon = {about(each) for each in plan.effects}
    found = (first_ever(each) for each in plan.outlooks if about(each) not in soon)
    return sorted((each for each in found if each), key=lambda each: each.start)


def undated(plan: Plan) -> Iterator[Change]:
    """Schedules that change beyond what is known of people: only since when can be told."""
    for change in plan.changes:
        if change.ref.kind is Kind.SCHEDULE and change.takes_effect and change.takes_effect >= plan.now + WHOLE:
            yield change
