"""What the on-call engine meets, as rules tell it: each kind under the name of a rule, each place once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from ownctl.oncall import Problem
    from ownctl.oncall.problems import Kind
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Place


def of_kinds(look: Look, kinds: Collection[Kind]) -> Iterator[tuple[Problem, int]]:
    """Problems of these kinds, the first of each place and rotation, with how many follow there."""
    first: dict[tuple[object, ...], Problem] = {}
    count: dict[tuple[object, ...], int] = {}
    for problem in look.problems:
        if problem.kind in kinds:
            key: tuple[object, ...] = (problem.team, problem.rotation, problem.path, problem.kind)
            first.setdefault(key, problem)
            count[key] = count.get(key, 0) + 1
    for key, problem in first.items():
        yield problem, count[key] - 1


def place_of(look: Look, problem: Problem) -> Place:
    """The place of a problem: its value where that fits on a line, its key where it is a mapping or a list."""
    team = look.teams[problem.team]
    value = team.value(*problem.path)
    return value if value.spot.line == value.spot.end_line else team.key(*problem.path)


def rotation_of(look: Look, problem: Problem) -> str:
    """The rotation in a sentence."""
    return f"{problem.rotation} of {look.teams[problem.team].it.name}"


def local(look: Look, problem: Problem, at: datetime) -> datetime:
    """An instant as the calendar of the problem's rotation shows it."""
    team = look.teams[problem.team].it
    return at.astimezone(look.org.zone(team, team.rotations[problem.rotation]))


def day(at: datetime) -> str:
    """A day and time in a sentence: `Mon 7 Dec 2026 09:30`."""
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}"
