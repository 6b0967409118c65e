"""Where two timelines differ: which stretches are told, and which of them are windows of one turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.effects import WEEKS, Effect, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ownctl.reconcile.effects import Outlook


def differences(outlook: Outlook, now: datetime) -> Iterable[Effect]:
    """The stretches in which other people are on call, as far as they begin in the coming weeks.

    Windows of a turn that begins within them are told to its end.
    """
    last: Effect | None = None
    for effect, goes_on in _differences(outlook):
        if effect.start >= now + WEEKS and not (last and goes_on):
            return
        yield effect
        last = effect


def first_ever(outlook: Outlook) -> Effect | None:
    """The first stretch in which other people are on call, as far as timelines go."""
    return next((effect for effect, _ in _differences(outlook)), None)


def turns(outlook: Outlook, effects: Iterable[Effect]) -> Iterable[Effect]:
    """`effects` of an outlook, with those joined between which nobody is on call either way: windows of one turn."""
    going_on = {effect.start for effect, goes_on in _differences(outlook) if goes_on}
    last: Effect | None = None
    for effect in effects:
        if last and effect.start in going_on:
            last = last._replace(end=effect.end)
            continue
        if last:
            yield last
        last = effect
    if last:
        yield last


def _differences(outlook: Outlook) -> Iterable[tuple[Effect, bool]]:
    """Each effect, and whether it is the one before that goes on after a time at which nobody is on call."""
    last: Effect | None = None
    told: Effect | None = None
    for start, end, has, gets in side_by_side(outlook):
        if has == gets:
            if last:
                yield last, _continues(told, last)
            # Whoever is on call in between ends the turn: what comes after is another.
            told, last = (None if has else last or told), None
            continue
        if last and last.end == start and (last.before, last.after) == (has, gets):
            last = last._replace(end=end)
            continue
        if last:
            yield last, _continues(told, last)
            told = last
        last = Effect(outlook.team, outlook.rotation, start, end, has, gets, outlook.service)
    if last:
        yield last, _continues(told, last)


def _continues(told: Effect | None, effect: Effect) -> bool:
    return told is not None and (told.before, told.after) == (effect.before, effect.after)
