"""Circles in who depends on whom."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def circles(needs: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """The shortest circle through the first member of each, in the order of `needs`; every node is in one at most.

    Names that are no key of `needs` are left aside.
    """
    within = _in_circles(needs)
    told: set[str] = set()
    for start in needs:
        if start in within and start not in told:
            circle = _shortest(start, needs, within)
            if circle and told.isdisjoint(circle):
                told.update(circle)
                yield circle


def _in_circles(needs: Mapping[str, Collection[str]]) -> set[str]:
    """All nodes but those that lead into no circle, taken away one after the other: what is left is small."""
    needed_by: dict[str, list[str]] = {key: [] for key in needs}
    open_ends = {key: sum(other in needs for other in others) for key, others in needs.items()}
    for key, others in needs.items():
        for other in others:
            if other in needs:
                needed_by[other].append(key)
    ends = deque(key for key, count in open_ends.items() if not count)
    left = set(needs)
    while ends:
        end = ends.popleft()
        left.discard(end)
        for key in needed_by[end]:
            open_ends[key] -= 1
            if not open_ends[key]:
                ends.append(key)
    return left


def _shortest(start: str, needs: Mapping[str, Collection[str]], within: set[str]) -> tuple[str, ...] | None:
    """The shortest way from `start` back to it, breadth first; None if there is none."""
    came_from: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for following in needs[here]:
            if following == start:
                return _way(start, here, came_from)
            if following in within and following not in came_from:
                came_from[following] = here
                queue.append(following)
    return None


def _way(start: str, end: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
