"""Whom a plan touches beside the teams that change something: in their shifts, their cover, or by who is told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.resources import PersonTarget, Policy, Ref, ScheduleTarget
from ownctl.reconcile.effects import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.account.resources import Desired, Service
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
    GIVES = "gives"
    """A service of it goes to the other team."""
    TAKES = "takes"
    """A service of the other team comes to it."""


class Touch(NamedTuple):
    """One team, touched by one other's change."""

    team: str
    how: How
    by: str
    """The team whose change it is: `team` itself for people named in its escalation who are in no other team."""
    people: tuple[str, ...]
    """Who comes or goes; empty where it is about a whole team."""
    service: str | None = None
    """The service that changes hands."""


def touches(
    desired: Desired,
    changes: Iterable[Change],
    effects: Sequence[Effect],
    policies: Sequence[Pair[Policy, Policy]],
    services: Sequence[Pair[Service, Service]],
) -> tuple[Touch, ...]:
    """Every team that the changes touch without owning one of them, in the order of the files.

    Beyond these, who gives or takes a service, and who is named in an escalation: no change of an owner tells them.
    """
    owners = {change.owner for change in changes}
    found = [each for each in (*_shifts(desired, effects), *_cover(desired, effects)) if each.team not in owners]
    told = [each for each in _told(desired, policies) if each.team == each.by or each.team not in owners]
    order = {team.key: number for number, team in enumerate(desired.teams)}
    merged = _merged([*(each for each in found if each.team != each.by), *told, *_moved(services)])
    known = [each for each in merged if each.team in order]
    return tuple(sorted(known, key=lambda each: (order[each.team], each.how, each.by, each.service or "")))


def _merged(found: Iterable[Touch]) -> Iterable[Touch]:
    """One for all that touches a team in the same way."""
    people: dict[Touch, set[str]] = {}
    for each in found:
        people.setdefault(each._replace(people=()), set()).update(each.people)
    return (each._replace(people=tuple(sorted(those))) for each, those in people.items())


def _shifts(desired: Desired, effects: Sequence[Effect]) -> Iterable[Touch]:
    teams = _teams(desired)
    for effect in effects:
        for person in _changed(effect) if effect.rotation is not None else ():
            yield from (Touch(team, How.SHIFTS, effect.team, (person,)) for team in teams.get(person, ()))


def _teams(desired: Desired) -> dict[str, list[str]]:
    """The teams that everybody is in."""
    teams: dict[str, list[str]] = {}
    for each in desired.memberships:
        teams.setdefault(str(each.person), []).append(each.team)
    return teams


def _changed(effect: Effect) -> set[str]:
    return {duty.person for duty in effect.before} ^ {duty.person for duty in effect.after}


def _cover(desired: Desired, effects: Sequence[Effect]) -> Iterable[Touch]:
    changed: dict[str, set[str]] = {}
    for effect in effects:
        if effect.rotation is not None:
            changed.setdefault(f"{effect.team}/{effect.rotation}", set()).update(_changed(effect))
    for policy in desired.policies:
        for key in _schedules(policy) & changed.keys():
            yield Touch(policy.key, How.COVER, key.partition("/")[0], tuple(changed[key]))


def _told(desired: Desired, policies: Sequence[Pair[Policy, Policy]]) -> Iterable[Touch]:
    """Teams and people who are on a level of one side and on none of the other.

    A team that is told by another rotation, or on another level, is told still.
    """
    teams = _teams(desired)
    for pair in policies:
        before, after = (pair.live.resource if pair.live else None), pair.declared
        for how, one, other in ((How.TOLD, after, before), (How.SPARED, before, after)):
            gone = _teams_told(one) - _teams_told(other) - {after.key}
            yield from (Touch(team, how, after.key, ()) for team in gone)
            for person in _people(one) - _people(other):
                others = [team for team in teams.get(person, ()) if team != after.key]
                nobody_elses = [after.key] if before else []  # a team that is new names nobody anew
                yield from (Touch(team, how, after.key, (person,)) for team in others or nobody_elses)


def _moved(services: Sequence[Pair[Service, Service]]) -> Iterable[Touch]:
    for pair in services:
        old, new = pair.live.resource.policy if pair.live else None, pair.declared.policy
        if isinstance(old, Ref) and isinstance(new, Ref) and old.key != new.key:
            yield Touch(old.key, How.GIVES, new.key, (), pair.declared.key)
            yield Touch(new.key, How.TAKES, old.key, (), pair.declared.key)


def _teams_told(policy: Policy | None) -> set[str]:
    return {key.partition("/")[0] for key in _schedules(policy)}


def _schedules(policy: Policy | None) -> set[str]:
    targets = (target for level in (policy.levels if policy else ()) for target in level.targets)
    return {
        target.schedule.key
        for target in targets
        if isinstance(target, ScheduleTarget) and isinstance(target.schedule, Ref)
    }


def _people(policy: Policy | None) -> set[str]:
    targets = (target for level in (policy.levels if policy else ()) for target in level.targets)
    return {said(target.person) for target in targets if isinstance(target, PersonTarget)}
