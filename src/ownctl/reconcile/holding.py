"""What keeps people in teams once a plan is done, by the account's own doing.

Whoever is on a policy or a schedule of a team joins it, and can't be removed as long as that is so; the schedules that
a policy names belong to the policy's team (PagerDuty's "Team Association Behavior").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ownctl.account.resources import Foreign, Kind, PersonTarget, Ref, ScheduleTarget
from ownctl.reconcile.steps import DeleteEvent, DeleteRotation, EndEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import Account, Live, LiveEvent, LiveSchedule
    from ownctl.account.resources import Desired, PersonRef, Policy, Schedule
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.matching import Matches
    from ownctl.reconcile.schedules import ScheduleChange

    Names = frozenset[Ref | Foreign]


K = TypeVar("K")
V = TypeVar("V")


class Holding(NamedTuple):
    """What holds people in teams once the rest of a plan is done; each index is made once for all teams."""

    before: Mapping[Ref | Foreign | None, Sequence[Policy]]
    """The policies of the account, by their team."""
    after: Mapping[Ref | Foreign | None, Sequence[Policy]]
    """Those that it has once the plan is done."""
    belonging: Mapping[str, Sequence[Live[LiveSchedule]]]
    """The schedules that stay, by the ids of their teams."""
    own: Mapping[str, frozenset[Ref]]
    """The declared schedules of each team."""
    members: Mapping[str, frozenset[PersonRef]]
    """Who is on a schedule once it has changed, by its key or id."""
    written: Mapping[str, frozenset[PersonRef]]
    """Whom the plan puts on a schedule, by its key."""
    deleted: frozenset[Ref]
    """The policies and schedules that the plan deletes: what they hold is free only after them."""

    @classmethod
    def of(
        cls,
        desired: Desired,
        account: Account,
        policies: Matches[Policy, Policy],
        compared: Sequence[ScheduleChange],
        deleted: Sequence[Change],
        now: datetime,
    ) -> Holding:
        """What holds people after the changes of `compared`, at `now`."""
        members = {live.id: on_schedule(live, now) for live in account.schedules}
        for change in compared:
            here = declared_on(change.schedule) | _still_on(change, now) | _standing_in(change)
            members[change.schedule.key] = here
            if change.live:
                members[change.live.id] = here
        gone = {change.id for change in deleted}
        lives = [*(pair.live for pair in policies.pairs if pair.live), *policies.undeclared]
        strangers = _of_strangers(account, lives)
        return cls(
            _by_team([*(live.resource for live in lives), *strangers]),
            _by_team([*(pair.declared for pair in policies.pairs), *strangers]),
            grouped((team, live) for live in account.schedules if live.id not in gone for team in live.resource.teams),
            {
                team: frozenset(own)
                for team, own in grouped(
                    (each.team, Ref(Kind.SCHEDULE, each.key)) for each in desired.schedules
                ).items()
            },
            members,
            {change.schedule.key: _written_on(change) for change in compared},
            frozenset(change.ref for change in deleted),
        )

    def explained(self, team: str, team_id: str) -> set[PersonRef]:
        """Everybody whom the account keeps in the team by itself."""
        explained: set[PersonRef] = set()
        for policy in _of_team(self.after, team, team_id):
            for target in (each for level in policy.levels for each in level.targets):
                if isinstance(target, PersonTarget):
                    explained.add(target.person)
            for schedule in named_by(policy):
                explained |= self.members.get(schedule.key if isinstance(schedule, Ref) else schedule.id, frozenset())
        released = self._released(team, team_id)
        for live in self.belonging.get(team_id, ()):
            known = Ref(Kind.SCHEDULE, live.marker.ref.partition("/")[2]) if live.marker else Foreign(live.id)
            if known not in released:
                explained |= self.members.get(live.id, frozenset())
        return explained

    def passing(self, team: str, team_id: str) -> set[PersonRef]:
        """Whom the account puts into the team in the middle of the run, and nothing keeps there at its end.

        Schedules change before policies do: whoever comes on a schedule joins the team of a policy that is still to
        let go of it.
        """
        released = (each for each in self._released(team, team_id) if isinstance(each, Ref))
        return {person for each in released for person in self.written.get(each.key, ())}

    def _released(self, team: str, team_id: str) -> Names:
        """The schedules that the team's policies named and name no more: they belonged to it by that alone."""
        named = frozenset(each for policy in _of_team(self.before, team, team_id) for each in named_by(policy))
        kept = frozenset(each for policy in _of_team(self.after, team, team_id) for each in named_by(policy))
        return named - kept - self.own.get(team, frozenset())


