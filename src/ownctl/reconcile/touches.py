"""Teams that a plan touches though nothing of theirs changes: their people get other shifts, or their cover does."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.resources import PersonTarget, Policy, Ref, ScheduleTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.account.resources import Desired
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.effects import Effect
    from ownctl.reconcile.matching import Pair


class How(StrEnum):
    """In which way a team is touched."""

    SHIFTS = "shifts"
    """Its people get other shifts, in another team's rotation."""
    COVER = "cover"
    """The other team is told when something of this one goes wrong, and somebody else is on call there now."""
    TOLD = "told"
    """It, or somebody of it, is told from now on when something of the other team goes wrong."""
    SPARED = "spared"
    """It, or somebody of it, is told so no longer."""


class Touch(NamedTuple):
    """One team, touched by one other's change."""

    team: str
    how: How
    by: str
    people: tuple[str, ...]
    """Who comes or goes; empty where it is about a whole rotation."""


def touches(
    desired: Desired, changes: Iterable[Change], effects: Sequence[Effect], policies: Sequence[Pair[Policy, Policy]]
) -> tuple[Touch, ...]:
    """Every team that the changes touch without owning one of them, by name; in the order of the files."""
    owners = {change.owner for change in changes}
    found: dict[tuple[str, How, str], set[str]] = {}
    for team, how, by, people in (*_shifts(desired, effects), *_cover(desired, effects), *_told(desired, policies)):
        if team != by and team not in owners:
            found.setdefault((team, how, by), set()).update(people)
    order = {team.key: number for number, team in enumerate(desired.teams)}
    ordered = sorted(found.items(), key=lambda item: (order.get(item[0][0], len(order)), *item[0]))
    return tuple(Touch(team, how, by, tuple(sorted(people))) for (team, how, by), people in ordered if team in order)


_Found = tuple[str, How, str, set[str]]


def _shifts(desired: Desired, effects: Sequence[Effect]) -> Iterable[_Found]:
    teams = _teams(desired)
    for effect in effects:
        for person in _changed(effect) if effect.rotation is not None else ():
            yield from ((team, How.SHIFTS, effect.team, {person}) for team in teams.get(person, ()))


def _teams(desired: Desired) -> dict[str, list[str]]:
    """The teams that everybody is in."""
    teams: dict[str, list[str]] = {}
    for each in desired.memberships:
        teams.setdefault(str(each.person), []).append(each.team)
    return teams


def _changed(effect: Effect) -> set[str]:
    return {duty.person for duty in effect.before} ^ {duty.person for duty in effect.after}


def _cover(desired: Desired, effects: Sequence[Effect]) -> Iterable[_Found]:
    changed: dict[str, set[str]] = {}
    for effect in effects:
        if effect.rotation is not None:
            changed.setdefault(f"{effect.team}/{effect.rotation}", set()).update(_changed(effect))
    for policy in desired.policies:
        for key in _schedules(policy) & changed.keys():
            yield policy.key, How.COVER, key.partition("/")[0], changed[key]


def _told(desired: Desired, policies: Sequence[Pair[Policy, Policy]]) -> Iterable[_Found]:
    teams = _teams(desired)
    for pair in policies:
        before, after = (pair.live.resource if pair.live else None), pair.declared
        for how, one, other in ((How.TOLD, after, before), (How.SPARED, before, after)):
            yield from ((key.partition("/")[0], how, after.key, set()) for key in _schedules(one) - _schedules(other))
            for person in _people(one) - _people(other):
                yield from ((team, how, after.key, {person}) for team in teams.get(person, ()))


def _schedules(policy: Policy | None) -> set[str]:
    targets = (target for level in (policy.levels if policy else ()) for target in level.targets)
    return {
        target.schedule.key
        for target in targets
        if isinstance(target, ScheduleTarget) and isinstance(target.schedule, Ref)
    }


def _people(policy: Policy | None) -> set[str]:
    targets = (target for level in (policy.levels if policy else ()) for target in level.targets)
    return {str(target.person) for target in targets if isinstance(target, PersonTarget)}
