"""The outlook of a whole plan: of rotations, of policies that tell somebody else first, of services in other hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.resources import Ref
from ownctl.reconcile import effects
from ownctl.reconcile.effects import Outlook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ownctl.account.live import LiveSchedule
    from ownctl.account.resources import Policy, Schedule, Service
    from ownctl.reconcile.matching import Matches
    from ownctl.reconcile.schedules import ScheduleChange


def consequences(
    compared: Sequence[ScheduleChange],
    schedules: Matches[Schedule, LiveSchedule],
    policies: Matches[Policy, Policy],
    services: Matches[Service, Service],
    now: datetime,
) -> Iterable[Outlook]:
    """Wherever a plan may change who is on call, or who is told first, in the coming weeks."""
    gone = {live.id: live for live in schedules.undeclared}
    had, gets = effects.of_all(compared, gone, now)
    for change in compared:
        if change:
            key = change.schedule.key
            yield Outlook(change.schedule.team, key.partition("/")[2], had[key], gets[key])
    for live in gone.values():
        team, _, rotation = (live.marker.ref if live.marker else "").partition("/")[2].partition("/")
        yield Outlook(team, rotation, had[live.id], ())
    declared = {pair.declared.key: pair.declared for pair in policies.pairs}
    stood = {pair.declared.key: pair.live.resource for pair in policies.pairs if pair.live}
    stood |= {live.marker.ref.partition("/")[2]: live.resource for live in policies.undeclared if live.marker}
    for key, policy in declared.items():
        if key in stood and stood[key].levels != policy.levels:
            yield Outlook(key, None, effects.first_told(stood[key], had, now), effects.first_told(policy, gets, now))
    for pair in services.pairs:
        old, new = pair.live.resource.policy if pair.live else None, pair.declared.policy
        if isinstance(old, Ref) and isinstance(new, Ref) and old.key != new.key:
            yield Outlook(
                new.key,
                None,
                effects.first_told(stood.get(old.key), had, now),
                effects.first_told(declared.get(new.key), gets, now),
                pair.declared.key,
            )
