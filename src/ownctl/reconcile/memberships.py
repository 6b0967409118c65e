"""Who joins and who leaves the teams that this org marked.

The account itself makes people members: whoever is on a policy or a schedule of a team joins it, and can't be removed
as long as that is so. Such people are no drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.resources import Foreign, Kind, PersonTarget, Ref, ScheduleTarget
from ownctl.reconcile.changes import Action, Change
from ownctl.reconcile.steps import AddMember, RemoveMember

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ownctl.account.resources import Account, Desired, Live, LiveSchedule, Membership, PersonRef, Policy, Team
    from ownctl.reconcile.matching import Pair


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
    desired: Desired,
    pairs: Sequence[Pair[Team, Team]],
    account: Account,
    policies: Sequence[Policy],
    members: Mapping[str, frozenset[PersonRef]],
) -> Iterable[Change]:
    """A change for everybody who is a member, is not declared, and is on no policy or schedule of the team.

    `policies` are those that stand after this plan; `members` names who is on a schedule after it, by the schedule's
    key or id.
    """
    if not desired.exact_memberships:
        return
    by_mail = {mail: person for person, mail in desired.people.items()}
    people: dict[str, PersonRef] = {
        user.id: by_mail.get(mail, Foreign(user.id)) for mail, user in account.users.items()
    }
    for pair in pairs:
        if not pair.live:
            continue
        declared = {each.person for each in desired.memberships if each.team == pair.declared.key}
        explained = _explained(pair.declared.key, pair.live.id, account, policies, members)
        for user_id in sorted(account.memberships.get(pair.live.id, frozenset())):
            person = people.get(user_id, Foreign(user_id))
            if person not in declared and person not in explained:
                yield _leave(pair.declared.key, pair.live.id, person, desired)


def _leave(team: str, team_id: str, person: PersonRef, desired: Desired) -> Change:
    return Change(
        Action.DELETE,
        Ref(Kind.MEMBERSHIP, f"{team}/{person}"),
        desired.names.get(str(person), str(person)),
        team,
        None,
        None,
        (),
        (RemoveMember(team_id, person),),
    )


def _explained(
    team: str,
    team_id: str,
    account: Account,
    policies: Sequence[Policy],
    members: Mapping[str, frozenset[PersonRef]],
) -> set[PersonRef]:
    """Everybody whom the account keeps in the team by itself."""
    explained: set[PersonRef] = set()
    for policy in policies:
        if policy.team not in {Ref(Kind.TEAM, team), Foreign(team_id)}:
            continue
        for target in (each for level in policy.levels for each in level.targets):
            match target:
                case PersonTarget(person=person):
                    explained.add(person)
                case ScheduleTarget(schedule=schedule):
                    explained |= members.get(schedule.key if isinstance(schedule, Ref) else schedule.id, frozenset())
    for live in account.schedules:
        if team_id in live.resource.teams:
            explained |= on_schedule(live)
    return explained


def on_schedule(live: Live[LiveSchedule]) -> frozenset[PersonRef]:
    """Everybody whom a schedule of the account names, in events, overrides or custom shifts."""
    schedule = live.resource
    people: set[PersonRef | None] = {
        person for rotation in schedule.rotations for each in rotation.events for person in each.event.members
    }
    people |= {each.override.person for each in schedule.overrides}
    people |= {shift.person for shift in schedule.shifts}
    return frozenset(person for person in people if person is not None)
