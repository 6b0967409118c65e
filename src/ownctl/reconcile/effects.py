"""What a plan means for people: who is on call when, before and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.resources import Foreign, PersonTarget, Ref
from ownctl.account.slots import BUDDIES
from ownctl.reconcile.rotations import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ownctl.account.live import Live, LiveSchedule
    from ownctl.account.resources import PersonRef, Policy
    from ownctl.reconcile.schedules import ScheduleChange

WEEKS = timedelta(weeks=4)
"""How far ahead effects look: those that begin within."""
WHOLE = timedelta(weeks=13)
"""How far ahead timelines go, so that an effect that begins within four weeks is told to its end."""


class Duty(NamedTuple):
    """Somebody on call, alone or sharing a newcomer's turn."""

    person: str
    buddy: bool = False


class Watch(NamedTuple):
    """Everybody on call in one place for a stretch of time; half-open, UTC."""

    start: datetime
    end: datetime
    people: tuple[Duty, ...]


class Effect(NamedTuple):
    """Somebody else is on call than would have been; half-open, UTC."""

    team: str
    rotation: str | None
    """The rotation; None where it is about who the team's escalation policy tells first."""
    start: datetime
    end: datetime
    before: tuple[Duty, ...]
    after: tuple[Duty, ...]
    service: str | None = None
    """The service whose pages go to somebody else first; None where it is about a rotation or a whole policy."""


Watches = tuple[Watch, ...]


class Outlook(NamedTuple):
    """Who is on call in one place for the coming weeks, as it is and as it would be; effects are where they differ."""

    team: str
    rotation: str | None
    """None where it is about who the team's escalation policy, or that of a service, tells first."""
    before: Watches
    after: Watches
    service: str | None = None


def before(live: Live[LiveSchedule] | None, now: datetime) -> Watches:
    """Who is on call in a schedule of the account, as the account computes it."""
    if live is None:
        return ()
    buddies = _of_buddies(live)
    return _laid_over(
        (
            (shift.start, shift.end, Duty(said(shift.person), shift.rotation in buddies))
            for shift in live.resource.shifts
        ),
        now,
    )


def _of_buddies(live: Live[LiveSchedule]) -> set[str | None]:
    """The ids of the rotations that hold buddies, also of those that the files don't declare any more."""
    return {rotation.id for rotation in live.resource.rotations if name_of(rotation).endswith(BUDDIES)}


def after(change: ScheduleChange, now: datetime) -> Watches:
    """Who will be on call in a schedule once the change is done, custom shifts of people included."""
    leaving = _of_buddies(change.live) if change.live else set()
    buddies = leaving | {slot.name for slot in change.schedule.slots if slot.buddies}
    planned = (
        (stretch.start, stretch.end, Duty(said(person), name in buddies))
        for name, held in change.after.items()
        for stretch in held
        for person in stretch.people
    )
    custom = (
        (shift.start, shift.end, Duty(said(shift.person)))
        for shift in (change.live.resource.shifts if change.live else ())
        if shift.rotation is None
    )
    return _laid_over([*planned, *custom], now)


def first_told(policy: Policy | None, schedules: Mapping[str, Watches], now: datetime) -> Watches:
    """Whom a policy tells first: the people of its first level on which somebody is on call."""
    if policy is None:
        return ()
    levels: list[list[Watch]] = []
    for level in policy.levels:
        told: list[Watch] = []
        for target in level.targets:
            if isinstance(target, PersonTarget):
                told.append(Watch(now, now + WHOLE, (Duty(said(target.person)),)))
            else:
                schedule = target.schedule
                told += schedules.get(schedule.key if isinstance(schedule, Ref) else schedule.id, ())
        levels.append(told)
    moments = _moments(each for told in levels for each in told)
    told_at = [_each_at(told, moments) for told in levels]
    return _joined(
        Watch(start, end, next(filter(None, (told[number] for told in told_at)), ()))
        for number, (start, end) in enumerate(pairwise(moments))
    )


def side_by_side(outlook: Outlook) -> Iterable[tuple[datetime, datetime, tuple[Duty, ...], tuple[Duty, ...]]]:
    """From, until, who is on call and who would be; a new stretch wherever anybody comes or goes."""
    moments = _moments((*outlook.before, *outlook.after))
    has, gets = _each_at(outlook.before, moments), _each_at(outlook.after, moments)
    for (start, end), one, other in zip(pairwise(moments), has, gets, strict=False):
        yield start, end, one, other


def said(person: PersonRef) -> str:
    """What effects call somebody: their key, or their id where the files don't know them."""
    return f"user {person.id}" if isinstance(person, Foreign) else person


def _moments(watches: Iterable[Watch]) -> list[datetime]:
    """When anybody comes or goes, in order."""
    return sorted({moment for each in watches for moment in (each.start, each.end)})


def _each_at(watches: Iterable[Watch], moments: Sequence[datetime]) -> list[tuple[Duty, ...]]:
    """Who is on call at each of `moments`, which hold all at which anybody comes or goes."""
    coming: dict[datetime, list[Duty]] = defaultdict(list)
    going: dict[datetime, list[Duty]] = defaultdict(list)
    for each in watches:
        coming[each.start] += each.people
        going[each.end] += each.people
    here: Counter[Duty] = Counter()
    found = []
    for moment in moments:
        here.update(coming.get(moment, ()))
        here.subtract(going.get(moment, ()))
        people = (duty for duty, count in here.items() if count > 0)
        found.append(tuple(sorted(people, key=lambda duty: (duty.buddy, duty.person))))
    return found


def _laid_over(duties: Iterable[tuple[datetime, datetime, Duty]], now: datetime) -> Watches:
    """One timeline of everybody who is on call at the same time."""
    until = now + WHOLE
    watches = [Watch(max(start, now), min(end, until), (duty,)) for start, end, duty in duties]
    watches = [each for each in watches if each.start < each.end]
    moments = _moments(watches)
    at = zip(pairwise(moments), _each_at(watches, moments), strict=False)
    return _joined(Watch(start, end, people) for (start, end), people in at)


def _joined(watches: Iterable[Watch]) -> Watches:
    joined: list[Watch] = []
    for each in watches:
        if not each.people:
            continue
        if joined and joined[-1].end == each.start and joined[-1].people == each.people:
            joined[-1] = Watch(joined[-1].start, each.end, each.people)
        else:
            joined.append(each)
    return tuple(joined)


def of_all(
    changes: Sequence[ScheduleChange], lives: Mapping[str, Live[LiveSchedule]], now: datetime
) -> tuple[dict[str, Watches], dict[str, Watches]]:
    """Who is on call in every schedule, before and after, by its key; by its id where it bears no marker of ours."""
    had: dict[str, Watches] = {}
    gets: dict[str, Watches] = {}
    for key, live in lives.items():
        had[key] = gets[key] = before(live, now)
    for change in changes:
        had[change.schedule.key] = before(change.live, now)
        gets[change.schedule.key] = after(change, now)
    return had, gets
