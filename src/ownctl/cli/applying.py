"""Carrying out a plan on a terminal: lock, re-read, write, tell, verify."""

from __future__ import annotations

import getpass
import os
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

import click
from filelock import FileLock, Timeout

from ownctl.cli import printing
from ownctl.cli.exits import CannotRun
from ownctl.cli.interrupts import interrupted
from ownctl.cli.options import now as clock
from ownctl.cli.planning import Drawn, against
from ownctl.cli.progress import applying, reading
from ownctl.cli.reading import others, read_account
from ownctl.cli.streams import CannotPrint
from ownctl.reconcile.apply import INTERRUPTED, Outcome, Result, Stop, Work
from ownctl.reconcile.apply import apply as carry_out
from ownctl.reconcile.journal import Journal, Origin
from ownctl.reconcile.mends import is_mend
from ownctl.reconcile.plan import known_ids
from ownctl.reconcile.steps import AccountError
from ownctl.render import results as told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from ownctl.cli.declared import Declaration
    from ownctl.providers.pagerduty import Client
    from ownctl.reconcile.changes import Change


class Applying:
    """One apply of one plan."""

    def __init__(
        self, client: Client, declared: Declaration, drawn: Drawn, *, at_once: bool, mending: bool = False
    ) -> None:
        self._client, self._declared, self._drawn, self._at_once = client, declared, drawn, at_once
        self._mending = mending
        self._ids = known_ids(declared.desired, drawn.account)

    def run(self, folder: Path, now: datetime, *, show: bool) -> int:
        """Write, tell, and verify. `folder` is ownctl's own, for the journal. The exit code: 1 if not all was done."""
        with _alone(folder), _interruptible(self._client) as stop, _journal(folder, now) as journal:
            try:
                results = self._results(journal, stop, now, show=show)
            except AccountError:  # it could not be read again, and nothing was written
                _end(journal, [Outcome.NOT_TRIED] * len(self._drawn.plan.changes))
                raise
            _end(journal, [each.outcome for each in results])
            _tell(told.text(results, journal.path))
        if stop.asked.is_set() or any(each.outcome is not Outcome.DONE for each in results):
            return 1
        return self._verify(folder, clock(), show=show)

    def _results(self, journal: Journal, stop: Stop, now: datetime, *, show: bool) -> tuple[Result, ...]:
        """Write what has not moved, until somebody asks to stop."""
        from ownctl.providers.pagerduty import PagerDuty

        try:
            with reading(self._client, all_signals=True):
                changes, moved = self._unmoved(now)
        except KeyboardInterrupt:
            return tuple(Result(each, Outcome.NOT_TRIED, INTERRUPTED) for each in self._drawn.plan.changes)
        with applying(self._client, len(changes), show=show) as tick:
            work = Work(PagerDuty(self._client), self._ids, journal, self._again(), stop)
            return (*moved, *carry_out(changes, work, tick))

    def _unmoved(self, now: datetime) -> tuple[Sequence[Change], tuple[Result, ...]]:
        """Read again what will be touched; what has moved since the plan is refused, the rest is done."""
        planned = self._drawn.plan.changes
        fresh = self._read(planned, now)
        still = {(change.ref, change.action, change.seen) for change in fresh}
        same = [change for change in planned if (change.ref, change.action, change.seen) in still]
        moved = tuple(
            Result(change, Outcome.NOT_TRIED, "it moved in the account since the plan", "plan again: ownctl plan")
            for change in planned
            if change not in same
        )
        return same, moved

    def _again(self) -> Callable[[Change], Change | None]:
        def again(change: Change) -> Change | None:
            return next((each for each in self._read([change], clock()) if each.ref == change.ref), None)

        return again

    def _read(self, touched: Sequence[Change], now: datetime) -> Sequence[Change]:
        """The changes that are still to be made to some objects, by the account as it is now."""
        known = others(self._drawn.account, self._declared.desired, touched)
        account = read_account(self._client, self._declared.desired, now, known)
        ids = known_ids(self._declared.desired, account)
        self._ids.objects.update(ids.objects)
        self._ids.rotations.update(ids.rotations)
        plan = against(self._client, account, self._declared, now, at_once=self._at_once, beyond=True)
        return plan.changes

    def _verify(self, folder: Path, now: datetime, *, show: bool) -> int:
        """A plan after an apply is empty, or says why it is not.

        What an account doesn't show of turns in force is known only now: that is written at once, and once.
        """
        with reading(self._client):
            account = read_account(self._client, self._declared.desired, now)
            plan = against(self._client, account, self._declared, now, at_once=self._at_once, beyond=True)
        if plan.changes and not self._mending and all(is_mend(change) for change in plan.changes):
            _tell(told.MENDING)
            again = Applying(self._client, self._declared, Drawn(plan, account), at_once=self._at_once, mending=True)
            return again.run(folder, now, show=show)
        _tell(told.verified(plan))
        return 1 if plan.changes else 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One apply at a time from one checkout."""
    lock = FileLock(folder / "apply.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")  # the history of this checkout, for nobody else
        lock.acquire()
    except Timeout as busy:
        raise CannotRun("another apply is running from this checkout", "wait for its end, then plan again") from busy
    except OSError as error:
        raise _no_room(folder, error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _journal(folder: Path, now: datetime) -> Iterator[Journal]:
    try:
        journal = Journal(folder / "journal", now, Origin(_user(), _commit(folder.parent)))
    except OSError as error:
        raise _no_room(folder, error) from error
    opened = ExitStack()
    opened.enter_context(journal)
    try:
        yield journal
    finally:
        with suppress(OSError):  # the last line may not have found room; the apply's own end is told all the same
            opened.close()


def _end(journal: Journal, outcomes: Sequence[Outcome]) -> None:
    with suppress(OSError):  # a full disk; what was written before each request stands there
        journal.end(Counter(map(str, outcomes)))


def _no_room(folder: Path, error: OSError) -> CannotRun:
    return CannotRun(
        f"the journal can't be written to {folder}: {error.strerror}",
        "make room, or see to it that this is a folder and this user's",
    )


def _user() -> str:
    """Who applies; containers run as users who have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _commit(folder: Path) -> str | None:
    """The revision of the files; None outside of git or without git."""
    from ownctl.config.git import word

    return word(folder, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*") or None


@contextmanager
def _interruptible(client: Client) -> Iterator[Stop]:
    """Ctrl-C, a cancelled job or a closed terminal lets what is in flight end, and nothing new begin.

    Nothing waits for the rate limit any longer: who cancels a job kills it some seconds later.
    """
    stop = Stop()

    def asked(*_: object) -> None:
        stop.asked.set()
        client.stop_waiting()
        with suppress(RuntimeError):  # it came in the middle of another line to the same stream
            click.echo("\nstopping after the requests in flight …", err=True)

    with interrupted(asked, all_signals=True):
        yield stop


def _tell(text: str) -> None:
    """Say how it ended; where standard output takes nothing, on standard error.

    What was written is written: a full disk or a pipe without a reader changes neither the work nor its exit code.
    """
    text = text.removesuffix("\n")
    try:
        printing.show(text)
    except CannotPrint as full:
        printing.show(f"{full.message}; how it ended is said here:\n{text}", err=True)
    except BrokenPipeError:
        printing.show(text, err=True)
