"""People by other keys: an org that renames a key means the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ownctl.account.resources import PersonTarget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.account.resources import Desired, Level, PersonRef, Schedule, Slot, Target

    Keys = Mapping[str, str]

P = TypeVar("P", bound="PersonRef | None")


def called(desired: Desired, keys: Keys) -> Desired:
    """The same resources, with people called by their new keys where `keys` has one."""
    return desired._replace(
        people={keys.get(person, person): mail for person, mail in desired.people.items()},
        names={keys.get(person, person): name for person, name in desired.names.items()},
        places={keys.get(person, person): place for person, place in desired.places.items()},
        memberships=tuple(each._replace(person=_new(each.person, keys)) for each in desired.memberships),
        schedules=tuple(_schedule(each, keys) for each in desired.schedules),
        policies=tuple(
            each._replace(levels=tuple(_level(level, keys) for level in each.levels)) for each in desired.policies
        ),
    )


def _new(person: P, keys: Keys) -> P:
    return keys.get(person, person) if isinstance(person, str) else person  # type: ignore[return-value]


def _schedule(schedule: Schedule, keys: Keys) -> Schedule:
    overrides = tuple(
        each._replace(person=_new(each.person, keys), instead_of=_new(each.instead_of, keys))
        for each in schedule.overrides
    )
    return schedule._replace(slots=tuple(_slot(each, keys) for each in schedule.slots), overrides=overrides)


def _slot(slot: Slot, keys: Keys) -> Slot:
    return slot._replace(turns=tuple(turn._replace(person=_new(turn.person, keys)) for turn in slot.turns))


def _level(level: Level, keys: Keys) -> Level:
    return level._replace(targets=tuple(_target(each, keys) for each in level.targets))


def _target(target: Target, keys: Keys) -> Target:
    return PersonTarget(_new(target.person, keys)) if isinstance(target, PersonTarget) else target
