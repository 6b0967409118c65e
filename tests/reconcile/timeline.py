"""Who is on call when, as stretches that can be compared and counted."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Timeline = list[tuple["datetime", "datetime", frozenset[str]]]
Stretches = list[tuple["datetime", "datetime"]]


def timeline(parts: Iterable[tuple[datetime, datetime, str]]) -> Timeline:
    """Stretches in order, neighbours with the same people joined; nobody is no stretch."""
    moments: dict[datetime, list[tuple[str, int]]] = {}
    for start, end, person in parts:
        moments.setdefault(start, []).append((person, 1))
        moments.setdefault(end, []).append((person, -1))
    on_call: Counter[str] = Counter()
    found: Timeline = []
    ordered = sorted(moments)
    for moment, following in pairwise(ordered):
        for person, step in moments[moment]:
            on_call[person] += step
        people = frozenset(person for person, count in on_call.items() if count > 0)
        if not people:
            continue
        if found and found[-1][1] == moment and found[-1][2] == people:
            found[-1] = (found[-1][0], following, people)
        else:
            found.append((moment, following, people))
    return found


def covered(line: Timeline) -> Stretches:
    """When anybody is on call at all."""
    found: Stretches = []
    for start, end, _ in line:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def shared(one: Stretches, other: Stretches) -> Stretches:
    """What lies in both."""
    found = []
    here = there = 0
    while here < len(one) and there < len(other):
        start, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if start < end:
            found.append((start, end))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return found


def outside(one: Stretches, other: Stretches) -> Stretches:
    """What of `one` lies outside of `other`."""
    found = []
    for start, end in one:
        reached = start
        for begin, finish in other:
            if finish <= reached:
                continue
            if begin >= end:
                break
            if begin > reached:
                found.append((reached, begin))
            reached = finish
        if reached < end:
            found.append((reached, end))
    return found
