"""What two accounts must share to be equal: everything that people notice, without ids and traces of the way there."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.reconcile.story import YEAR, org_of
from tests.reconcile.timeline import timeline

from ownctl.account.markers import text_above
from ownctl.reconcile.rotations import name_of
from ownctl.reconcile.slots import current

if TYPE_CHECKING:
    from datetime import datetime

    from tests.reconcile.story import Files, Story

    from ownctl.account.live import Live, LiveSchedule


def canonical(story: Story, files: Files, now: datetime) -> dict[str, Any]:
    """The account at `now`, in words: equal for accounts that are equal."""
    org = org_of(files)
    _, account, _ = story.compared(org, now)
    found: dict[str, Any] = {
        "counts": {path: len(story.listed(path, key)) for path, key in LISTS},
        "teams": sorted((each.resource.name, each.resource.description) for each in account.teams),
        "members": sorted(
            (team.resource.name, mail)
            for team in account.teams
            for mail, user in account.users.items()
            if user.id in account.memberships[team.id]
        ),
        "policies": sorted(repr(each.resource) for each in account.policies),
        "services": sorted(repr(each.resource) for each in account.services),
        "integrations": sorted(
            (each.resource.name, sorted(Counter(account.integrations[each.id].values()).items()))
            for each in account.services
        ),
        "schedules": {each.resource.name: _schedule(story, each, now) for each in account.schedules},
    }
    return found


SETTLED = timedelta(weeks=5)
"""By then every change has taken effect."""
LISTS = (
    ("/teams", "teams"),
    ("/v3/schedules", "schedules"),
    ("/escalation_policies", "escalation_policies"),
    ("/services", "services"),
)


def _schedule(story: Story, live: Live[LiveSchedule], now: datetime) -> dict[str, Any]:
    schedule = live.resource
    since = now + timedelta(minutes=1)
    slots = {each.id: name_of(each) for each in schedule.rotations}
    return {
        "text": text_above(schedule.description),
        "zone": schedule.time_zone,
        "teams": len(schedule.teams),
        # A rotation that ends at the next handoff is a trace: whether a slot took it over first, nobody notices.
        "rotations": sorted(
            name_of(each) for each in schedule.rotations if current(each, now + SETTLED) or not each.events
        ),
        "overrides": sorted(
            repr(each.override._replace(rotation=slots.get(each.override.rotation, "?"))) for each in schedule.overrides
        ),
        "ours": sorted(live.marker.overrides) if live.marker else None,
        "on call": timeline(story.shifts_of(live.id, since, now + YEAR)),
    }
