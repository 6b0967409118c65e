"""The plan between a git revision and the working tree, from files alone: no token, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.cli.declared import refuse_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Loaded, Memory, Org
    from ownctl.config.revision import Revision
    from ownctl.reconcile.changes import Note
    from ownctl.reconcile.plan import Plan

NAMED = 5
"""How many teams that can't be compared are named."""


class Reviewed(NamedTuple):
    """A plan between two states of the files, and what the newer one declares."""

    plan: Plan
    org: Org


def reviewed(root: Path, rev: str, now: datetime, *, at_once: bool, beyond: bool) -> Reviewed:
    """Compare the working tree with the last commit that it and `rev` have in common.

    Raises `Refused` where the files have errors, `NoTree` or `NoRevision` where there is nothing to compare with.
    """
    from ownctl.config import Memory
    from ownctl.config.disk import Disk
    from ownctl.config.load import must_be_a_tree
    from ownctl.config.meanwhile import Meanwhile
    from ownctl.config.revision import Revision
    from ownctl.rules import examine

    must_be_a_tree(root, Disk())
    memory = Memory()
    at = Meanwhile(lambda: Revision.listed_at(root, rev, memory.contents))
    loaded, findings = examine(root, now, memory=memory, errors_only=True)
    files = at()
    new = refuse_errors(root, loaded, findings)
    reading = Meanwhile(lambda: _before(root, new.settings.org, files, memory))
    # while git answers, for that takes as long
    from ownctl.account import compile_org
    from ownctl.account.affected import affected, objects_of
    from ownctl.config.limits import PAGERDUTY
    from ownctl.reconcile.between import between

    before = reading()
    old = before.org or new.model_copy(update={"people": {}, "teams": {}})
    teams = affected(old, new)
    compiled = compile_org(new, now, PAGERDUTY, teams)
    refuse_errors(root, loaded, compiled.findings)
    drawn = between(
        compile_org(old, now, PAGERDUTY, teams).desired,
        compiled.desired,
        now,
        PAGERDUTY,
        new.settings.protection,
        unread=objects_of(old, old.teams.keys() - teams, now),
        at_once=at_once,
    )
    return Reviewed(
        drawn._replace(
            obstacles=tuple(each for each in drawn.obstacles if not (beyond and each.lifted_by)),
            notes=(*before.notes(), *drawn.notes),
            against=before.called,
        ),
        new,
    )


class _Before(NamedTuple):
    loaded: Loaded | None
    """None where the revision has no ownership tree."""
    said: str
    place: str | None = None
    """The folder in which the revision has the tree, by git's path; None where that is the same as now."""

    @property
    def called(self) -> str:
        """What the files are compared with, for the head of the plan."""
        from ownctl.config.moved import said

        if self.loaded is None:
            return f"{self.said}, which has no ownership tree here"
        return self.said if self.place is None else f"{self.said}, {said(self.place)}"

    @property
    def org(self) -> Org | None:
        return self.loaded.org if self.loaded else None

    def notes(self) -> Iterator[Note]:
        """What of the older state can't be compared, so that nobody takes it for new without knowing."""
        from ownctl.reconcile.changes import Note

        if self.place is not None:
            yield Note(None, f"the files are compared with those of {self.called}")
        if self.loaded is None:
            yield Note(None, f"{self.said} has no ownership tree here, so everything is new")
        elif self.loaded.org is None:
            yield Note(None, f"at {self.said}, org.yaml can't be understood, so everything is shown as if it were new")
        elif not self.loaded.understood:
            lost = sorted({ref.partition("/")[2] for ref in self.loaded.org.broken if ref.startswith("team/")})
            which = f" of {', '.join(lost[:NAMED])}" if lost and lost != ["*"] else ""
            yield Note(
                None,
                f"at {self.said}, files{which} have errors; what can't be understood there is shown as if it were new",
            )


def _before(root: Path, org: str, files: Revision, memory: Memory) -> _Before:
    """The tree at the revision, or the one that has been moved since; `org` is whose it is now."""
    from ownctl.config import NoTree, load
    from ownctl.config.moved import earlier_place

    place = earlier_place(root, org, files)
    if place is not None:
        files.take(root, place)
    try:
        return _Before(load(root, files, memory), files.since.said, place)
    except NoTree:
        return _Before(None, files.since.said)
