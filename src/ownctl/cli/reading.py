"""Reading the account for a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.resources import Foreign, Kind, Ref, ScheduleTarget
from ownctl.account.wanted import Wanted
from ownctl.reconcile.changes import Action, Obstacle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import Account, Live
    from ownctl.account.resources import Desired, Policy
    from ownctl.providers.pagerduty import Client
    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.plan import Plan


def read_account(client: Client, desired: Desired, now: datetime, known: Mapping[str, Ref] | None = None) -> Account:
    """What the account has of this org; schedules in `known` (by id) are not read again."""
    from ownctl.providers.pagerduty import read

    wanted = Wanted(
        desired.org,
        {mail: person for person, mail in desired.people.items()},
        {
            Kind.TEAM: frozenset(each.name for each in desired.teams),
            Kind.SCHEDULE: frozenset(each.name for each in desired.schedules),
            Kind.POLICY: frozenset(each.name for each in desired.policies),
            Kind.SERVICE: frozenset(each.name for each in desired.services),
        },
        known or {},
        frozenset(each.name for each in desired.schedules if each.overrides),
    )
    return read(client, wanted, now)


def others(account: Account, desired: Desired, touched: Sequence[Change]) -> dict[str, Ref]:
    """The schedules of ours, by id, that need not be read again, because only `touched` matter."""
    refs, ids = {change.ref for change in touched}, {change.id for change in touched}
    known = {}
    for live in account.schedules:
        kind, _, key = (live.marker.ref if live.marker else "").partition("/")
        ref = Ref(Kind.SCHEDULE, key)
        ours = kind == Kind.SCHEDULE and live.marker is not None and live.marker.org == desired.org
        if ours and ref not in refs and live.id not in ids:
            known[live.id] = ref
    return known


def incidents_in_the_way(client: Client, plan: Plan, account: Account) -> tuple[Obstacle, ...]:
    """Open incidents that hold what the plan deletes; asked for only where it deletes something.

    An incident holds its service, the policy that it follows, and the schedules of that policy.
    """
    from ownctl.providers.pagerduty import open_incidents

    gone = {change.id: change for change in plan.changes if change.action is Action.DELETE and change.id}
    services = [key for key, change in gone.items() if change.ref.kind is Kind.SERVICE]
    policies = {policy.id: held for policy in account.policies if (held := _held(policy, gone))}
    return tuple(
        Obstacle(
            f"the open incident #{each.number} ({each.title}) holds {change.name}: {each.url}",
            "resolve it first, then plan again",
        )
        for each in open_incidents(client, services, policies)
        for change in [*([gone[each.service]] if each.service in gone else []), *policies.get(each.policy, ())]
    )


def _held(policy: Live[Policy], gone: Mapping[str, Change]) -> list[Change]:
    """What an incident that follows `policy` keeps from being deleted."""
    schedules = {
        target.schedule
        for level in policy.resource.levels
        for target in level.targets
        if isinstance(target, ScheduleTarget)
    }
    return [
        change
        for key, change in gone.items()
        if key == policy.id or change.ref in schedules or Foreign(key) in schedules
    ]
