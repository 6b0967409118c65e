"""Who joins and who leaves the teams that this org marked.

The account itself makes people members: whoever is on a policy or a schedule of a team joins it, and can't be removed
as long as that is so. Such people are no drift.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.account.resources import Foreign, Kind, PersonTarget, Ref, ScheduleTarget
from ownctl.reconcile.changes import Action, Change, Note
from ownctl.reconcile.steps import AddMember, DeleteEvent, DeleteRotation, RemoveMember

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.resources import (
        Account,
        Desired,
        Live,
        LiveSchedule,
        Membership,
        PersonRef,
        Policy,
        Schedule,
        Team,
    )
    from ownctl.reconcile.matching import Pair
    from ownctl.reconcile.schedules import ScheduleChange


def joining(desired: Desired, pairs: Sequence[Pair[Team, Team]], account: Account) -> Iterable[Change]:
    """A change for everybody who is declared and not a member."""
    lives = {pair.declared.key: pair.live for pair in pairs}
    for membership in desired.memberships:
        live = lives.get(membership.team)
        user = account.users.get(desired.people.get(str(membership.person), ""))
        if live and user and user.id in account.memberships.get(live.id, frozenset()):
            continue
        yield _join(membership, desired)


def _join(membership: Membership, desired: Desired) -> Change:
    team = Ref(Kind.TEAM, membership.team)
    return Change(
        Action.CREATE,
        Ref(Kind.MEMBERSHIP, membership.key),
        desired.names.get(str(membership.person), str(membership.person)),
        membership.team,
        None,
        None,
        (),
        (AddMember(team, membership.person, membership.role),),
        needs=frozenset({team}),
    )


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds people in teams once the rest of a plan is done."""

    policies: Sequence[Pair[Policy, Policy]]
    members: Mapping[str, frozenset[PersonRef]]
    """Who is on a schedule, by its key or id."""
    deleted: Sequence[Change]
    """The deletes of policies and schedules: what they hold is free only after them."""

    def released(self, team: str) -> frozenset[Ref | Foreign]:
        """The schedules that a team's policy named and names no more: they belonged to the team by that alone."""
        for pair in self.policies:
            if pair.declared.key == team and pair.live:
                return _named(pair.live.resource) - _named(pair.declared)
        return frozenset()


def leaving(
    desired: Desired, pairs: Sequence[Pair[Team, Team]], account: Account, holding: Holding
) -> Iterable[Change]:
    """A change for everybody who is a member, is not declared, and is on no policy or schedule of the team.

    The account lets nobody go who is on one, so these changes come after those of policies and schedules.
    """
    if not desired.exact_memberships:
        return
    for pair in pairs:
        if not pair.live:
            continue
        explained = _explained(pair.declared.key, pair.live.id, account, holding)
        for person in _undeclared(desired, pair.declared.key, pair.live.id, account):
            if person not in explained:
                yield _leave(pair.declared.key, pair.live.id, person, desired, holding)


def staying(
    desired: Desired,
    pairs: Sequence[Pair[Team, Team]],
    account: Account,
    compared: Sequence[ScheduleChange],
    now: datetime,
) -> Iterable[Note]:
    """A note for everybody who is to leave a team and can't yet, because a shift of theirs is not over."""
    if not desired.exact_memberships:
        return
    after = {each.schedule.key: each for each in compared}
    for pair in pairs:
        if not pair.live:
            continue
        here = [after[key] for key in _schedules_of(desired, pair.declared.key) if key in after]
        wanted = {person for each in here for person in declared_on(each.schedule)}
        for person in _undeclared(desired, pair.declared.key, pair.live.id, account):
            last = max((end for change in here for end in _named_until(change, person, now)), default=None)
            if last and person not in wanted:
                name = desired.names.get(str(person), f"user {person}")
                when = f"{last.astimezone(ZoneInfo(here[0].schedule.time_zone)):%a %-d %b %H:%M}"
                text = (
                    f"{name} leaves {pair.declared.name} in the account once its schedule is done with them, on {when}"
                )
                yield Note(pair.declared.key, text)


