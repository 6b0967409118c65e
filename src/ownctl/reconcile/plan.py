"""The plan: every change in its order, what it means for people, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ownctl.account.resources import Kind, Ref
from ownctl.reconcile import compare, memberships, words
from ownctl.reconcile.changes import Action, Change, Note, Obstacle
from ownctl.reconcile.consequences import consequences
from ownctl.reconcile.differences import differences
from ownctl.reconcile.holding import Holding
from ownctl.reconcile.matching import match, taken
from ownctl.reconcile.names import called, people_of
from ownctl.reconcile.protection import obstacles as protection_obstacles
from ownctl.reconcile.references import resolved
from ownctl.reconcile.rotations import name_of
from ownctl.reconcile.schedules import change as schedule_change
from ownctl.reconcile.steps import Ids
from ownctl.reconcile.touches import touches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import Account, LiveSchedule
    from ownctl.account.resources import Desired, Policy, Schedule, Service, Team
    from ownctl.config import Protection
    from ownctl.config.limits import Limits
    from ownctl.reconcile.effects import Effect, Outlook
    from ownctl.reconcile.matching import Matches, Pair
    from ownctl.reconcile.schedules import ScheduleChange
    from ownctl.reconcile.touches import Touch

LOST_WITH_A_SERVICE = "its incidents and its integration keys"


class Plan(NamedTuple):
    """What an apply would do. Empty when the account says what the files say."""

    org: str
    now: datetime
    changes: tuple[Change, ...]
    """In the order in which they are made."""
    effects: tuple[Effect, ...]
    notes: tuple[Note, ...]
    obstacles: tuple[Obstacle, ...]
    outlooks: tuple[Outlook, ...] = ()
    """Who is on call in the rotations that change, before and after, hour by hour; effects are where they differ."""
    names: Mapping[str, str] = MappingProxyType({})
    """What people are called, by what effects call them: keys, and `user ID` for those whom the files don't know."""
    touches: tuple[Touch, ...] = ()
    """Whom the changes touch beside the teams that own one."""
    gone: Mapping[str, Gone] = MappingProxyType({})
    """What the account calls teams, by key, and rotations, by `TEAM/ROTATION`, that the files don't declare."""
    against: str | None = None
    """What the files are compared with where that isn't an account, as `main (1a2b3c4)`."""

    def number_of(self, action: Action) -> int:
        """How many changes of one kind there are."""
        return Counter(change.action for change in self.changes)[action]


class Gone(NamedTuple):
    """A team or a schedule of the account that is not declared any more."""

    name: str
    zone: str
    """That of a schedule; empty for a team."""


class Matched(NamedTuple):
    """What is declared and what the account has, kind by kind."""

    teams: Matches[Team, Team]
    schedules: Matches[Schedule, LiveSchedule]
    policies: Matches[Policy, Policy]
    services: Matches[Service, Service]

    @classmethod
    def of(cls, desired: Desired, account: Account) -> Matched:
        """Pair all of them; references to what has another key in the account are those of the files."""
        teams = match(Kind.TEAM, desired.org, desired.teams, account.teams)
        schedules = match(Kind.SCHEDULE, desired.org, desired.schedules, account.schedules)
        policies = resolved(match(Kind.POLICY, desired.org, desired.policies, account.policies), (teams, schedules))
        services = resolved(match(Kind.SERVICE, desired.org, desired.services, account.services), (policies,))
        return cls(teams, schedules, policies, services)

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Why some of them can't be paired."""
        return (*taken(self), *(obstacle for matches in self for obstacle in matches.obstacles))


def plan(
    desired: Desired,
    account: Account,
    now: datetime,
    limits: Limits,
    protection: Protection,
    *,
    at_once: bool = False,
) -> Plan:
    """Compare what is declared with the account as it was read at `now` (UTC).

    With `at_once`, shifts change now, else at the next handoff that is at least 15 minutes away.
    """
    matched = Matched.of(desired, account)
    compared = [_schedule_change(pair, now, limits, at_once=at_once) for pair in matched.schedules.pairs]
    changes = tuple(_changes(desired, account, matched, compared, now))
    outlooks = tuple(consequences(compared, matched.schedules, matched.policies, matched.services, now))
    effects = tuple(effect for outlook in outlooks for effect in differences(outlook, now))
    touched = touches(desired, changes, effects, matched.policies.pairs, matched.services.pairs)
    return Plan(
        desired.org,
        now,
        changes,
        effects,
        (
            *words.notes(compared, desired, account, matched.services.pairs, now),
            *memberships.staying(desired, matched.teams.pairs, account, compared, now),
        ),
        (
            *matched.obstacles,
            *_missing_people(desired, account),
            *protection_obstacles(changes, account, desired, protection),
        ),
        outlooks,
        called(desired, account, people_of(outlooks, touched)),
        touched,
        dict(_gone(matched)),
    )


