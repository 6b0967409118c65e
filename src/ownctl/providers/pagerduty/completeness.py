"""Lists held against each other: what one of ours refers to must be in its own list.

A list that comes back empty, or without what a token may not see, looks like an account without these objects, and a
plan would make them a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.account.live import Live, User
    from ownctl.account.resources import Team
    from ownctl.providers.pagerduty.policies import PolicyShape
    from ownctl.providers.pagerduty.schedules import ScheduleShape
    from ownctl.providers.pagerduty.services import ServiceShape
    from ownctl.providers.pagerduty.wire import Reference


def check(
    *,
    users: Sequence[User],
    teams: Iterable[Live[Team]],
    policies: Iterable[PolicyShape],
    marked: Iterable[PolicyShape],
    services: Iterable[ServiceShape],
    schedules: Iterable[ScheduleShape],
) -> None:
    """Hold `services`, `schedules` and the `marked` policies, all of ours, against the lists of the whole account.

    Raises `Unreachable` where something is missing. There are users in every account.
    """
    if not users:
        raise _missing("users", "none at all came")
    team_ids = {team.id for team in teams}
    policy_ids = {policy.id for policy in policies}
    for policy in marked:
        _hold("teams", team_ids, policy.teams, f"the escalation policy {policy.name}")
    for service in services:
        _hold("escalation policies", policy_ids, _one(service.escalation_policy), f"the service {service.name}")
    for schedule in schedules:
        _hold("teams", team_ids, schedule.teams, f"the schedule {schedule.name}")
        _hold("escalation policies", policy_ids, schedule.escalation_policies, f"the schedule {schedule.name}")


def _hold(what: str, known: set[str], referred: Iterable[Reference], by: str) -> None:
    for reference in referred:
        if reference.id not in known:
            raise _missing(what, f"{by} names {reference.id}, which is not in the list")


def _one(reference: Reference | None) -> tuple[Reference, ...]:
    return (reference,) if reference else ()


def _missing(what: str, reason: str) -> Unreachable:
    return Unreachable(
        f"the account's {what} could not be read whole: {reason}",
        "use a key that may read the whole account, or run the command again if it has just changed",
    )
