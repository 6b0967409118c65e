"""Apply: carry out a plan so that whatever dies in the middle, the same command finishes it."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ownctl.reconcile.changes import Action
from ownctl.reconcile.steps import AccountError, AccountRefused, LostAnswer, NotSent, Unreachable

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
INTERRUPTED = "interrupted"
OUT_OF_REACH = "the account can't be reached any more"


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
    out_of_reach: bool = False
    """The account didn't answer even a read, or knows the token no more: whatever the change, it would have failed."""


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


@dataclass
class _Ended:
    """What has ended so far."""

    tell: Callable[[Result], None]
    results: list[Result] = field(default_factory=list)
    undone: set[Ref] = field(default_factory=set)
    out_of_reach: bool = False

    def add(self, result: Result) -> None:
        self.results.append(result)
        if result.outcome is not Outcome.DONE:
            self.undone.add(result.change.ref)
        self.out_of_reach |= result.out_of_reach
        self.tell(result)


def apply(changes: Sequence[Change], work: Work, done: Callable[[Result], None]) -> tuple[Result, ...]:
    """Carry out `changes` in waves of one kind, a few at a time; `done` is told of each as it ends.

    A change that fails doesn't stop what doesn't need it. A lost answer is never answered by sending again: the object
    is read back, and what is still missing is done. Where that can't be read either, the account is out of reach, and
    nothing more is tried. Raises nothing of the account: results say what happened.
    """
    ended = _Ended(done)
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        for wave in _waves(changes):
            running: set[Future[Result]] = set()
            for change in wave:
                while len(running) >= IN_FLIGHT:
                    running = _collect(running, ended)
                not_tried = _not_tried(change, ended, work.stop)
                if not_tried:
                    ended.add(not_tried)
                else:
                    running.add(pool.submit(_carry_out, change, work))
            while running:
                running = _collect(running, ended)
    return tuple(ended.results)


def _not_tried(change: Change, ended: _Ended, stop: Stop) -> Result | None:
    """A change that is not even tried, and why; None where it is."""
    if stop.asked.is_set():
        return Result(change, Outcome.NOT_TRIED, INTERRUPTED)
    if ended.out_of_reach:
        return Result(change, Outcome.NOT_TRIED, OUT_OF_REACH, out_of_reach=True)
    missing = next((need for need in change.needs if need in ended.undone), None)
    return Result(change, Outcome.NOT_TRIED, f"it needs {missing}") if missing else None


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


def _collect(running: set[Future[Result]], ended: _Ended) -> set[Future[Result]]:
    over, rest = wait(running, return_when=FIRST_COMPLETED)
    for each in over:
        ended.add(each.result())
    return rest


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
            if written == 0 and missing is change:
                return Result(change, Outcome.NOT_TRIED, INTERRUPTED)
            return replace(failed, why=f"{INTERRUPTED} after {written} of {len(missing.steps)} writes")
        try:
            missing = work.again(missing)
        except AccountError as unread:
            why = f"{failed.why}; and reading it back: {unread.message}"
            return replace(failed, why=why, help=unread.help, out_of_reach=_out_of_reach(unread, work.stop))
    return failed if missing else Result(change, Outcome.DONE)


def _refused(change: Change, error: AccountError, work: Work) -> Result:
    """Failed, unless it was to delete what is gone: somebody else was faster, or a member has left by themselves.

    Asked of the account, and not of the words in which it refused.
    """
    if isinstance(error, AccountRefused) and change.action is Action.DELETE and _is_gone(change, work):
        return Result(change, Outcome.DONE)
    return Result(change, Outcome.FAILED, error.message, error.help, _out_of_reach(error, work.stop))


def _out_of_reach(error: AccountError, stop: Stop) -> bool:
    """Not so once Ctrl-C was pressed: that breaks off waits for the rate limit, and the account is still there."""
    return isinstance(error, Unreachable) and not stop.asked.is_set()


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
        except NotSent as broken_off:
            work.journal.after(change, step, broken_off.message)
            return number
        except AccountError as error:
            work.journal.after(change, step, error.message)
            raise
        work.journal.after(change, step, "done")
    return len(change.steps)
