"""When it is plain, without a look at turns, that somebody has the pager all the time."""

from __future__ import annotations

import pytest
from tests.oncall.orgs import crew, utc

from ownctl.oncall.steady import held_throughout

SINCE, UNTIL = utc("2026-11-24"), utc("2027-02-23")


def crew_of(*members: str, stage: str = "full", starts: str = "2026-11-02", hours: str = "always") -> str:
    """A team's file with one weekly rotation."""
    listed = "".join(f"  - {{person: {member}}}\n" for member in members)
    return f"""\
stages: {{{stage}: 2026-01-05}}
members:
{listed}rotations:
  primary: {{starts: {starts}, shift: 1w, handoff: {{day: monday, at: "09:30"}}, hours: {hours}}}
"""


AMARA = "amara, on_call_since: 2025-01-06"
BRIEFLY = "tom, on_call_since: 2025-01-06, opted_out: {because: leave, since: 2026-12-01, until: 2026-12-20}"
LEAVER = "liu, on_call_since: 2025-01-06, until: 2026-12-23"
JOINER = "ines, on_call_since: 2026-12-07"


@pytest.mark.parametrize("members", [(AMARA,), (AMARA, BRIEFLY), (JOINER, AMARA)])
def test_one_participant_who_is_there_all_the_time_is_enough(members: tuple[str, ...]) -> None:
    assert held_throughout(crew(crew_of(*members)), "crew", "primary", SINCE, UNTIL)


@pytest.mark.parametrize("members", [(BRIEFLY,), (JOINER,), (AMARA, LEAVER), ()])
def test_who_comes_and_goes_has_to_be_looked_at(members: tuple[str, ...]) -> None:
    assert not held_throughout(crew(crew_of(*members)), "crew", "primary", SINCE, UNTIL)


@pytest.mark.parametrize(
    "team",
    [
        crew_of(AMARA, stage="business-hours"),
        crew_of(AMARA, hours="business"),
        crew_of(AMARA, starts="2026-11-30"),
        crew_of(AMARA, stage="shadow: 2026-01-05, full").replace("full: 2026-01-05", "full: 2026-12-07"),
    ],
    ids=["a stage in business hours", "hours of its own", "a beginning to come", "a promotion to come"],
)
def test_hours_stages_and_beginnings_leave_time_to_nobody(team: str) -> None:
    assert not held_throughout(crew(team), "crew", "primary", SINCE, UNTIL)
