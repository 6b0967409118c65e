"""Past, active and future events: what may still be done to them, and how they end."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ownctl.sandbox.clock import rfc3339

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store


class State(Enum):
    PAST = "past"
    ACTIVE = "active"
    FUTURE = "future"


def state(event: Doc, now: datetime) -> State:
    """By `[effective_since, effective_until)`, whatever its windows are."""
    moment, until = rfc3339(now), event["effective_until"]
    if until is not None and until <= moment:
        return State.PAST
    return State.ACTIVE if event["effective_since"] <= moment else State.FUTURE


def end_event(store: Store, event: Doc, now: datetime) -> None:
    """Takes an event out of sight; who was on call by it until now stays on record."""
    if state(event, now) is State.FUTURE:
        store.drop("event", event["id"])
    elif "deleted_at" not in event:
        store.put("event", event | {"deleted_at": rfc3339(now)})


def end_override(store: Store, override: Doc, now: datetime) -> None:
    """One to come goes; one that has begun ends now: who stood in until now did so."""
    if override["start_time"] >= rfc3339(now):
        store.drop("override", override["id"])
    elif "deleted_at" not in override:
        store.put("override", override | {"deleted_at": rfc3339(now)})
