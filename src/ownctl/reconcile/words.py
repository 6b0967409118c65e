"""Schedules and their changes as a reader would say them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.account.markers import parse
from ownctl.account.resources import Foreign, Kind, Ref
from ownctl.account.slots import BUDDIES
from ownctl.reconcile import cadences, futures, overrides, slots
from ownctl.reconcile.changes import Action, Change, Field, Note, digest
from ownctl.reconcile.rotations import name_of
from ownctl.reconcile.steps import DeleteEvent, DeleteRotation, EndEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ownctl.account.live import Account, Live, LiveSchedule
    from ownctl.account.resources import Desired, Override, PersonRef, Schedule, Service
    from ownctl.reconcile.futures import Future
    from ownctl.reconcile.matching import Pair
    from ownctl.reconcile.schedules import ScheduleChange
    from ownctl.reconcile.slots import SlotChange

SHOWN = 6
"""How many turns a plan names of a schedule's future."""


def moment(when: datetime, zone: str) -> str:
    """A moment on the clock of `zone`, as `Mon 30 Nov 09:30`."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def schedule_change(
    change: ScheduleChange, pair: Pair[Schedule, LiveSchedule], desired: Desired, now: datetime
) -> Change:
    """The change of a schedule, in the form that all changes share."""
    ref = Ref(Kind.SCHEDULE, change.schedule.key)
    team = Ref(Kind.TEAM, change.schedule.team)
    action = Action.CREATE if change.live is None else Action.ADOPT if pair.adopted else Action.UPDATE
    return Change(
        action,
        ref,
        change.schedule.name,
        desired.owners.get(ref),
        change.live.id if change.live else None,
        change.live.url if change.live else None,
        tuple(_fields(change, now)),
        tuple(change.steps(ref, team)),
        digest(change.live.resource._replace(shifts=())) if change.live else "",
        frozenset({team}),
        change.takes_effect if change.live else None,
    )


def _fields(change: ScheduleChange, now: datetime) -> Iterable[Field]:
    schedule = change.schedule
    for name in change.fields:
        if name == "description":  # its text is seldom what matters, its fingerprints never are
            yield from _marker(change)
            continue
        yield Field(name, getattr(change.live.resource, name) if change.live else None, getattr(schedule, name))
    # Slots of one rotation share its shift, and say so once.
    own = [each for each in change.slots if not each.slot.buddies]
    cadence = dict.fromkeys(field for each in own for field in cadences.changes(each.slot, each.rotation))
    yield from cadence
    for each in change.slots:
        turns = Field(f"turns of {_called(each)}", _before(each, now), _after(each))
        if not cadence or turns.before != turns.after:
            yield turns
    for swaps in change.overrides.values():
        for gone in swaps.delete:
            yield Field("override", _swap(gone.override, schedule.time_zone), None)
        for added in swaps.add:
            yield Field("override", None, _swap(added, schedule.time_zone))
    if change.mend:
        rest = f"until {moment(change.mend.end, schedule.time_zone)}"
        yield Field("rest of this turn", None, f"{_name(change.mend.members[0] or '')}, {rest}")
    yield from _vanishing(change, now)


def _called(change: SlotChange) -> str:
    """The slot by its name; where hours change, by what it is called with the old ones and with the new ones."""
    name = change.slot.name
    if change.rotation is None or name_of(change.rotation) == name:
        return name
    return name.partition(" ")[0] + (BUDDIES if change.slot.buddies else "")


def _vanishing(change: ScheduleChange, now: datetime) -> Iterable[Field]:
    """What no slot wants any more: the files' own by what they called it, the rest by when it ends."""
    schedule = change.schedule
    ending = {step.rotation for step in change.leftovers if isinstance(step, (DeleteRotation, DeleteEvent, EndEvent))}
    rotation, others = schedule.key.partition("/")[2], False
    for each in change.live.resource.rotations if change.live else ():
        if each.id not in ending:
            continue
        name, events = name_of(each), [one.event for one in each.events]
        held = futures.of_events(events, max(now, change.handoff), now + slots.AHEAD)
        if name.partition(" ")[0] != rotation or not held:
            others = True
            continue
        path = "buddies" if name.endswith(BUDDIES) else f"turns of {name}"
        yield Field(path, _sequence(held, schedule.time_zone), None)
    if others:
        yield Field("other events", "not declared", f"end by {moment(change.handoff, schedule.time_zone)}")


def _marker(change: ScheduleChange) -> Iterable[Field]:
    """What the account's object is called by the files, where that changes or begins."""
    before = parse(change.live.resource.description) if change.live else None
    after = parse(change.description)
    if after and (before is None or before.ref != after.ref):
        yield Field("marker", f"{before.org} {before.ref}" if before else None, f"{after.org} {after.ref}")


def _before(change: SlotChange, now: datetime) -> str | None:
    events = [each.event for each in change.rotation.events] if change.rotation else []
    held = futures.of_events(events, max(now, change.takes_effect), now + slots.AHEAD)
    return _sequence(held, change.slot.zone)


