"""Who is told, by the table of stages or by what the files say; and when nobody is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.oncall.orgs import crew, named, utc

from ownctl.config import Org, Stage
from ownctl.oncall import (
    EscalationLevel,
    PersonTarget,
    RotationTarget,
    gaps,
    levels,
    next_change,
    stage_at,
    stage_beginnings,
    told,
)

TEAM = """
    stages: {%s}
    support: {cover: %s}
    business_hours: {days: [monday, tuesday, wednesday, thursday, friday], from: "09:00", to: "17:00"}
    members: [{person: amara, on_call_since: 2025-03-03}, {person: tom, on_call_since: 2025-03-03}]
    rotations:
      primary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}}
      secondary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}, participants: [tom, amara]}
"""
COVER = """
    team: cover
    name: Cover
    stages: {full: 2025-01-06}
    support: {cover: %s}
    members: [{person: pavel, on_call_since: 2025-01-06}, {person: yuki, on_call_since: 2025-01-06}]
    rotations:
      night: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}}
      secondary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}, participants: [yuki, pavel]}
"""
THIRD = """
    team: third
    name: Third
    members: [{person: ines, on_call_since: 2025-01-06}]
    rotations: {primary: {starts: 2026-08-31, shift: 1w, handoff: {day: monday, at: "09:00"}}}
"""
AT = utc("2026-11-24T16:00")


def targets(found: tuple[EscalationLevel, ...]) -> list[list[str]]:
    return [
        [
            f"{target.team}/{target.rotation}" if isinstance(target, RotationTarget) else target.person
            for target in level.targets
        ]
        for level in found
    ]


def org_in(stages: str, cover: str = "cover", more: str = "", covered_by: str = "third") -> Org:
    return crew(TEAM % (stages, cover) + more, COVER % covered_by, THIRD)


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ("", [["cover/night", "crew/primary"], ["cover/secondary"], ["third/primary"]]),
        ("shadow: 2026-11-01", [["cover/night", "crew/primary"], ["cover/secondary"], ["third/primary"]]),
        ("business-hours: 2026-11-01", [["crew/primary"], ["cover/night"], ["cover/secondary"], ["third/primary"]]),
        ("full: 2026-11-01", [["crew/primary"], ["crew/secondary"], ["cover/night"]]),
        (
            "business-hours: 2026-10-01, full: 2026-11-25",
            [["crew/primary"], ["cover/night"], ["cover/secondary"], ["third/primary"]],
        ),
    ],
)
def test_the_stage_decides_who_is_told(stages: str, expected: list[list[str]]) -> None:
    assert targets(levels(org_in(stages), "crew", AT)) == expected


def test_without_cover_only_the_team_is_told() -> None:
    org = crew((TEAM % ("business-hours: 2026-01-01", "cover")).replace("support: {cover: cover}", ""))

    assert targets(levels(org, "crew", AT)) == [["crew/primary"]]


def test_teams_that_cover_each_other_are_told_once_round() -> None:
    org = crew(TEAM % ("business-hours: 2026-01-01", "cover"), (COVER % "crew").replace("full:", "business-hours:"))

    assert targets(levels(org, "crew", AT)) == [["crew/primary"], ["cover/night"], ["crew/primary"]]


def test_an_explicit_escalation_wins_and_keeps_the_levels_of_the_file() -> None:
    more = """
    escalation:
      - {notify: [{rotation: secondary}, {person: amara}], wait: 10m}
      - {notify: [{team: nowhere}, {rotation: nothing}, {person: nobody1}]}
      - {notify: [{team: cover}, {team: cover, rotation: secondary}], wait: 15m}
    """
    found = levels(org_in("full: 2026-01-01", more=more), "crew", AT)

    assert targets(found) == [["crew/secondary", "amara"], [], ["cover/night", "cover/secondary"]]
    assert [level.wait for level in found] == [timedelta(minutes=minutes) for minutes in (10, 30, 15)]
    assert found[0].targets == (RotationTarget("crew", "secondary"), PersonTarget("amara"))


def test_a_stage_begins_at_the_handoffs_time_of_its_date() -> None:
    org = org_in("shadow: 2026-11-01, full: 2026-11-24")

    assert stage_at(org, "crew", utc("2026-11-24T08:59")) is Stage.SHADOW
    assert stage_at(org, "crew", utc("2026-11-24T09:00")) is Stage.FULL
    assert stage_beginnings(org, "crew")[1] == (utc("2026-11-24T09:00"), Stage.FULL)


def test_levels_on_which_nobody_is_on_call_are_skipped_at_once() -> None:
    org = org_in("business-hours: 2026-01-01")

    office = [(each.after, named(each.people)) for each in told(org, "crew", AT)]
    night = [(each.after, named(each.people)) for each in told(org, "crew", utc("2026-11-24T20:00"))]

    assert [people for _, people in office] == ["amara", "pavel", "yuki", "ines"]
    assert [people for _, people in night] == ["pavel", "yuki"]
    assert [after for after, _ in night] == [timedelta(0), timedelta(minutes=30)]
    assert next_change(org, "crew", AT) == utc("2026-11-24T17:00")


def test_a_gap_is_where_no_level_reaches_anybody() -> None:
    alone = crew((TEAM % ("business-hours: 2026-01-01", "cover")).replace("support: {cover: cover}", ""))

    assert gaps(alone, "crew", utc("2026-11-24T12:00"), utc("2026-11-25T12:00")) == (
        (utc("2026-11-24T17:00"), utc("2026-11-25T09:00")),
    )
    assert gaps(org_in("business-hours: 2026-01-01"), "crew", utc("2026-11-24"), utc("2026-12-24")) == ()


def test_a_gap_ends_where_a_later_stage_begins_and_a_person_leaves_none() -> None:
    base = (TEAM % ("business-hours: 2026-01-01, full: 2026-11-25", "cover")).replace("support: {cover: cover}", "")

    assert gaps(crew(base), "crew", utc("2026-11-24T12:00"), utc("2026-12-25")) == (
        (utc("2026-11-24T17:00"), utc("2026-11-25T09:00")),
    )
    always = base + "    escalation: [{notify: [{rotation: primary}]}, {notify: [{person: tom}]}]\n"
    assert gaps(crew(always), "crew", utc("2026-11-24T12:00"), utc("2026-12-25")) == ()
