"""Who joins and who leaves the teams that this org marked.

The account itself makes people members: whoever is on a policy or a schedule of a team joins it, and can't be removed
as long as that is so. Such people are no drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ownctl.account.resources import Foreign, Kind, Ref
from ownctl.reconcile.changes import Action, Change, Note
from ownctl.reconcile.holding import declared_on, grouped, named_by
from ownctl.reconcile.steps import AddMember, RemoveMember

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import Account
    from ownctl.account.resources import Desired, Membership, PersonRef, Team
    from ownctl.reconcile.holding import Holding
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


def leaving(
    desired: Desired, pairs: Sequence[Pair[Team, Team]], account: Account, holding: Holding
) -> Iterable[Change]:
    """A change for everybody who is a member by then, is not declared, and is on no policy or schedule of the team.

    The account lets nobody go who is on one, so these changes come after those of policies and schedules.
    """
    if not desired.exact_memberships:
        return
    roster = _Roster.of(desired, account)
    for pair in pairs:
        if not pair.live:
            continue
        team, team_id = pair.declared.key, pair.live.id
        explained = holding.explained(team, team_id)
        passing = holding.passing(team, team_id) - roster.declared.get(team, set())
        for person in dict.fromkeys([*roster.undeclared(team, team_id), *sorted(passing, key=str)]):
            if person not in explained:
                yield _leave(team, team_id, person, desired, holding)


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
    roster, schedules = _Roster.of(desired, account), _schedules_of(desired)
    for pair in pairs:
        if not pair.live:
            continue
        undeclared = list(roster.undeclared(pair.declared.key, pair.live.id))
        if not undeclared:
            continue
        here = [after[key] for key in dict.fromkeys(schedules.get(pair.declared.key, ())) if key in after]
        wanted = {person for each in here for person in declared_on(each.schedule)}
        for person in undeclared:
            last = max((end for change in here for end in _named_until(change, person, now)), default=None)
            if last and person not in wanted:
                name = desired.names.get(str(person), f"user {person}")
                when = f"{last.astimezone(ZoneInfo(here[0].schedule.time_zone)):%a %-d %b %H:%M}"
                text = (
                    f"{name} leaves {pair.declared.name} in the account once its schedule is done with them, on {when}"
                )
                yield Note(pair.declared.key, text)


def _named_until(change: ScheduleChange, person: PersonRef, now: datetime) -> Iterable[datetime]:
    """When the events, overrides and custom shifts that name somebody end, once a schedule's change is done."""
    ended = {each.end.id: each.takes_effect for each in change.slots if each.end}
    gone = {event.id for each in change.slots for event in each.delete}
    for rotation in change.live.resource.rotations if change.live else ():
        for each in rotation.events:
            until = ended.get(each.id, each.event.until or change.handoff)
            if person in each.event.members and each.id not in gone and until > now:
                yield until
    for swaps in change.overrides.values():
        standing = (*(each.override for each in swaps.kept), *swaps.add)
        yield from (each.end for each in standing if each.person == person)
    shifts = change.live.resource.shifts if change.live else ()
    yield from (each.end for each in shifts if each.rotation is None and each.person == person)


def _schedules_of(desired: Desired) -> dict[str, list[str]]:
    """The declared schedules that make people members of each team: its own, and those that its policy names."""
    own = ((each.team, each.key) for each in desired.schedules)
    named = (
        (policy.key, schedule.key)
        for policy in desired.policies
        for schedule in named_by(policy)
        if isinstance(schedule, Ref)
    )
    return grouped((*own, *named))


class _Roster(NamedTuple):
    """Who is in each team, by the files and by the account."""

    declared: Mapping[str, set[PersonRef]]
    """By the team's key."""
    members: Mapping[str, frozenset[str]]
    """Ids of users, by the team's id."""
    people: Mapping[str, PersonRef]
    """By the user's id."""

    @classmethod
    def of(cls, desired: Desired, account: Account) -> _Roster:
        by_mail = {mail: person for person, mail in desired.people.items()}
        return cls(
            {
                team: set(people)
                for team, people in grouped((each.team, each.person) for each in desired.memberships).items()
            },
            account.memberships,
            {user.id: by_mail.get(mail, Foreign(user.id)) for mail, user in account.users.items()},
        )

    def undeclared(self, team: str, team_id: str) -> Iterable[PersonRef]:
        """The members of a team of the account whom the files do not have in it."""
        declared = self.declared.get(team, set())
        for user_id in sorted(self.members.get(team_id, frozenset())):
            person = self.people.get(user_id, Foreign(user_id))
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
        needs=frozenset({Ref(Kind.POLICY, team), *holding.deleted}),
    )
