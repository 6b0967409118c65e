"""Whom an incident reaches at a level of its policy, now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ownctl.sandbox.schedules.computed import on_call

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.store import Doc, Store


@dataclass(frozen=True)
class Reached:
    """The level that an incident stands at, and who is told there."""

    level: int
    """From 1; 0 where nobody is on call on any level."""
    people: tuple[str, ...]


def first_reached(store: Store, rules: list[Doc], now: datetime, *, after: int = 0) -> Reached:
    """The next level above `after` on which somebody is on call: one with nobody is skipped at once."""
    for level, rule in enumerate(rules, start=1):
        people = level_people(store, rule, now) if level > after else []
        if people:
            return Reached(level, tuple(people))
    return Reached(0, ())


def level_people(store: Store, rule: Doc, now: datetime) -> list[str]:
    """All targets of a level are told together; somebody who is reached twice is told once."""
    people: dict[str, None] = {}
    for target in rule["targets"]:
        reached = [target["id"]] if target["kind"] == "user" else on_call(store, target["id"], now)
        people |= dict.fromkeys(reached)
    return list(people)
