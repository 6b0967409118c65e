"""Which shift-based schedules to read, and reading each: their list carries names only, and no marker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from ownctl.account.live import Live
from ownctl.account.resources import Kind
from ownctl.providers.pagerduty import overrides, schedules
from ownctl.providers.pagerduty.names import own
from ownctl.providers.pagerduty.paging import Listing, everything, of_teams
from ownctl.providers.pagerduty.parallel import in_parallel
from ownctl.providers.pagerduty.wire import utc
from ownctl.reconcile.steps import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from ownctl.account.live import LiveSchedule, Marker
    from ownctl.account.resources import Ref
    from ownctl.account.wanted import Wanted
    from ownctl.providers.pagerduty.client import Client
    from ownctl.providers.pagerduty.names import Names
    from ownctl.providers.pagerduty.schedules import ScheduleShape

AHEAD = timedelta(weeks=13)
"""How far ahead it is asked who is on call."""

LAST_DATE = timedelta(days=366)
"""How far ahead an override can lie: dates reach at most 12 months ahead."""


@dataclass(frozen=True, slots=True)
class ScheduleRead:
    """One schedule as it came, before people and objects have their names."""

    shape: ScheduleShape
    marker: Marker | None
    ref: Ref | None
    overrides: tuple[Any, ...]

    def live(self, names: Names) -> Live[LiveSchedule]:
        resource = schedules.read(self.shape, overrides.read(self.overrides, names), names)
        return Live(self.shape.id, self.shape.html_url, resource, self.marker)


def listed(client: Client, teams: Callable[[], Sequence[str]]) -> dict[str, str]:
    """The names by id of all shift-based schedules of the account."""
    return schedules.named(everything(client, schedules.LISTING, teams))


def read_schedules(
    client: Client,
    wanted: Wanted,
    now: datetime,
    *,
    names_by_id: Mapping[str, str],
    of_policies: frozenset[str],
    teams: Sequence[str],
) -> tuple[ScheduleRead, ...]:
    """Those that bear this org's marker or a declared name.

    Looked at are those with a declared name, those that policies of ours name, and those of our teams: one request
    each, and a second one where overrides have a part in it.
    """
    of_teams_of_ours = schedules.named(of_teams(client, schedules.LISTING, teams))
    declared = wanted.names.get(Kind.SCHEDULE, frozenset())
    of_name = {key for key, name in names_by_id.items() if name in declared}
    candidates = sorted((of_name | of_policies | of_teams_of_ours.keys()) - wanted.known_schedules.keys())

    tasks = (partial(_read, client, wanted, now, key, promised=key in of_policies) for key in candidates)
    return tuple(found for found in in_parallel(tasks) if found is not None)


def _read(client: Client, wanted: Wanted, now: datetime, key: str, *, promised: bool) -> ScheduleRead | None:
    """One schedule; None where it is neither ours nor has a declared name, or has just been deleted.

    `promised` says that a policy of ours names it: then it exists, and not to be shown it is an error.
    """
    params = {"include[]": "final_schedule", "since": utc(now), "until": utc(now + AHEAD)}
    body = client.find(f"/v3/schedules/{key}", f"read the schedule {key}", params)
    if body is None:
        if promised:
            raise Unreachable(
                f"the schedule {key}, which an escalation policy of ours names, is not shown to this token",
                "use a key that may read the whole account, or run the command again if it was deleted just now",
            )
        return None
    shape = schedules.shape(body)
    marker, ref = own(shape.description, wanted.org, Kind.SCHEDULE)
    if ref is None and shape.name not in wanted.names.get(Kind.SCHEDULE, ()):
        return None
    return ScheduleRead(shape, marker, ref, _overrides(client, wanted, now, shape, marker))


def _overrides(
    client: Client, wanted: Wanted, now: datetime, shape: ScheduleShape, marker: Marker | None
) -> tuple[Any, ...]:
    """Those that are not over yet, asked for only where there is a sign of any."""
    signs = shape.shows_overrides or (marker is not None and marker.overrides) or shape.name in wanted.overridden
    if not signs:
        return ()
    # With overflow: cut to the window they would no longer have the fingerprint that the marker knows.
    params = {"since": utc(now), "until": utc(now + LAST_DATE), "overflow": "true"}
    path = f"/v3/schedules/{shape.id}/overrides"
    return everything(client, Listing(path, "overrides", params=params, by_team=False, totals=False))
