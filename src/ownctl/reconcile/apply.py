"""Apply: carry out a plan so that whatever dies in the middle, the same command finishes it."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ownctl.reconcile.changes import Action
from ownctl.reconcile.steps import AccountError, AccountRefused, LostAnswer, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ownctl.account.resources import Kind, Ref
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.journal import Journal
    from ownctl.reconcile.steps import Ids, Provider

IN_FLIGHT = 4
"""How many changes are under way at once; the account prefers few."""
LOST_ANSWERS = 3
"""How often a change is read back and gone on with after a lost answer."""


class Outcome(StrEnum):
    """What became of a change."""

    DONE = "done"
    FAILED = "failed"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Result:
    """One change and what became of it."""

    change: Change
    outcome: Outcome
    why: str = ""
    help: str = ""


@dataclass
class Stop:
    """Set by Ctrl-C: what is in flight ends, and nothing new begins."""

    asked: threading.Event = field(default_factory=threading.Event)


Again = "Callable[[Change], Change | None]"
"""Reads one object back from the account; the change that is still missing, None where nothing is."""


def apply(
    changes: Sequence[Change],
    provider: Provider,
    ids: Ids,
    journal: Journal,
    again: Callable[[Change], Change | None],
    *,
    stop: Stop,
    done: Callable[[Result], None],
) -> tuple[Result, ...]:
    """Carry out `changes` in waves of one kind, a few at a time; `done` is told of each as it ends.

    A change that fails doesn't stop what doesn't need it. A lost answer is never answered by sending again: the object
    is read back, and what is still missing is done. Raises nothing of the account: results say what happened.
    """
    results: list[Result] = []
    failed: dict[Ref, str] = {}
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for wave in _waves(changes):
            running: set[Future[Result]] = set()
            for change in wave:
                while len(running) >= IN_FLIGHT:
                    running = _collect(running, results, failed, done)
                if stop.asked.is_set():
                    _end(Result(change, Outcome.NOT_TRIED, "interrupted"), results, failed, done)
                    continue
                missing = next((need for need in change.needs if need in failed), None)
                if missing:
                    _end(Result(change, Outcome.NOT_TRIED, f"it needs {missing}"), results, failed, done)
                    continue
                running.add(pool.submit(_carry_out, change, provider, ids, journal, again))
            while running:
                running = _collect(running, results, failed, done)
    return tuple(results)


def _waves(changes: Sequence[Change]) -> list[list[Change]]:
    """Runs of changes of the same kind and direction: within one, none depends on another."""
    waves: list[list[Change]] = []
    last: tuple[Kind, bool] | None = None
    for change in changes:
        here = (change.ref.kind, change.action is Action.DELETE)
        if here != last:
            waves.append([])
        waves[-1].append(change)
        last = here
    return waves


def _collect(
    running: set[Future[Result]], results: list[Result], failed: dict[Ref, str], done: Callable[[Result], None]
) -> set[Future[Result]]:
    ended, rest = wait(running, return_when=FIRST_COMPLETED)
    for each in ended:
        _end(each.result(), results, failed, done)
    return rest


def _end(result: Result, results: list[Result], failed: dict[Ref, str], done: Callable[[Result], None]) -> None:
    results.append(result)
    if result.outcome is not Outcome.DONE:
        failed[result.change.ref] = result.why
    done(result)


def _carry_out(
    change: Change, provider: Provider, ids: Ids, journal: Journal, again: Callable[[Change], Change | None]
) -> Result:
    """One change, read back and gone on with after each lost answer."""
    missing: Change | None = change
    for _ in range(LOST_ANSWERS):
        if missing is None:
            return Result(change, Outcome.DONE)
        try:
            _write(missing, provider, ids, journal)
        except LostAnswer as lost:
            error: AccountError = lost
        except (AccountRefused, Unreachable) as refused:
            return Result(change, Outcome.FAILED, refused.message, refused.help)
        except OSError as full:
            return Result(change, Outcome.FAILED, f"the journal can't be written: {full.strerror}", "make room for it")
        else:
            return Result(change, Outcome.DONE)
        try:
            missing = again(missing)
        except AccountError as unread:
            return Result(change, Outcome.FAILED, f"{error.message}; reading back: {unread.message}", unread.help)
    if missing is None:
        return Result(change, Outcome.DONE)
    return Result(change, Outcome.FAILED, error.message, error.help)


def _write(change: Change, provider: Provider, ids: Ids, journal: Journal) -> None:
    for step in change.steps:
        journal.before(change, step)
        try:
            provider.write(step, ids)
        except AccountError as error:
            journal.after(change, step, error.message)
            raise
        journal.after(change, step, "done")