def _after(change: SlotChange) -> str | None:
    """From the first handoff on: whoever only keeps the pager a little longer has not got it then."""
    since = change.takes_effect
    held = futures.of_slot(change.slot, since, since + slots.AHEAD)
    events = [each.event for each in change.rotation.events] if change.rotation else []
    keeps = futures.of_events(events, since - timedelta(minutes=1), since)
    later = held[1:] if keeps and held and (held[0].start, held[0].people) == (since, keeps[-1].people) else ()
    return _sequence(later or held, change.slot.zone)


def _sequence(held: Future, zone: str) -> str | None:
    """`from Mon 30 Nov 09:30: Amara, Tom, Liu, …`; None where nobody holds it."""
    people: list[str] = []
    for stretch in held:
        name = " and ".join(_name(person) for person in stretch.people)
        if not people or people[-1] != name:
            people.append(name)
    if not people:
        return None
    more = ", …" if len(people) > SHOWN else ""
    return f"from {moment(held[0].start, zone)}: {', '.join(people[:SHOWN])}{more}"


def _swap(override: Override, zone: str) -> str:
    person = _name(override.person) if override.person is not None else "nobody"
    instead = _name(override.instead_of) if override.instead_of is not None else "nobody"
    return f"{person} for {instead}, {moment(override.start, zone)} – {moment(override.end, zone)}"


def _name(person: PersonRef) -> str:
    return f"user {person.id}" if isinstance(person, Foreign) else person


def notes(
    compared: Sequence[ScheduleChange],
    desired: Desired,
    account: Account,
    services: Sequence[Pair[Service, Service]],
    now: datetime,
) -> Iterable[Note]:
    """What a reader should know beside the changes."""
    for change in compared:
        yield from _schedule_notes(change, now)
    yield from (Note(owner, text) for owner, text in desired.announced)
    declared = {(each.service, each.name) for each in desired.integrations}
    for pair in services:
        for name in account.integrations.get(pair.live.id, {}).values() if pair.live else ():
            if (pair.declared.key, name) not in declared and pair.live:
                yield Note(
                    desired.owners.get(Ref(Kind.SERVICE, pair.declared.key)),
                    f"{pair.declared.name} has an integration {name!r} that the files do not declare; "
                    f"the API can't delete one, a person can: {_page(pair.live)}",
                )


def _page(service: Live[Service]) -> str:
    return f"{service.url}/integrations" if service.url else "on the service's page"


def _schedule_notes(change: ScheduleChange, now: datetime) -> Iterable[Note]:
    schedule = change.schedule
    yield from _keeps_the_pager(change, now)
    if change.left_out:
        again = change.asks_again
        rest = (
            f"a plan asks for the rest from {again:%-d %b %Y} on"
            if again and again > now
            else "a later plan asks for the rest"
        )
        yield Note(
            schedule.team,
            f"{schedule.name} says what is declared until {change.left_out:%-d %b %Y}, which is all that the account "
            f"takes; {rest}",
        )
    if change.later:
        when = moment(change.later[0].start, schedule.time_zone)
        yield Note(
            schedule.team,
            f"{schedule.name}: {len(change.later)} overrides, from {when} on, are written later: the schedule's "
            "description has no room for more marks of ours; a plan asks for them when nearer ones are over",
        )
    if not change:
        return
    by_hand = [each for swaps in change.overrides.values() for each in swaps.by_hand]
    stranded = [*(each for swaps in change.overrides.values() for each in swaps.stranded), *change.stranded]
    for each in dict.fromkeys([*by_hand, *stranded]):
        fate = "loses its effect: its person is not on call then any more" if each in stranded else "stays"
        swap = _swap(each.override, schedule.time_zone)
        yield Note(schedule.team, f"{schedule.name}: an override made by hand {fate}: {swap}")


def _keeps_the_pager(change: ScheduleChange, now: datetime) -> Iterable[Note]:
    """Until the next handoff the account may say somebody else than the files: nobody loses the pager by surprise."""
    for slot in change.schedule.slots if change.live else ():
        swaps = [each for each in change.schedule.overrides if each.rotation == slot.name]
        declared = overrides.applied(futures.of_slot(slot, now, change.handoff), swaps)
        stays = futures.cut(change.after.get(slot.name, ()), now, change.handoff)
        differs = futures.first_difference(declared, stays)
        if differs is None or differs >= change.handoff:
            continue
        people = [_people(each, differs) for each in (stays, declared)]
        until = moment(change.handoff, change.schedule.time_zone)
        yield Note(
            change.schedule.team,
            f"{change.schedule.name}: {people[0]} until the handoff of {until}, though the files say {people[1]}; "
            "`--effective now` does not wait for it",
        )
        return


def _people(held: Future, at: datetime) -> str:
    here = next((each.people for each in held if each.start <= at < each.end), ())
    return " and ".join(_name(person) for person in here) or "nobody"
