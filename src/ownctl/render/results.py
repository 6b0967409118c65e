"""How an apply ended: what was done, what failed and why, what was not tried, and what to type next."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ownctl.reconcile.apply import OUT_OF_REACH, Outcome
from ownctl.render.plans import KINDS, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ownctl.reconcile.apply import Result
    from ownctl.reconcile.plan import Plan


MOST = 8
"""How many changes that ended alike are named before the rest is only counted."""


def text(results: Sequence[Result], journal: Path) -> str:
    """The end of an apply; `journal` is where each write was noted."""
    counts = Counter(each.outcome for each in results)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    lines = [click.style(f"Applied: {said}", bold=True)]
    lines += _failed([each for each in results if each.outcome is Outcome.FAILED])
    lines += _not_tried([each for each in results if each.outcome is Outcome.NOT_TRIED])
    if counts[Outcome.FAILED] or counts[Outcome.NOT_TRIED]:
        lines.append(_what_next(results, journal))
    return "\n".join(lines) + "\n"


def _what_next(results: Sequence[Result], journal: Path) -> str:
    if any(each.out_of_reach for each in results):
        gone = f"{OUT_OF_REACH[0].upper()}{OUT_OF_REACH[1:]}, so nothing more was tried"
        return f"{gone}. Nothing is lost: once it can, the same command finishes the work. What was written: {journal}"
    return f"Nothing is lost: the same command goes on from here. What was written: {journal}"


def _failed(results: Sequence[Result]) -> Iterable[str]:
    """The first few reasons, and of many with the same one the first few; what to do is said once for all it helps."""
    reasons = [list(group) for _, group in groupby(results, key=lambda each: (each.why, each.help))]
    told, rest = reasons[:MOST], sum(map(len, reasons[MOST:]))
    for number, same in enumerate(told, 1):
        yield from (_row(each, "red") for each in same[:MOST])
        if len(same) > MOST:
            yield f"  {_styled(same[0], 'red')}  and {len(same) - MOST} more, for the same reason"
        help_ = same[0].help
        if help_ and (number == len(told) or told[number][0].help != help_):
            yield f"    next: {help_}"
    if rest:
        yield f"  {_styled(results[-1], 'red')}  and {rest} more, for other reasons: they stand beside what was written"


def _not_tried(results: Sequence[Result]) -> Iterable[str]:
    yield from (_row(each, "yellow") for each in results[:MOST])
    if len(results) > MOST:
        yield f"  {_styled(results[0], 'yellow')}  and {len(results) - MOST} more: ownctl plan"


def _row(result: Result, colour: str) -> str:
    change = result.change
    return f"  {_styled(result, colour)}  {change.action} {KINDS[change.ref.kind]} {change.name}: {result.why}"


def _styled(result: Result, colour: str) -> str:
    return click.style(str(result.outcome), fg=colour)


MENDING = "The account doesn't show who has the rest of a turn that has begun; that is written as an event of its own."
"""Said before what an apply mends by itself."""


def verified(plan: Plan) -> str:
    """What a plan after the apply says."""
    if not plan.changes:
        return f"Verified: {summary(plan)}\n"
    left = ", ".join(sorted({str(change.ref) for change in plan.changes})[:5])
    return f"{click.style('Not settled', fg='yellow')}: a new plan has {summary(plan)} ({left})\nNext: ownctl plan\n"