def _by_team(policies: Iterable[Policy]) -> dict[Ref | Foreign | None, list[Policy]]:
    return grouped((policy.team, policy) for policy in policies)


def _of_team(policies: Mapping[Ref | Foreign | None, Sequence[Policy]], team: str, team_id: str) -> Iterable[Policy]:
    for name in (Ref(Kind.TEAM, team), Foreign(team_id)):
        yield from policies.get(name, ())


def _of_strangers(account: Account, touched: Iterable[Live[Policy]]) -> list[Policy]:
    """The policies that a plan leaves as they are."""
    ours = {live.id for live in touched}
    return [live.resource for live in account.policies if live.id not in ours]


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """What belongs to each key, in the order in which it comes."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def named_by(policy: Policy) -> Names:
    """The schedules that a policy names."""
    targets = (target for level in policy.levels for target in level.targets)
    return frozenset(target.schedule for target in targets if isinstance(target, ScheduleTarget))


def declared_on(schedule: Schedule) -> frozenset[PersonRef]:
    """Everybody whom the files have in a schedule."""
    return frozenset(turn.person for slot in schedule.slots for turn in slot.turns if turn.person is not None)


def on_schedule(live: Live[LiveSchedule], now: datetime) -> frozenset[PersonRef]:
    """Everybody whom a schedule of the account names from `now` on, in events, overrides or custom shifts."""
    schedule = live.resource
    people: set[PersonRef | None] = {
        person
        for rotation in schedule.rotations
        for each in rotation.events
        if not each.event.until or each.event.until > now
        for person in each.event.members
    }
    people |= {each.override.person for each in schedule.overrides}
    people |= {shift.person for shift in schedule.shifts}
    return frozenset(person for person in people if person is not None)


def _written_on(change: ScheduleChange) -> frozenset[PersonRef]:
    """Everybody in the events that a change adds."""
    events = [*(event for each in change.slots for event in each.add), *([change.mend] if change.mend else [])]
    return frozenset(person for event in events for person in event.members if person is not None)


def _standing_in(change: ScheduleChange) -> frozenset[PersonRef]:
    """Everybody whom a change puts in somebody's place."""
    added = (each.person for swaps in change.overrides.values() for each in swaps.add)
    return frozenset(person for person in added if person is not None)


def _still_on(change: ScheduleChange, now: datetime) -> frozenset[PersonRef]:
    """Everybody whom a schedule of the account names from `now` on once its change is done."""
    if not change.live:
        return frozenset()
    dropped = {event.id for each in change.slots for event in each.delete}
    dropped |= {step.event_id for step in change.leftovers if isinstance(step, DeleteEvent)}
    ended = {each.end.id: each.takes_effect for each in change.slots if each.end}
    ended |= {step.event_id: step.until for step in change.leftovers if isinstance(step, EndEvent)}
    ends = (*change.leftovers, *change.swept)
    rotations = {step.rotation for step in ends if isinstance(step, DeleteRotation)}
    rotations |= {each.rotation.id for each in change.slots if each.rotation and each.dissolves}
    swaps = {each.id for swap in change.overrides.values() for each in swap.delete}
    schedule = change.live.resource
    left = schedule._replace(
        rotations=tuple(
            each._replace(events=tuple(_ended(event, ended) for event in each.events if event.id not in dropped))
            for each in schedule.rotations
            if each.id not in rotations
        ),
        overrides=tuple(
            each for each in schedule.overrides if each.id not in swaps and each.override.rotation not in rotations
        ),
        shifts=tuple(each for each in schedule.shifts if each.rotation is None),
    )
    return on_schedule(change.live._replace(resource=left), now)


def _ended(live: LiveEvent, ended: Mapping[str, datetime]) -> LiveEvent:
    """An event with the end that it is given, which may be this moment."""
    until = ended.get(live.id)
    return live._replace(event=live.event._replace(until=until)) if until else live
