"""Overrides of one slot: which of ours go, which are missing, and which made by hand a change strands.

Overrides are compared by what they do: where the person replaced holds the slot, who stands in their place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.live import LiveOverride
from ownctl.account.markers import fingerprint
from ownctl.account.resources import Override
from ownctl.reconcile import futures
from ownctl.reconcile.futures import Stretch, future

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ownctl.reconcile.futures import Future


class OverrideChange(NamedTuple):
    """What happens to the overrides of one slot."""

    delete: tuple[LiveOverride, ...]
    add: tuple[Override, ...]
    kept: tuple[LiveOverride, ...]
    """Ours that stay, and all that were made by hand."""
    by_hand: tuple[LiveOverride, ...]
    stranded: tuple[LiveOverride, ...]
    """Made by hand, and without effect once the slot has changed."""


def change(
    wanted: Sequence[Override],
    live: Iterable[LiveOverride],
    ours: frozenset[str],
    before: Future,
    after: Future,
    now: datetime,
) -> OverrideChange:
    """Compare the overrides of one slot; `before` and `after` are who holds it, without overrides, from `now` on.

    `ours` are the fingerprints that the schedule's marker names.
    """
    asked = _effect(wanted, after)
    delete: list[LiveOverride] = []
    kept: list[LiveOverride] = []
    by_hand: list[LiveOverride] = []
    stranded: list[LiveOverride] = []
    for each in live:
        if each.override.end <= now:
            continue
        effect = _effect([each.override], after)
        if fingerprint(each.override) not in ours:
            kept.append(each)
            by_hand.append(each)
            if not effect and _effect([each.override], before):
                stranded.append(each)
        elif effect and all(_within(piece, asked) for piece in effect):
            kept.append(each)
        else:
            delete.append(each)
    present = _effect((each.override for each in kept), after)
    missing = _without(asked, present)
    return OverrideChange(
        tuple(delete), tuple(_joined(missing, after, wanted)), tuple(kept), tuple(by_hand), tuple(stranded)
    )


def lost(
    live: Iterable[LiveOverride], ours: frozenset[str], held: Future, moment: datetime
) -> tuple[LiveOverride, ...]:
    """Those made by hand that still had an effect from `moment` on, when the rotation that they name ends.

    `held` is who would have held it; `ours` as for `change`.
    """
    ending = tuple(each for each in held if each.end > moment)
    return tuple(
        each
        for each in live
        if each.override.end > moment and fingerprint(each.override) not in ours and _effect([each.override], ending)
    )


def nearest(
    changes: Mapping[str, OverrideChange], ours: frozenset[str], room: int
) -> tuple[dict[str, OverrideChange], tuple[Override, ...]]:
    """The same changes with the nearest `room` overrides of ours only; and those that are left for later."""
    wanted: list[LiveOverride | Override] = []
    for change in changes.values():
        wanted += (each for each in change.kept if fingerprint(each.override) in ours)
        wanted += change.add
    wanted.sort(key=lambda each: each.override.start if isinstance(each, LiveOverride) else each.start)
    beyond = wanted[room:]
    trimmed = {
        name: change._replace(
            delete=(*change.delete, *(each for each in change.kept if each in beyond)),
            kept=tuple(each for each in change.kept if each not in beyond),
            add=tuple(each for each in change.add if each not in beyond),
        )
        for name, change in changes.items()
    }
    return trimmed, tuple(each.override if isinstance(each, LiveOverride) else each for each in beyond)


def _effect(overrides: Iterable[Override], base: Future) -> Future:
    """Where overrides have somebody to replace; `people` of each stretch is a swap."""
    return future(
        Stretch(max(each.start, held.start), min(each.end, held.end), (each.instead_of, each.person))  # type: ignore[arg-type]
        for each in overrides
        for held in futures.touching(base, each.start, each.end)
        if held.people == (each.instead_of,)
    )


def applied(base: Future, overrides: Iterable[Override]) -> Future:
    """Who really holds a slot once overrides stand in."""
    swaps = _effect(overrides, base)
    replaced = [Stretch(swap.start, swap.end, swap.people[1:] if swap.people[1] else ()) for swap in swaps]
    return future([*_without(base, swaps), *replaced])


def _within(piece: Stretch, asked: Future) -> bool:
    return any(one.start <= piece.start and piece.end <= one.end and one.people == piece.people for one in asked)


def _without(stretches: Iterable[Stretch], taken: Sequence[Stretch]) -> Future:
    """What is left of `stretches` outside of the time that is taken."""
    left: list[Stretch] = []
    for stretch in stretches:
        start = stretch.start
        for other in taken:
            if other.end <= start or other.start >= stretch.end:
                continue
            left.append(Stretch(start, other.start, stretch.people))
            start = other.end
        left.append(Stretch(start, stretch.end, stretch.people))
    return future(left)


def _joined(missing: Future, base: Future, wanted: Sequence[Override]) -> list[Override]:
    """One override for pieces with the same swap between which nobody holds the slot."""
    name = next((each.rotation for each in wanted), "")
    joined: list[Override] = []
    for piece in missing:
        replaced, person = piece.people[0], piece.people[1]
        last = joined[-1] if joined else None
        if last and (last.instead_of, last.person) == (replaced, person) and not _held(base, last.end, piece.start):
            joined[-1] = Override(name, person, replaced, last.start, piece.end)
        else:
            joined.append(Override(name, person, replaced, piece.start, piece.end))
    return joined


def _held(base: Future, since: datetime, until: datetime) -> bool:
    return any(True for _ in futures.touching(base, since, until))
