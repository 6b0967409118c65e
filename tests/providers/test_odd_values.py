"""What people and other tools leave in an account is read as it is, whatever ownctl would have written."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownctl.account.live import Live
from ownctl.account.resources import Foreign, Kind, PersonTarget, Ref, ScheduleTarget, Team
from ownctl.providers.pagerduty import overrides, policies, schedules, services, teams, users
from ownctl.providers.pagerduty.completeness import check
from ownctl.providers.pagerduty.incidents import IncidentShape
from ownctl.providers.pagerduty.names import Names
from ownctl.providers.pagerduty.wire import typed
from ownctl.reconcile.steps import Unreachable

NAMES = Names({"PAMARA0": "amara"}, {"PTEAM00": Ref(Kind.TEAM, "payments")})
TIME = {"date_time": "2026-11-02T09:30:00Z", "time_zone": "Europe/London"}


def schedule_of(event: dict[str, Any]) -> Any:
    body = {
        "schedule": {
            "id": "PS",
            "name": "Primary",
            "rotations": [
                {"id": "R", "events": [{"id": "E", "effective_since": "2026-11-02T09:30:00Z"} | event]},
                {"id": "EMPTY"},
            ],
        }
    }
    return schedules.read(schedules.shape(body), (), NAMES)


def event_of(**event: Any) -> Any:
    filled = {"start_time": TIME, "end_time": TIME} | event
    return schedule_of(filled).rotations[0].events[0].event


def test_extra_and_left_out_dates_of_an_event_are_kept() -> None:
    lines = ["EXDATE:20261224T093000Z", "RRULE:FREQ=DAILY", "RDATE:20261231T093000Z"]
    event = event_of(recurrence=lines)
    assert event.rule == "FREQ=DAILY"
    assert event.dates == (lines[0], lines[2])


def test_an_event_that_everybody_holds_says_so() -> None:
    strategy = {"type": "every_member_assignment_strategy", "members": [{"type": "user_member", "user_id": "PAMARA0"}]}
    event = event_of(assignment_strategy=strategy)
    assert event.together
    assert event.per_member == 1
    assert event.members == ("amara",)


def test_a_deleted_user_in_an_event_goes_by_id_and_an_empty_place_is_nobody() -> None:
    places = [{"type": "user_member", "user_id": "PGONE00"}, {"type": "empty_member"}]
    event = event_of(assignment_strategy={"type": "?", "shifts_per_member": 3, "members": places})
    assert event.members == (Foreign("PGONE00"), None)


@pytest.mark.parametrize("gap", [{"recurrence": None}, {"assignment_strategy": {"members": None}}, {"name": None}])
def test_what_an_event_leaves_out_does_not_matter(gap: dict[str, Any]) -> None:
    event_of(**gap)


def test_times_come_in_utc_whatever_they_are_written_in() -> None:
    event = event_of(start_time={"date_time": "2026-11-02T09:30:00+01:00", "time_zone": "Europe/Oslo"})
    assert event.start == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    assert event.start.tzinfo is UTC


def test_custom_shifts_are_on_call_time_of_no_rotation() -> None:
    shift = {"start_time": "2026-11-02T09:30:00Z", "end_time": "2026-11-02T10:30:00Z"}
    held = {
        "member": {"type": "user_member", "user_id": "PAMARA0"},
        "source": {"type": "custom_shift", "shift_id": "C"},
    }
    final = {"computed_shift_assignments": [shift | held, shift | {"member": {"type": "empty_member"}}]}
    shape = schedules.shape({"schedule": {"id": "PS", "final_schedule": final}})
    (only,) = schedules.read(shape, (), NAMES).shifts
    assert (only.person, only.rotation, only.override) == ("amara", None, None)
    assert not shape.shows_overrides


def test_an_override_of_a_custom_shift_is_outside_of_all_rotations() -> None:
    item = {"id": "O", "custom_shift_id": "C", "start_time": TIME["date_time"], "end_time": TIME["date_time"]}
    assert overrides.read([item], NAMES) == ()


def test_a_policy_with_a_layered_schedule_a_deleted_user_and_no_team() -> None:
    targets = [{"id": "PLAYER0", "type": "schedule_reference"}, {"id": "PGONE00", "type": "user"}]
    item = {
        "id": "PP",
        "description": None,
        "num_loops": 9,
        "escalation_rules": [{"escalation_delay_in_minutes": 5, "targets": targets}, {"targets": None}],
        "teams": None,
    }
    shape = policies.shape(item)
    policy = policies.read(shape, "acme", NAMES).resource
    assert policy.team is None
    assert policy.description == ""
    assert policy.levels[0].targets == (ScheduleTarget(Foreign("PLAYER0")), PersonTarget(Foreign("PGONE00")))
    assert shape.schedules == frozenset()


def test_a_service_by_support_hours_without_a_policy() -> None:
    item = {
        "id": "PS",
        "escalation_policy": None,
        "acknowledgement_timeout": None,
        "auto_resolve_timeout": 0,
        "incident_urgency_rule": {"type": "use_support_hours", "during_support_hours": {"urgency": "high"}},
        "integrations": None,
    }
    service = services.read(services.shape(item), "acme", NAMES).resource
    assert (service.policy, service.acknowledgement_timeout, service.auto_resolve_timeout) == (None, None, None)
    assert service.urgency == "support-hours"


def test_of_the_integrations_only_those_of_the_events_api_v2_count() -> None:
    listed = [
        {"id": "I1", "type": "events_api_v2_inbound_integration", "name": "Prometheus"},
        {"id": "I2", "type": "events_api_v2_inbound_integration_reference", "summary": "Grafana"},
        {"id": "I3", "type": "generic_email_inbound_integration", "name": "Mail"},
    ]
    shape = services.shape({"id": "PS", "integrations": listed})
    assert shape.events_integrations == {"I1": "Prometheus", "I2": "Grafana"}


@pytest.mark.parametrize(
    ("read", "item"),
    [
        (users.read, {}),
        (users.read, "PUSER00"),
        (lambda item: teams.read(item, "acme"), {"id": 7}),
        (policies.shape, {"id": "PP", "num_loops": "many"}),
        (services.shape, {"id": "PS", "auto_resolve_timeout": "never"}),
        (schedule_of, {"start_time": None, "end_time": TIME}),
        (schedule_of, {"start_time": {"date_time": "2026-11-02T09:30:00"}, "end_time": TIME}),
        (schedules.shape, {}),
        (lambda item: overrides.read([item], NAMES), {"id": "O"}),
    ],
)
def test_a_shape_that_the_api_does_not_promise_is_an_error_with_its_place(read: Any, item: Any) -> None:
    with pytest.raises(Unreachable, match="in a shape that ownctl does not know") as error:
        read(item)
    assert error.value.__context__ is None, "pydantic's own text repeats what was sent"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


SHAPES = (policies.PolicyShape, services.ServiceShape, schedules.ScheduleShape)
FIELDS = {name for shape in SHAPES for name in shape.model_fields} - {"id"}


@given(
    item=st.fixed_dictionaries(
        {"id": st.text(min_size=1) | JSON},
        optional=dict.fromkeys(sorted(FIELDS), JSON),
    )
)
def test_no_answer_whatever_crashes(item: dict[str, Any]) -> None:
    readers: list[Any] = [
        users.read,
        lambda each: teams.read(each, "acme"),
        lambda each: policies.read(policies.shape(each), "acme", NAMES),
        lambda each: services.read(services.shape(each), "acme", NAMES),
        lambda each: schedules.read(schedules.shape({"schedule": each}), (), NAMES),
        lambda each: typed(IncidentShape, each, "incident"),
    ]
    for read in readers:
        with suppress(Unreachable):
            read(item)


# --------------------------------------------------------------------- lists that contradict each other


USER = users.read({"id": "PU", "email": "a@acme.example"})
TEAM = Live("PTEAM00", "", Team("payments", "Payments", ""), None)
POLICY = policies.shape({"id": "PP", "name": "Payments", "teams": [{"id": "PTEAM00"}]})
SERVICE = services.shape({"id": "PS", "name": "Checkout", "escalation_policy": {"id": "PP"}})
SCHEDULE = schedules.shape(
    {"schedule": {"id": "PZ", "name": "Primary", "teams": [{"id": "PTEAM00"}], "escalation_policies": [{"id": "PP"}]}}
)
WHOLE: dict[str, Any] = {
    "users": [USER],
    "teams": [TEAM],
    "policies": [POLICY],
    "marked": [POLICY],
    "services": [SERVICE],
    "schedules": [SCHEDULE],
}


def test_lists_that_agree_are_whole() -> None:
    check(**WHOLE)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"users": []}, "users could not be read whole: none at all"),
        ({"teams": []}, "teams could not be read whole: the escalation policy Payments names PTEAM00"),
        ({"teams": [], "marked": []}, "teams could not be read whole: the schedule Primary names PTEAM00"),
        ({"policies": []}, "escalation policies could not be read whole: the service Checkout names PP"),
        ({"policies": [], "services": []}, "policies could not be read whole: the schedule Primary names PP"),
    ],
)
def test_an_empty_list_is_found_out_by_another(missing: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreachable, match=said):
        check(**(WHOLE | missing))


def test_waits_are_minutes() -> None:
    shape = policies.shape({"id": "PP", "escalation_rules": [{"escalation_delay_in_minutes": 7, "targets": []}]})
    assert policies.read(shape, "acme", NAMES).resource.levels[0].wait == timedelta(minutes=7)
