"""Apply: carry out a plan so that whatever dies in the middle, the same command finishes it."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ownctl.reconcile.changes import Action
from ownctl.reconcile.steps import AccountError, AccountRefused, LostAnswer, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


@dataclass(frozen=True, slots=True)
class Work:
    """What carrying out a change takes."""

    provider: Provider
    ids: Ids
    journal: Journal
    again: Callable[[Change], Change | None]
    """Reads one object back from the account: the change that is still missing, None where nothing is."""
    stop: Stop


def apply(changes: Sequence[Change], work: Work, done: Callable[[Result], None]) -> tuple[Result, ...]:
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
                why_not = _why_not(change, failed, work.stop)
                if why_not:
                    _end(Result(change, Outcome.NOT_TRIED, why_not), results, failed, done)
                else:
                    running.add(pool.submit(_carry_out, change, work))
            while running:
                running = _collect(running, results, failed, done)
    return tuple(results)


def _why_not(change: Change, failed: Mapping[Ref, str], stop: Stop) -> str | None:
    """Why a change is not even tried; None where it is."""
    if stop.asked.is_set():
        return "interrupted"
    missing = next((need for need in change.needs if need in failed), None)
    return f"it needs {missing}" if missing else None


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


def _carry_out(change: Change, work: Work) -> Result:
    """One change, read back and gone on with after each lost answer."""
    missing: Change | None = change
    failed = Result(change, Outcome.FAILED)
    for _ in range(LOST_ANSWERS):
        if missing is None:
            return Result(change, Outcome.DONE)
        try:
            written = _write(missing, work)
        except LostAnswer as lost:
            failed = replace(failed, why=lost.message, help=lost.help)
        except (AccountRefused, Unreachable) as refused:
            return _refused(change, refused, work)
        except OSError as full:
            return replace(failed, why=f"the journal can't be written: {full.strerror}", help="make room for it")
        else:
            if written == len(missing.steps):
                return Result(change, Outcome.DONE)
            return replace(failed, why=f"interrupted after {written} of {len(missing.steps)} writes")
        try:
            missing = work.again(missing)
        except AccountError as unread:
            return replace(failed, why=f"{failed.why}; and reading it back: {unread.message}", help=unread.help)
    return failed if missing else Result(change, Outcome.DONE)


def _refused(change: Change, error: AccountError, work: Work) -> Result:
    """Failed, unless it was to delete what is gone: somebody else was faster, or a member has left by themselves.

    Asked of the account, and not of the words in which it refused.
    """
    if isinstance(error, AccountRefused) and change.action is Action.DELETE and _is_gone(change, work):
        return Result(change, Outcome.DONE)
    return Result(change, Outcome.FAILED, error.message, error.help)


def _is_gone(change: Change, work: Work) -> bool:
    try:
        return work.again(change) is None
    except AccountError:
        return False


def _write(change: Change, work: Work) -> int:
    """Send the writes of a change until one fails or Ctrl-C asks to stop; how many were sent."""
    for number, step in enumerate(change.steps):
        if work.stop.asked.is_set():
            return number
        work.journal.before(change, step)
        try:
            work.provider.write(step, work.ids)
        except AccountError as error:
            work.journal.after(change, step, error.message)
            raise
        work.journal.after(change, step, "done")
    return len(change.steps)
