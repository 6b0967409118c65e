"""What the account can't express is a finding that says so, never an approximation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.account.resources import Desired, Schedule
    from ownctl.config import Org
    from ownctl.config.limits import Limits

RULE = "not-expressible"


def findings(org: Org, desired: Desired, limits: Limits) -> Iterator[Finding]:
    """One finding for each rotation that the account can't hold, at the rotation."""
    for schedule in desired.schedules:
        team, _, rotation = schedule.key.partition("/")
        for message, help_ in _troubles(schedule, limits):
            yield Finding(
                RULE,
                Severity.ERROR,
                message,
                help_,
                org.teams[team].key_spot_of("rotations", rotation),
                f"teams.{team}.rotations.{rotation}",
            )


def _troubles(schedule: Schedule, limits: Limits) -> Iterator[tuple[str, str]]:
    spare = 1  # the rotation that stands in while another one is rewritten
    most = limits.rotations_per_schedule - spare
    if len(schedule.slots) > most:
        shapes = f"its hours have {len(schedule.slots)} different windows, those of buddies included"
        yield (
            f"{shapes}, and one schedule of the account holds {most}",
            "give days the same hours, or split the rotation into two",
        )
    if any(swap.instead_of is None for swap in schedule.overrides):
        yield (
            "somebody takes over a stretch that nobody has, which the account can't say",
            "give the turn to somebody first: add a participant who is available",
        )
