"""Which rotation of the account holds which slot, what to do with the others, and from when on they may change."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.occurrences import occurrences
from ownctl.account.runs import slot_of
from ownctl.account.slots import BUDDIES
from ownctl.reconcile import futures, slots
from ownctl.reconcile.steps import DeleteEvent, DeleteRotation, EndEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ownctl.account.live import LiveRotation
    from ownctl.account.resources import Event, Ref, Slot
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.steps import Step

SKEW = timedelta(minutes=2)
"""How far the account's clock may differ from ours: an event begins when the account says that it is now."""
NOTICE = timedelta(minutes=15)
"""A change takes effect at the next handoff that is at least this far away."""
WINDOW_TO_WINDOW = timedelta(weeks=1)
"""The longest time between the windows of one event: the last one before a horizon is not known to be the last."""


class Matched(NamedTuple):
    """The rotations of the account by what they are for."""

    by_slot: dict[str, LiveRotation]
    unknown: tuple[LiveRotation, ...]
    """In use, and wanted by no slot."""
    empty: tuple[LiveRotation, ...]
    """Left by a run that died before it could fill them."""
    mends: tuple[LiveRotation, ...]
    """Hold the rest of a turn that the account doesn't show; they end by themselves."""


def matched(wanted: Sequence[Slot], rotations: Sequence[LiveRotation], now: datetime) -> Matched:
    """Rotations by the slot whose name their events bear.

    A slot that is new takes over a rotation that no other slot wants: overrides name a rotation, hand-made ones too,
    and follow only as long as the rotation stays the same.
    """
    names = {slot.name for slot in wanted}
    by_slot: dict[str, LiveRotation] = {}
    unknown: list[LiveRotation] = []
    mends: list[LiveRotation] = []
    for rotation in sorted(rotations, key=lambda each: not slots.current(each, now)):
        name = name_of(rotation)
        if name in names and name not in by_slot:
            by_slot[name] = rotation
        elif slots.current(rotation, now):
            (mends if name == slots.MEND else unknown).append(rotation)
    for slot in wanted:
        free = (each for each in unknown if not is_guard(each) and _for_buddies(each) == slot.buddies)
        heir = next(free, None) if slot.name not in by_slot else None
        if heir:
            by_slot[slot.name] = heir
            unknown.remove(heir)
    return Matched(by_slot, tuple(unknown), tuple(each for each in rotations if not each.events), tuple(mends))


def is_guard(rotation: LiveRotation) -> bool:
    return name_of(rotation) == slots.GUARD


def _for_buddies(rotation: LiveRotation) -> bool:
    return name_of(rotation).endswith(BUDDIES)


def name_of(rotation: LiveRotation) -> str:
    """The slot that a rotation holds, as the latest of its events tells."""
    latest = max(rotation.events, key=lambda each: each.event.since, default=None)
    return slot_of(latest.event.name) if latest else ""


def standing(holding: Iterable[Slot], found: Matched) -> list[LiveRotation]:
    """The rotations whose people have the pager now, or would once their turn comes."""
    mine = [found.by_slot[slot.name] for slot in holding if slot.name in found.by_slot]
    # A guard goes once its work is done, so it holds nothing.
    return mine + [each for each in (*found.unknown, *found.mends) if not is_guard(each)]


def handoff(
    holding: Sequence[Slot],
    standing: Sequence[LiveRotation],
    held: Mapping[str, Future],
    now: datetime,
    *,
    at_once: bool,
) -> datetime:
    """The next handoff with notice, of the files or of the account; earlier where nobody would be on call until then.

    `standing` are the rotations that hold the pager in the account, and `held` is who has each from now on, by its id.
    Nobody waits for the end of more than a turn: whoever has the pager for longer hands it to themselves.
    """
    if at_once:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    covering = [held[each.id] for each in standing]
    coming = [moment for slot in holding for moment in slot.handoffs if moment >= now + NOTICE]
    changes = (moment for moment in _changes_of_hands(covering, now + slots.AHEAD) if moment >= now + NOTICE)
    coming += [moment for moment in islice(changes, 1) if _within_a_turn(moment, standing, now)]
    return begins(holding, covering, min(coming, default=None) or _end_of_window(standing, covering, now), now)


def _within_a_turn(moment: datetime, standing: Iterable[LiveRotation], now: datetime) -> bool:
    """Whether a turn of these rotations can last from `now` until `moment`, with the time up to the next window."""
    turns = (_turn(each.event) for rotation in standing for each in slots.current(rotation, now))
    return moment < now + WINDOW_TO_WINDOW or any(moment <= now + turn + WINDOW_TO_WINDOW for turn in turns)


def _turn(event: Event) -> timedelta:
    """How long it is from the first turn of an event to the second."""
    endless = occurrences(event._replace(until=None), event.since, event.since + slots.AHEAD)
    starts = [start for start, _, _ in islice(endless, event.per_member + 1)]
    return starts[-1] - starts[0] if starts else timedelta()


def _end_of_window(standing: Sequence[LiveRotation], covering: Sequence[Future], now: datetime) -> datetime:
    """When whoever has the pager now, and hands it to nobody, is off for the first time; `now` if that is not near."""
    running = [each.end for held in covering for each in held if each.start <= now < each.end]
    near = (end for end in running if end < now + slots.AHEAD and _within_a_turn(end, standing, now))
    return min(near, default=now)


def _changes_of_hands(covering: Sequence[Future], beyond: datetime) -> Iterator[datetime]:
    """When the account hands the pager to somebody else, or to nobody: whoever has it until then has had their turn.

    What lasts until `beyond` is not known to end there.
    """
    stretches = sorted((each for held in covering for each in held), key=lambda each: each.start)
    for one, other in pairwise(stretches):
        if one.people != other.people:
            yield other.start
    if stretches and stretches[-1].end < beyond - WINDOW_TO_WINDOW:
        yield stretches[-1].end


def begins(wanted: Sequence[Slot], covering: Sequence[Future], latest: datetime, now: datetime) -> datetime:
    """`latest`, or the first moment before it at which somebody should be there and nobody is."""
    soon = now + SKEW
    held = futures.future(each for slot in wanted for each in futures.of_slot(slot, soon, latest))
    hole = futures.first_hole(held, covering)
    return now if hole == soon else hole or latest


def ends(ref: Ref, unknown: Sequence[LiveRotation], moment: datetime, now: datetime) -> Iterator[Step]:
    """The end, at `moment`, of what no slot wants."""
    for rotation in unknown:
        to_come = all(each.event.since >= moment for each in slots.current(rotation, now))
        if to_come or is_guard(rotation):
            yield DeleteRotation(ref, rotation.id)
            continue
        for each in slots.current(rotation, now):
            if each.event.since >= moment:
                yield DeleteEvent(ref, rotation.id, each.id)
            elif futures.of_events([each.event], moment, now + slots.AHEAD):
                yield EndEvent(ref, rotation.id, each.id, moment)
