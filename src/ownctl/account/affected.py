"""Which teams have to be looked at where two states of the files are compared: of a thousand, most often a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl import oncall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ownctl.config import Org, Person

OF_ALL = ("org", "time_zone", "business_hours", "on_call")
"""The fields of org.yaml that decide what schedules say."""


def affected(old: Org, new: Org) -> frozenset[str]:
    """The teams whose resources may differ, those that share escalations with them, and those that share people.

    What a team's resources say follows from its own file, from who its people are, from its cover's (which may lend
    buddies) and from org.yaml.
    """
    every = {*old.teams, *new.teams}
    if any(getattr(old.settings, name) != getattr(new.settings, name) for name in OF_ALL):
        return frozenset(every)
    pairs = {key: (old.teams.get(key), new.teams.get(key)) for key in every}
    changed = {key for key, (one, other) in pairs.items() if one is not other and one != other}
    if others := _others(old, new):
        changed |= {key for key in every for org in (old, new) if not others.isdisjoint(_people(org, key))}
    turns_to: dict[str, set[str]] = {
        key: {*_turns_to(new, key), *(_turns_to(old, key) if key in changed else ())} for key in every
    }
    turned_to: dict[str, set[str]] = {}
    for key, others in turns_to.items():
        for other in others:
            turned_to.setdefault(other, set()).add(key)
    reached = _reached(_reached(changed, turned_to), turns_to)
    people = {person for org in (old, new) for key in reached for person in _people(org, key)}
    sharing = {key for key in new.teams if not people.isdisjoint(_people(new, key))}
    sharing |= {key for key in changed if not people.isdisjoint(_people(old, key))}
    return frozenset((reached | _reached(sharing, turns_to)) & every)


def objects_of(org: Org, teams: Iterable[str], now: datetime) -> int:
    """How many objects the account has of some teams, as `protection` counts them."""
    return sum(
        1 + len(team.rotations) + len(team.services) + bool(oncall.levels(org, team.team, now))
        for team in (org.teams[key] for key in teams)
    )


def _others(old: Org, new: Org) -> set[str]:
    """The keys that mean somebody else now, to the account or to a reader: of another e-mail, or another name."""
    pairs = ((key, old.people.get(key), new.people.get(key)) for key in {*old.people, *new.people})
    return {key for key, one, other in pairs if one is not other and _identity(one) != _identity(other)}


def _identity(person: Person | None) -> tuple[str, str] | None:
    return (person.email.lower(), person.name) if person else None


def _people(org: Org, key: str) -> list[str]:
    """Who is in a team, who stands in for its people, and who is called by name in its escalation."""
    team = org.teams.get(key)
    if team is None:
        return []
    named = (target.person for level in team.escalation or () for target in level.notify)
    swaps = (swap.person for rotation in team.rotations.values() for swap in rotation.overrides)
    return [*(member.person for member in team.members), *swaps, *(person for person in named if person)]


def _turns_to(org: Org, key: str) -> Iterable[str]:
    """The teams that are told when something of this one goes wrong."""
    team = org.teams.get(key)
    if team is None:
        return
    if team.support.cover:
        yield team.support.cover
    for level in team.escalation or ():
        yield from (target.team for target in level.notify if target.team)


def _reached(begin: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(begin)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += ways.get(key, ())
    return found