def _named_until(change: ScheduleChange, person: PersonRef, now: datetime) -> Iterable[datetime]:
    """When the events that name somebody end, once a schedule's change is done."""
    ended = {each.end.id: each.takes_effect for each in change.slots if each.end}
    gone = {event.id for each in change.slots for event in each.delete}
    for rotation in change.live.resource.rotations if change.live else ():
        for each in rotation.events:
            until = ended.get(each.id, each.event.until or change.handoff)
            if person in each.event.members and each.id not in gone and until > now:
                yield until


def declared_on(schedule: Schedule) -> frozenset[PersonRef]:
    """Everybody whom the files have in a schedule."""
    return frozenset(turn.person for slot in schedule.slots for turn in slot.turns if turn.person is not None)


def _schedules_of(desired: Desired, team: str) -> Iterable[str]:
    """The declared schedules that make people members of a team: its own, and those that its policy names."""
    named = [
        schedule.key
        for policy in desired.policies
        if policy.key == team
        for schedule in _named(policy)
        if isinstance(schedule, Ref)
    ]
    return dict.fromkeys([*(each.key for each in desired.schedules if each.team == team), *named])


def _undeclared(desired: Desired, team: str, team_id: str, account: Account) -> Iterable[PersonRef]:
    """The members of a team of the account whom the files do not have in it."""
    by_mail = {mail: person for person, mail in desired.people.items()}
    people: dict[str, PersonRef] = {
        user.id: by_mail.get(mail, Foreign(user.id)) for mail, user in account.users.items()
    }
    declared = {each.person for each in desired.memberships if each.team == team}
    for user_id in sorted(account.memberships.get(team_id, frozenset())):
        person = people.get(user_id, Foreign(user_id))
        if person not in declared:
            yield person


def _leave(team: str, team_id: str, person: PersonRef, desired: Desired, holding: Holding) -> Change:
    return Change(
        Action.DELETE,
        Ref(Kind.MEMBERSHIP, f"{team}/{person}"),
        desired.names.get(str(person), str(person)),
        team,
        None,
        None,
        (),
        (RemoveMember(team_id, person),),
        needs=frozenset({Ref(Kind.POLICY, team), *(change.ref for change in holding.deleted)}),
    )


def _explained(team: str, team_id: str, account: Account, holding: Holding) -> set[PersonRef]:
    """Everybody whom the account keeps in the team by itself."""
    explained: set[PersonRef] = set()
    for policy in (pair.declared for pair in holding.policies):
        if policy.team not in {Ref(Kind.TEAM, team), Foreign(team_id)}:
            continue
        for target in (each for level in policy.levels for each in level.targets):
            if isinstance(target, PersonTarget):
                explained.add(target.person)
        for schedule in _named(policy):
            explained |= holding.members.get(schedule.key if isinstance(schedule, Ref) else schedule.id, frozenset())
    gone = {change.id for change in holding.deleted}
    released = holding.released(team)
    for live in account.schedules:
        known = Ref(Kind.SCHEDULE, live.marker.ref.partition("/")[2]) if live.marker else Foreign(live.id)
        if team_id in live.resource.teams and live.id not in gone and known not in released:
            explained |= holding.members.get(live.id, frozenset())
    return explained


def _named(policy: Policy) -> frozenset[Ref | Foreign]:
    """The schedules that a policy names."""
    targets = (target for level in policy.levels for target in level.targets)
    return frozenset(target.schedule for target in targets if isinstance(target, ScheduleTarget))


def still_on(change: ScheduleChange, now: datetime) -> frozenset[PersonRef]:
    """Everybody whom a schedule of the account names from `now` on once its change is done."""
    if not change.live:
        return frozenset()
    dropped = {event.id for each in change.slots for event in each.delete}
    dropped |= {step.event_id for step in change.leftovers if isinstance(step, DeleteEvent)}
    rotations = {step.rotation for step in change.leftovers if isinstance(step, DeleteRotation)}
    swaps = {each.id for swap in change.overrides.values() for each in swap.delete}
    schedule = change.live.resource
    left = replace(
        schedule,
        rotations=tuple(
            replace(each, events=tuple(event for event in each.events if event.id not in dropped))
            for each in schedule.rotations
            if each.id not in rotations
        ),
        overrides=tuple(each for each in schedule.overrides if each.id not in swaps),
        shifts=tuple(each for each in schedule.shifts if each.rotation is None),
    )
    return on_schedule(replace(change.live, resource=left), now)


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
