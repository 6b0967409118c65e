"""An account that nobody has: just what some files declare, as if an apply of them had been verified a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ownctl.account.live import Account, Live, LiveEvent, LiveOverride, LiveRotation, LiveSchedule, Marker, Shift, User
from ownctl.account.resources import Kind, Override, Ref
from ownctl.reconcile import schedules
from ownctl.reconcile.holding import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ownctl.account.resources import Desired, Schedule
    from ownctl.config.limits import Limits
    from ownctl.reconcile.schedules import ScheduleChange

R = TypeVar("R")


def pretended(desired: Desired, now: datetime, limits: Limits) -> Account:
    """The account that holds what is declared, and in which everybody has a login. Ids are references as texts.

    Where two objects of the files have one key, which is an error in them, the first counts.
    """
    members = grouped((each.team, str(each.person)) for each in desired.memberships)
    people = [(each, desired.people[each]) for each in desired.names]
    return Account(
        users={mail: User(each, desired.names[each], mail) for each, mail in people},
        teams=_first(_live(desired, Ref(Kind.TEAM, each.key), each) for each in desired.teams),
        memberships={str(Ref(Kind.TEAM, team.key)): frozenset(members.get(team.key, ())) for team in desired.teams},
        schedules=_first(
            _live(desired, Ref(Kind.SCHEDULE, each.key), _schedule(each, now, limits)) for each in desired.schedules
        ),
        policies=_first(_live(desired, Ref(Kind.POLICY, each.key), each) for each in desired.policies),
        services=_first(_live(desired, Ref(Kind.SERVICE, each.key), each) for each in desired.services),
        integrations=_integrations(desired),
    )


def _live(desired: Desired, ref: Ref, resource: R) -> Live[R]:
    return Live(str(ref), "", resource, Marker(desired.org, str(ref)))


def _first(lives: Iterable[Live[R]]) -> tuple[Live[R], ...]:
    by_id: dict[str, Live[R]] = {}
    for live in lives:
        by_id.setdefault(live.id, live)
    return tuple(by_id.values())


def _integrations(desired: Desired) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in desired.integrations:
        found.setdefault(str(Ref(Kind.SERVICE, each.service)), {})[str(Ref(Kind.INTEGRATION, each.key))] = each.name
    return found


def _schedule(schedule: Schedule, now: datetime, limits: Limits) -> LiveSchedule:
    """The schedule as an apply makes it."""
    ref = Ref(Kind.SCHEDULE, schedule.key)
    made = schedules.change(schedule, ref, None, now, limits)
    ids = {each.slot.name: f"{ref}/{each.slot.name}" for each in made.slots}
    return LiveSchedule(
        schedule.name,
        made.description,
        schedule.time_zone,
        (str(Ref(Kind.TEAM, schedule.team)),),
        tuple(
            LiveRotation(
                ids[each.slot.name],
                tuple(LiveEvent(f"{ids[each.slot.name]}/{n}", event) for n, event in enumerate(each.add)),
            )
            for each in made.slots
        ),
        tuple(
            LiveOverride(
                f"{ref}/override/{n}", Override(ids[each.rotation], each.person, each.instead_of, each.start, each.end)
            )
            for n, each in enumerate(swap for swaps in made.overrides.values() for swap in swaps.add)
        ),
        tuple(_shifts(made, ids)),
    )


def _shifts(made: ScheduleChange, ids: dict[str, str]) -> Iterable[Shift]:
    for slot, held in made.after.items():
        for stretch in held:
            yield from (Shift(stretch.start, stretch.end, person, ids.get(slot)) for person in stretch.people)