def _gone(matched: Matched) -> Iterable[tuple[str, Gone]]:
    for team in matched.teams.undeclared:
        if team.marker:
            yield team.marker.ref.partition("/")[2], Gone(team.resource.name, "")
    for schedule in matched.schedules.undeclared:
        if schedule.marker:
            yield schedule.marker.ref.partition("/")[2], Gone(schedule.resource.name, schedule.resource.time_zone)


def _changes(
    desired: Desired, account: Account, matched: Matched, compared: Sequence[ScheduleChange], now: datetime
) -> Iterable[Change]:
    """Everything in the order in which it is made: what others need comes first, and goes last."""
    teams, schedules, policies, services = matched.teams, matched.schedules, matched.policies, matched.services
    yield from compare.changes(Kind.TEAM, desired, teams.pairs)
    yield from memberships.joining(desired, teams.pairs, account)
    for change, pair in zip(compared, schedules.pairs, strict=True):
        if change:
            yield words.schedule_change(change, pair, desired, now)
    yield from compare.changes(Kind.POLICY, desired, policies.pairs)
    yield from compare.changes(Kind.SERVICE, desired, services.pairs)
    yield from compare.integration_changes(desired, services.pairs, account.integrations)
    yield from (compare.deletion(Kind.SERVICE, live, desired, LOST_WITH_A_SERVICE) for live in services.undeclared)
    held_by = [
        *(compare.deletion(Kind.POLICY, live, desired) for live in policies.undeclared),
        *(compare.deletion(Kind.SCHEDULE, live, desired) for live in schedules.undeclared),
    ]
    yield from held_by
    holding = Holding.of(desired, account, policies, compared, held_by, now)
    yield from memberships.leaving(desired, teams.pairs, account, holding)
    yield from (compare.deletion(Kind.TEAM, live, desired) for live in teams.undeclared)


def _schedule_change(
    pair: Pair[Schedule, LiveSchedule], now: datetime, limits: Limits, *, at_once: bool
) -> ScheduleChange:
    ref = Ref(Kind.SCHEDULE, pair.declared.key)
    return schedule_change(pair.declared, ref, pair.live, now, limits, at_once=at_once)


def _missing_people(desired: Desired, account: Account) -> Iterable[Obstacle]:
    """Everybody in a team, a shift, an override or an escalation who has no login in the account."""
    for person in sorted(each for each in desired.involved() if isinstance(each, str)):
        if desired.people[person] not in account.users:
            who = f"{desired.names[person]} <{desired.people[person]}>"
            yield Obstacle(
                f"{desired.places[person]}: {who} has no user in the account",
                "invite them there, or correct the e-mail here to the one they log in with",
            )


def known_ids(desired: Desired, account: Account) -> Ids:
    """The account's ids of what the files name, as far as it has them already."""
    by_mail = {mail: person for person, mail in desired.people.items()}
    ids = Ids(people={by_mail[mail]: user.id for mail, user in account.users.items() if mail in by_mail})
    matched = Matched.of(desired, account)
    schedules = matched.schedules.pairs
    for kind, pairs in (
        (Kind.TEAM, matched.teams.pairs),
        (Kind.SCHEDULE, schedules),
        (Kind.POLICY, matched.policies.pairs),
        (Kind.SERVICE, matched.services.pairs),
    ):
        ids.objects |= {Ref(kind, pair.declared.key): pair.live.id for pair in pairs if pair.live}
    for pair in schedules:
        for rotation in pair.live.resource.rotations if pair.live else ():
            ids.rotations[Ref(Kind.SCHEDULE, pair.declared.key), name_of(rotation)] = rotation.id
    return ids
