"""Who is on call: recurrence by the wall clock, members in turn, edges, overrides, custom shifts."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.api import NOBODY, Api, at, every, rotating, user


@pytest.fixture
def schedule(api: Api) -> str:
    return api.schedule()


def test_members_take_weeks_in_turn_from_start_time_on(api: Api, schedule: str) -> None:
    amara, tom, liu = api.people()
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara, tom, liu))
    assert api.shifts(schedule, "2026-12-01T00:00:00Z", "2026-12-22T00:00:00Z") == [
        ("2026-12-01T00:00:00Z", "2026-12-07T09:30:00Z", amara),
        ("2026-12-07T09:30:00Z", "2026-12-14T09:30:00Z", tom),
        ("2026-12-14T09:30:00Z", "2026-12-21T09:30:00Z", liu),
        ("2026-12-21T09:30:00Z", "2026-12-22T00:00:00Z", amara),
    ]


def test_the_order_counts_from_start_time_even_if_effect_begins_later(api: Api, schedule: str) -> None:
    amara, tom, _ = api.people()
    fields = {"effective_since": "2026-12-09T12:00:00Z", "effective_until": "2026-12-16T00:00:00Z"}
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara, tom), **fields)
    assert api.shifts(schedule, "2026-11-24T00:00:00Z", "2027-01-01T00:00:00Z") == [
        ("2026-12-09T12:00:00Z", "2026-12-14T09:30:00Z", tom),  # the remainder of a shift that was cut into
        ("2026-12-14T09:30:00Z", "2026-12-16T00:00:00Z", amara),
    ]


def test_overflow_shows_shifts_beyond_the_window(api: Api, schedule: str) -> None:
    amara, tom, _ = api.people()
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara, tom))
    assert api.shifts(schedule, "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "&overflow=true") == [
        ("2026-11-30T09:30:00Z", "2026-12-07T09:30:00Z", amara)
    ]


def test_business_hours_give_each_member_five_shifts(api: Api, schedule: str) -> None:
    amara, tom, _ = api.people()
    api.event(
        schedule,
        api.rotation(schedule),
        end_time=at("2026-11-30T17:30:00+00:00"),
        recurrence=["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
        assignment_strategy=rotating(amara, tom, turns=5),
    )
    held = api.shifts(schedule, "2026-11-30T00:00:00Z", "2026-12-14T00:00:00Z")
    assert [who for _, _, who in held] == [amara] * 5 + [tom] * 5
    assert held[4] == ("2026-12-04T09:30:00Z", "2026-12-04T17:30:00Z", amara)
    assert api.final(schedule, "2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z")["rendered_coverage_percentage"] == 33.33


DAY_AT_0130: dict[str, Any] = {
    "start_time": at("2026-10-20T01:30:00+01:00"),
    "end_time": at("2026-10-21T01:30:00+01:00"),
    "effective_since": "2026-10-20T00:30:00Z",
    "recurrence": ["RRULE:FREQ=DAILY"],
}


@pytest.mark.parametrize(
    ("since", "until", "handoffs"),
    [
        # 25 October 2026: 01:30 exists twice, and is the first.
        ("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z", ["24T00:30", "25T00:30", "26T01:30"]),
        # 28 March 2027: 01:30 does not exist, and takes the offset before the gap.
        ("2027-03-27T00:00:00Z", "2027-03-30T00:00:00Z", ["27T01:30", "28T01:30", "29T00:30"]),
    ],
)
def test_handoffs_stay_at_their_wall_time_through_clock_changes(
    api: Api, schedule: str, since: str, until: str, handoffs: list[str]
) -> None:
    amara, tom, _ = api.people()
    api.account.set_now(datetime(2026, 10, 19, tzinfo=UTC))
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara, tom), **DAY_AT_0130)
    held = api.shifts(schedule, since, until)
    assert [start[8:16] for start, _, _ in held[1:]] == handoffs
    assert all(end == following for (_, end, _), (following, _, _) in itertools.pairwise(held))
    assert [who for _, _, who in held] in ([amara, tom] * 2, [tom, amara] * 2)


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=HOURLY;INTERVAL=8", "RRULE:FREQ=DAILY;BYHOUR=1,9,17;BYMINUTE=30;BYSECOND=0"]
)
def test_hours_run_by_the_wall_clock_too(api: Api, schedule: str, rule: str) -> None:
    amara, tom, liu = api.people()
    api.account.set_now(datetime(2026, 10, 19, tzinfo=UTC))
    api.event(
        schedule,
        api.rotation(schedule),
        **DAY_AT_0130 | {"end_time": at("2026-10-20T09:30:00+01:00"), "recurrence": [rule]},
        assignment_strategy=rotating(amara, tom, liu),
    )
    # The night of 25 October has an hour more, and so has the shift in it.
    assert api.shifts(schedule, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z") == [
        ("2026-10-25T00:30:00Z", "2026-10-25T09:30:00Z", amara),
        ("2026-10-25T09:30:00Z", "2026-10-25T17:30:00Z", tom),
        ("2026-10-25T17:30:00Z", "2026-10-26T01:30:00Z", liu),
    ]


def test_a_zone_is_its_own_wall_wherever_the_schedule_is(api: Api, schedule: str) -> None:
    amara, _, _ = api.people()
    new_york = "America/New_York"
    api.event(
        schedule,
        api.rotation(schedule),
        start_time=at("2026-11-30T09:00:00-05:00", new_york),
        end_time=at("2026-11-30T17:00:00-05:00", new_york),
        recurrence=["RRULE:FREQ=DAILY"],
        assignment_strategy=rotating(amara),
    )
    assert api.shifts(schedule, "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z") == [
        ("2026-12-01T14:00:00Z", "2026-12-01T22:00:00Z", amara)
    ]
    # 14 March 2027: New York's clocks change two weeks before London's.
    assert api.shifts(schedule, "2027-03-15T00:00:00Z", "2027-03-16T00:00:00Z") == [
        ("2027-03-15T13:00:00Z", "2027-03-15T21:00:00Z", amara)
    ]
    rendered = api.shifts(schedule, "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", f"&time_zone={new_york}")
    assert rendered == [("2026-12-01T09:00:00-05:00", "2026-12-01T17:00:00-05:00", amara)]


def test_exceptions_and_extra_dates(api: Api, schedule: str) -> None:
    amara, tom, liu = api.people()
    api.event(
        schedule,
        api.rotation(schedule),
        end_time=at("2026-11-30T17:30:00+00:00"),
        recurrence=[
            "RRULE:FREQ=DAILY;UNTIL=20261204T093000Z",
            "EXDATE;TZID=Europe/London:20261201T093000,20261202T093000",
            "RDATE:20261212T120000Z",
        ],
        assignment_strategy=rotating(amara, tom, liu),
    )
    held = api.shifts(schedule, "2026-11-30T00:00:00Z", "2027-01-01T00:00:00Z")
    assert [(start[5:13], who) for start, _, who in held] == [
        ("11-30T09", amara),
        ("12-03T09", tom),  # what is taken out uses up no place
        ("12-04T09", liu),
        ("12-12T12", amara),
    ]


def test_everybody_at_once_and_slots_that_are_nobodys(api: Api, schedule: str) -> None:
    amara, tom, liu = api.people()
    api.event(schedule, api.rotation(schedule), assignment_strategy=every(amara, tom))
    strategy = rotating(liu) | {"members": [NOBODY, user(liu)]}
    api.event(schedule, api.rotation(schedule), assignment_strategy=strategy)
    held = api.final(schedule, "2026-11-30T09:30:00Z", "2026-12-14T09:30:00Z")
    assert sorted(shift["member"].get("user_id", "") for shift in held["computed_shift_assignments"]) == sorted(
        [amara, tom, "", amara, tom, liu]
    )


def test_an_override_takes_the_time_of_one_person_in_one_rotation(api: Api, schedule: str) -> None:
    amara, tom, liu = api.people()
    rotation, other = api.rotation(schedule), api.rotation(schedule)
    api.event(schedule, rotation, assignment_strategy=rotating(amara, tom))
    api.event(schedule, other, assignment_strategy=rotating(amara))
    override = {
        "type": "override_shift",
        "rotation_id": rotation,
        "start_time": "2026-12-05T00:00:00Z",
        "end_time": "2026-12-09T00:00:00Z",  # into Tom's week, which stays his
        "overridden_member": user(amara),
        "overriding_member": user(liu),
    }
    made = api.made(f"/v3/schedules/{schedule}/overrides", {"overrides": [override]})
    held = api.final(schedule, "2026-12-04T00:00:00Z", "2026-12-09T00:00:00Z")["computed_shift_assignments"]
    of_rotation = [shift for shift in held if shift["source"]["rotation_id"] == rotation]
    assert [(shift["start_time"], shift["end_time"], shift["member"]["user_id"]) for shift in of_rotation] == [
        ("2026-12-04T00:00:00Z", "2026-12-05T00:00:00Z", amara),
        ("2026-12-05T00:00:00Z", "2026-12-07T09:30:00Z", liu),
        ("2026-12-07T09:30:00Z", "2026-12-09T00:00:00Z", tom),
    ]
    assert of_rotation[1]["source"] == {
        "type": "schedule_rotation_override",
        "rotation_id": rotation,
        "override_id": made["id"],
    }
    assert {shift["member"]["user_id"] for shift in held if shift not in of_rotation} == {amara}


def test_of_two_overrides_the_later_wins_and_none_chains(api: Api, schedule: str) -> None:
    amara, tom, liu = api.people()
    rotation = api.rotation(schedule)
    api.event(schedule, rotation, assignment_strategy=rotating(amara))
    span = {"type": "override_shift", "rotation_id": rotation, "overridden_member": user(amara)}
    first = {"start_time": "2026-12-01T00:00:00Z", "end_time": "2026-12-04T00:00:00Z", "overriding_member": user(tom)}
    second = {"start_time": "2026-12-02T00:00:00Z", "end_time": "2026-12-03T00:00:00Z", "overriding_member": NOBODY}
    of_tom = {**first, "overridden_member": user(tom), "overriding_member": user(liu)}
    body = {"overrides": [span | first, span | second, span | of_tom]}
    assert api.post(f"/v3/schedules/{schedule}/overrides", body).status == 201
    assert api.shifts(schedule, "2026-12-01T00:00:00Z", "2026-12-04T00:00:00Z") == [
        ("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", tom),
        ("2026-12-02T00:00:00Z", "2026-12-03T00:00:00Z", ""),
        ("2026-12-03T00:00:00Z", "2026-12-04T00:00:00Z", tom),
    ]
    assert api.final(schedule, "2026-12-01T00:00:00Z", "2026-12-04T00:00:00Z")["rendered_coverage_percentage"] == 66.67


def test_custom_shifts_stand_beside_rotations_and_can_be_overridden(api: Api, schedule: str) -> None:
    amara, tom, _ = api.people()
    shift = {
        "type": "custom_shift",
        "start_time": "2026-12-01T08:00:00Z",
        "end_time": "2026-12-01T12:00:00Z",
        "assignments": [{"type": "shift_assignment", "member": user(amara)}],
    }
    made = api.made(f"/v3/schedules/{schedule}/custom_shifts", {"custom_shifts": [shift]})
    override = {
        "type": "override_shift",
        "custom_shift_id": made["id"],
        "start_time": "2026-12-01T10:00:00Z",
        "end_time": "2026-12-01T12:00:00Z",
        "overridden_member": user(amara),
        "overriding_member": user(tom),
    }
    put = api.made(f"/v3/schedules/{schedule}/overrides", {"overrides": [override]})
    held = api.final(schedule, "2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z")["computed_shift_assignments"]
    assert [(shift["start_time"][11:13], shift["member"]["user_id"]) for shift in held] == [("08", amara), ("10", tom)]
    assert held[0]["source"] == {"type": "custom_shift", "shift_id": made["id"]}
    assert held[1]["source"] == {"type": "custom_shift_override", "shift_id": made["id"], "override_id": put["id"]}


def test_a_rule_of_years_is_read_quickly(api: Api, schedule: str) -> None:
    amara, tom, _ = api.people()
    api.event(
        schedule,
        api.rotation(schedule),
        start_time=at("2016-11-30T09:00:00+00:00"),
        end_time=at("2016-11-30T13:00:00+00:00"),
        recurrence=["RRULE:FREQ=HOURLY;INTERVAL=4"],
        assignment_strategy=rotating(amara, tom),
    )
    before = datetime.now(UTC)
    for _ in range(20):
        assert len(api.shifts(schedule, "2026-12-01T09:00:00Z", "2026-12-31T09:00:00Z")) == 180
    assert (datetime.now(UTC) - before).total_seconds() < 5
