"""How an apply ended: what was done, what failed and why, what was not tried, and what to type next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from ownctl.reconcile.apply import Outcome
from ownctl.render.plans import KINDS, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ownctl.reconcile.apply import Result
    from ownctl.reconcile.plan import Plan


MOST = 8
"""How many changes that were not tried are named before the rest is only counted."""


def text(results: Sequence[Result], journal: Path) -> str:
    """The end of an apply; `journal` is where each write was noted."""
    counts = Counter(each.outcome for each in results)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    lines = [click.style(f"Applied: {said}", bold=True)]
    for outcome, colour in ((Outcome.FAILED, "red"), (Outcome.NOT_TRIED, "yellow")):
        lines += _details([each for each in results if each.outcome is outcome], colour)
    if counts[Outcome.FAILED] or counts[Outcome.NOT_TRIED]:
        lines.append(f"Nothing is lost: the same command goes on from here. What was written: {journal}")
    return "\n".join(lines) + "\n"


def _details(results: Sequence[Result], colour: str) -> Iterable[str]:
    shown = results if results and results[0].outcome is Outcome.FAILED else results[:MOST]
    for number, each in enumerate(shown, 1):
        what = f"{each.change.action} {KINDS[each.change.ref.kind]} {each.change.name}"
        yield f"  {click.style(str(each.outcome), fg=colour)}  {what}: {each.why}"
        if each.help and (number == len(shown) or shown[number].help != each.help):  # once for all that it is good for
            yield f"    next: {each.help}"
    if len(results) > len(shown):
        yield f"  {click.style(str(results[0].outcome), fg=colour)}  and {len(results) - len(shown)} more: ownctl plan"


def verified(plan: Plan) -> str:
    """What a plan after the apply says."""
    if not plan.changes:
        return f"Verified: {summary(plan)}\n"
    left = ", ".join(sorted({str(change.ref) for change in plan.changes})[:5])
    return f"{click.style('Not settled', fg='yellow')}: a new plan has {summary(plan)} ({left})\nNext: ownctl plan\n"
