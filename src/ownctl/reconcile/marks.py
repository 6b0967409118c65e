"""The description of a schedule: whose it is, and which of its overrides are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.account.markers import fingerprint, parse, text_above

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.account.live import Live, LiveSchedule
    from ownctl.account.resources import Schedule
    from ownctl.config.limits import Limits
    from ownctl.reconcile.overrides import OverrideChange

OVERRIDES = " overrides"
"""What stands in the marker's line before the fingerprints."""
FINGERPRINT = 9
"""Characters of a fingerprint and the space before it."""


def ours(live: Live[LiveSchedule] | None) -> frozenset[str]:
    """The fingerprints of the overrides that ownctl made, as the marker tells them."""
    marker = parse(live.resource.description) if live else None
    return frozenset(marker.overrides if marker else ())


def room(schedule: Schedule, limits: Limits) -> int:
    """How many fingerprints the description has room for."""
    return (limits.schedule_description - len(schedule.description) - len(OVERRIDES)) // FINGERPRINT


def description(schedule: Schedule, live: Live[LiveSchedule] | None, swaps: Mapping[str, OverrideChange]) -> str:
    """The declared description, its marker naming the overrides of ours that are not over yet."""
    standing = [fingerprint(each.override) for change in swaps.values() for each in change.kept]
    added = [fingerprint(each) for change in swaps.values() for each in change.add]
    known = ours(live)
    prints = [*(each for each in standing if each in known), *added]
    return " ".join([schedule.description + OVERRIDES, *prints]) if prints else schedule.description


def differing(schedule: Schedule, live: Live[LiveSchedule] | None, text: str) -> tuple[str, ...]:
    """Of name, description and time_zone: those that differ, with `text` as the description.

    A fingerprint too many does no harm, so it alone is no reason to notify everybody on call."""
    if not live:
        return ()
    said, has = parse(text), parse(live.resource.description)
    missing = set(said.overrides if said else ()) - set(has.overrides if has else ())
    same_marker = has is not None and said is not None and (said.org, said.ref) == (has.org, has.ref)
    differs = {
        "name": schedule.name != live.resource.name,
        "description": bool(missing) or not same_marker or text_above(text) != text_above(live.resource.description),
        "time_zone": schedule.time_zone != live.resource.time_zone,
    }
    return tuple(name for name, different in differs.items() if different)
