"""What a plan is made of: changes, notes and obstacles, as values."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.account.resources import Ref
    from ownctl.reconcile.steps import Step


def digest(live: object) -> str:
    """What tells whether an object of the account has moved since it was read."""
    return hashlib.sha256(repr(live).encode()).hexdigest()[:16] if live is not None else ""


class Action(StrEnum):
    """What a change does to one object."""

    CREATE = "create"
    ADOPT = "adopt"
    UPDATE = "update"
    DELETE = "delete"


class Field(NamedTuple):
    """One field that differs, in words; None is where there is nothing."""

    path: str
    before: str | None
    after: str | None


class Change(NamedTuple):
    """One object that an apply creates, adopts, updates or deletes."""

    action: Action
    ref: Ref
    name: str
    owner: str | None
    """The team that owns it, or has owned it until now; None where the files do not know that team any more."""
    id: str | None
    url: str | None
    fields: tuple[Field, ...]
    steps: tuple[Step, ...]
    seen: str = ""
    """A digest of the account's object as it was when the plan was made; empty where there was none."""
    needs: frozenset[Ref] = frozenset()
    """What must be in place before: if one of these fails, this is not tried."""
    takes_effect: datetime | None = None
    """When people notice, if that is not at once."""
    lost: str | None = None
    """What can never be got back, in words."""


class Note(NamedTuple):
    """Something that a reader should know and that an apply does not change."""

    owner: str | None
    text: str


class Obstacle(NamedTuple):
    """Why a plan can't be applied as it is, and what to do about it."""

    message: str
    help: str
    lifted_by: str | None = None
    """The option that lifts it for one run."""
