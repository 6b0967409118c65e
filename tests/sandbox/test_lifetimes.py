"""Past, active and future: what may still be changed, and what a deletion leaves on record."""

from datetime import UTC, datetime

import pytest
from tests.sandbox.api import Api, Doc, event, rotating, user

WINDOW = ("2026-11-30T00:00:00Z", "2026-12-20T00:00:00Z")


@pytest.fixture
def events(api: Api) -> str:
    schedule = api.schedule()
    return f"/v3/schedules/{schedule}/rotations/{api.rotation(schedule)}/events"


def schedule_of(events: str) -> str:
    return events.split("/")[3]


def weeks(api: Api, events: str, **fields: object) -> Doc:
    amara, tom, _ = api.people()
    return api.made(events, {"event": event(assignment_strategy=rotating(amara, tom), **fields)})


def on(day: int, hour: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_times_come_back_in_utc_with_their_zone(api: Api, events: str) -> None:
    start = {"date_time": "2026-11-30T04:30:00-05:00", "time_zone": "America/New_York"}
    made = weeks(api, events, start_time=start)
    assert made["start_time"] == {"date_time": "2026-11-30T09:30:00Z", "time_zone": "America/New_York"}
    assert made["effective_until"] is None


def test_effect_begins_now_at_the_earliest(api: Api, events: str) -> None:
    assert weeks(api, events, effective_since="2020-01-01T00:00:00Z")["effective_since"] == "2026-11-24T09:00:00Z"


def test_a_future_event_takes_any_change(api: Api, events: str) -> None:
    _, _, liu = api.people()
    made = weeks(api, events)
    change = {"name": "Liu alone", "assignment_strategy": rotating(liu), "effective_until": "2026-12-10T00:00:00Z"}
    answer = api.put(f"{events}/{made['id']}", {"event": change})
    assert answer.status == 200
    assert answer.body["event"]["name"] == "Liu alone"
    assert api.get(f"{events}/{made['id']}").body == answer.body
    assert {who for _, _, who in api.shifts(schedule_of(events), *WINDOW)} == {liu}
    assert (
        api.put(f"{events}/{made['id']}", {"event": {"effective_until": None}}).body["event"]["effective_until"] is None
    )


def test_an_active_event_takes_an_end_and_nothing_else(api: Api, events: str) -> None:
    made = weeks(api, events)
    api.account.set_now(on(2))
    refused = api.put(f"{events}/{made['id']}", {"event": {"name": "x", "effective_until": "2026-12-10T00:00:00Z"}})
    assert (refused.status, list(refused.reasons)) == (400, ["event.name"])
    past = api.put(f"{events}/{made['id']}", {"event": {"effective_until": "2026-12-01T00:00:00Z"}})
    assert (past.status, list(past.reasons)) == (400, ["event.effective_until"])
    answer = api.put(f"{events}/{made['id']}", {"event": {"effective_until": "2026-12-10T00:00:00Z"}})
    assert (answer.status, answer.body["event"]["effective_until"]) == (200, "2026-12-10T00:00:00Z")


def test_a_past_event_takes_nothing(api: Api, events: str) -> None:
    made = weeks(api, events, effective_until="2026-12-10T00:00:00Z")
    api.account.set_now(on(10))
    refused = api.put(f"{events}/{made['id']}", {"event": {"effective_until": "2026-12-12T00:00:00Z"}})
    assert (refused.status, list(refused.reasons)) == (400, ["event"])
    assert api.delete(f"{events}/{made['id']}").status == 400


def test_a_successor_begins_where_its_predecessor_ends(api: Api, events: str) -> None:
    amara, tom, liu = api.people()
    made = weeks(api, events)
    successor = event(
        assignment_strategy=rotating(liu),
        effective_since="2026-12-07T09:30:00Z",
        start_time={"date_time": "2026-12-07T09:30:00Z", "time_zone": "Europe/London"},
        end_time={"date_time": "2026-12-14T09:30:00Z", "time_zone": "Europe/London"},
    )
    assert api.post(events, {"event": successor}).status == 400
    api.account.set_now(on(2))
    assert api.put(f"{events}/{made['id']}", {"event": {"effective_until": "2026-12-07T09:30:00Z"}}).status == 200
    assert api.post(events, {"event": successor}).status == 201
    assert [who for _, _, who in api.shifts(schedule_of(events), *WINDOW)] == [amara, liu, liu]
    assert len(api.get(events).body["events"]) == 2
    assert tom


def test_five_events_that_are_not_over(api: Api, events: str) -> None:
    days = range(1, 7)
    spans = [
        {"effective_since": f"2026-12-0{day}T00:00:00Z", "effective_until": f"2026-12-0{day}T09:00:00Z"} for day in days
    ]
    for span in spans[:5]:
        weeks(api, events, **span)
    amara, _, _ = api.people()
    sixth = {"event": event(assignment_strategy=rotating(amara), **spans[5])}
    refused = api.post(events, sixth)
    assert (refused.status, list(refused.reasons)) == (400, ["rotation.events"])
    api.account.set_now(on(1, hour=9))  # the first is over, so it does not count
    assert api.post(events, sixth).status == 201


def test_deleting_an_active_event_keeps_what_it_did(api: Api, events: str) -> None:
    amara, _, _ = api.people()
    made = weeks(api, events)
    api.account.set_now(on(2))
    assert api.delete(f"{events}/{made['id']}").status == 204
    assert api.get(f"{events}/{made['id']}").status == 404
    assert api.shifts(schedule_of(events), *WINDOW) == [("2026-11-30T09:30:00Z", "2026-12-02T00:00:00Z", amara)]


def test_deleting_a_rotation_keeps_what_it_did_and_takes_the_rest(api: Api, events: str) -> None:
    amara, _, _ = api.people()
    weeks(api, events, effective_until="2026-12-10T00:00:00Z")
    weeks(api, events, effective_since="2026-12-10T00:00:00Z")
    api.account.set_now(on(2))
    rotation = events.removesuffix("/events")
    assert api.delete(rotation).status == 204
    assert api.get(rotation).status == 404
    assert api.get(f"/v3/schedules/{schedule_of(events)}").body["schedule"]["rotations"] == []
    assert api.shifts(schedule_of(events), *WINDOW) == [("2026-11-30T09:30:00Z", "2026-12-02T00:00:00Z", amara)]


def test_a_custom_shift_is_cut_when_deleted_and_stays_when_over(api: Api) -> None:
    amara, _, _ = api.people()
    shifts = f"/v3/schedules/{api.schedule()}/custom_shifts"
    body = {
        "type": "custom_shift",
        "start_time": "2026-12-01T08:00:00Z",
        "end_time": "2026-12-01T12:00:00Z",
        "assignments": [{"type": "shift_assignment", "member": user(amara)}],
    }
    made = api.made(shifts, {"custom_shifts": [body, body]})
    second = api.get(f"{shifts}?since=2026-12-01T00:00:00Z&until=2026-12-02T00:00:00Z").body["custom_shifts"][1]
    assert api.delete(f"{shifts}/{second['id']}").status == 204  # not begun: gone
    api.account.set_now(on(1, hour=10))
    moved = api.put(f"{shifts}/{made['id']}", {"custom_shift": {"start_time": "2026-12-01T09:00:00Z"}})
    assert moved.status == 400
    longer = api.put(f"{shifts}/{made['id']}", {"custom_shift": {"end_time": "2026-12-01T14:00:00Z"}})
    assert longer.body["custom_shift"]["end_time"] == "2026-12-01T14:00:00Z"
    assert api.delete(f"{shifts}/{made['id']}").status == 204
    assert api.get(f"{shifts}/{made['id']}").body["custom_shift"]["end_time"] == "2026-12-01T10:00:00Z"
    assert api.delete(f"{shifts}/{made['id']}").status == 400


def test_an_override_that_ran_stays_on_record(api: Api, events: str) -> None:
    amara, tom, _ = api.people()
    weeks(api, events)
    overrides = f"/v3/schedules/{schedule_of(events)}/overrides"
    body = {
        "type": "override_shift",
        "rotation_id": events.split("/")[5],
        "start_time": "2026-12-01T00:00:00Z",
        "end_time": "2026-12-03T00:00:00Z",
        "overridden_member": user(amara),
        "overriding_member": user(tom),
    }
    made = api.made(overrides, {"overrides": [body]})
    moved = api.put(f"{overrides}/{made['id']}", {"override": {"end_time": "2026-12-04T00:00:00Z"}})
    assert moved.body["override"]["end_time"] == "2026-12-04T00:00:00Z"
    api.account.set_now(on(2))
    assert api.delete(f"{overrides}/{made['id']}").status == 204
    assert api.get(f"{overrides}/{made['id']}").status == 404
    assert api.get(f"{overrides}?since={WINDOW[0]}&until={WINDOW[1]}").body["overrides"] == []
    assert [(end[8:10], who) for _, end, who in api.shifts(schedule_of(events), *WINDOW)][:3] == [
        ("01", amara),
        ("02", tom),
        ("07", amara),
    ]


def test_custom_shifts_and_overrides_are_listed_by_a_window(api: Api) -> None:
    schedule = api.schedule()
    for part in ("custom_shifts", "overrides"):
        refused = api.get(f"/v3/schedules/{schedule}/{part}")
        assert (refused.status, list(refused.reasons)) == (400, ["since"])
