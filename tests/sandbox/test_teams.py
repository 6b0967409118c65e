"""Who belongs to a team, by being put there and by PagerDuty's own doing."""

from datetime import UTC, datetime

import pytest
from tests.sandbox.api import Api, event, reference, rotating, user


def roles(api: Api, team: str) -> dict[str, str]:
    return {member["user"]["id"]: member["role"] for member in api.get(f"/teams/{team}/members").body["members"]}


def test_a_role_that_is_not_named_is_the_accounts_choice(api: Api) -> None:
    amara, tom, _ = api.people()
    team = api.team()
    assert api.put(f"/teams/{team}/users/{amara}", {"role": "responder"}).status == 204
    assert api.put(f"/teams/{team}/users/{tom}").status == 204
    assert roles(api, team) == {amara: "responder", tom: "manager"}
    assert api.put(f"/teams/{team}/users/{amara}", {"role": "observer"}).status == 204
    assert api.delete(f"/teams/{team}/users/{tom}").status == 204
    assert roles(api, team) == {amara: "observer"}


def test_who_is_on_a_policy_joins_its_team_and_so_do_those_on_its_schedules(api: Api) -> None:
    amara, tom, liu = api.people()
    team, cover = api.team("Payments"), api.team("Platform")
    schedule = api.schedule("Platform primary", cover)
    rotation = api.rotation(schedule)
    api.event(schedule, rotation, assignment_strategy=rotating(amara), effective_until="2026-12-07T09:30:00Z")
    assert roles(api, cover).keys() == {amara}
    policy = api.policy(reference(schedule, "schedule_v3"), reference(tom, "user"), team=team)
    assert roles(api, team).keys() == {amara, tom}
    assert {one["id"] for one in api.get(f"/v3/schedules/{schedule}").body["schedule"]["teams"]} == {team, cover}
    api.event(schedule, rotation, assignment_strategy=rotating(liu), effective_since="2026-12-07T09:30:00Z")
    assert roles(api, team).keys() == roles(api, cover).keys() | {tom} == {amara, tom, liu}
    # Without the policy the schedule is cover's alone again; memberships stay.
    assert api.delete(f"/escalation_policies/{policy}").status == 204
    assert [one["id"] for one in api.get(f"/v3/schedules/{schedule}").body["schedule"]["teams"]] == [cover]
    assert roles(api, team).keys() == {amara, tom, liu}
    assert api.delete(f"/teams/{team}/users/{liu}").status == 204
    assert api.delete(f"/teams/{cover}/users/{liu}").status == 400


def test_a_policy_that_is_given_to_a_team_brings_its_people(api: Api) -> None:
    amara, _, _ = api.people()
    team = api.team()
    policy = api.policy(reference(amara, "user"))
    assert api.put(f"/teams/{team}/escalation_policies/{policy}").status == 204
    assert roles(api, team).keys() == {amara}
    assert api.delete(f"/teams/{team}/users/{amara}").status == 400
    assert api.delete(f"/teams/{team}/escalation_policies/{policy}").status == 204
    assert api.delete(f"/teams/{team}/users/{amara}").status == 204
    assert api.delete(f"/teams/{team}").status == 204


def test_a_past_event_holds_nobody_in_a_team(api: Api) -> None:
    amara, _, _ = api.people()
    team = api.team()
    schedule = api.schedule("Payments primary", team)
    until = "2026-12-07T09:30:00Z"
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara), effective_until=until)
    assert api.delete(f"/teams/{team}/users/{amara}").status == 400
    api.account.set_now(datetime(2026, 12, 7, 9, 30, tzinfo=UTC))
    assert api.delete(f"/teams/{team}/users/{amara}").status == 204


def test_standing_in_for_somebody_makes_no_member(api: Api) -> None:
    amara, tom, liu = api.people()
    team = api.team()
    schedule = api.schedule("Payments primary", team)
    rotation = api.rotation(schedule)
    api.event(schedule, rotation, assignment_strategy=rotating(amara))
    override = {
        "type": "override_shift",
        "rotation_id": rotation,
        "start_time": "2026-12-01T00:00:00Z",
        "end_time": "2026-12-02T00:00:00Z",
        "overridden_member": user(amara),
        "overriding_member": user(tom),
    }
    assert api.post(f"/v3/schedules/{schedule}/overrides", {"overrides": [override]}).status == 201
    assert roles(api, team).keys() == {amara}
    shift = {
        "type": "custom_shift",
        "start_time": "2026-12-01T00:00:00Z",
        "end_time": "2026-12-02T00:00:00Z",
        "assignments": [{"type": "shift_assignment", "member": user(liu)}],
    }
    assert api.post(f"/v3/schedules/{schedule}/custom_shifts", {"custom_shifts": [shift]}).status == 201
    assert roles(api, team).keys() == {amara, liu}


@pytest.mark.parametrize("role", ["read_only_user", "read_only_limited_user"])
def test_readers_are_not_added_to_teams(api: Api, role: str) -> None:
    body = {"user": {"type": "user", "name": "Reader", "email": "reader@acme.example", "role": role}}
    reader = api.post("/users", body, From="tom@acme.example").body["user"]["id"]
    assert api.put(f"/teams/{api.team()}/users/{reader}", {"role": "observer"}).status == 400


def test_everything_can_go_in_the_right_order(api: Api) -> None:
    amara, _, _ = api.people()
    team = api.team()
    schedule = api.schedule("Payments primary", team)
    events = f"/v3/schedules/{schedule}/rotations/{api.rotation(schedule)}/events"
    api.made(events, {"event": event(assignment_strategy=rotating(amara))})
    policy = api.policy(reference(schedule, "schedule_v3"), team=team)
    service = api.service(policy)
    other = api.service(policy, "Ledger")
    ends = {
        "supporting_service": {"id": other, "type": "service"},
        "dependent_service": {"id": service, "type": "service"},
    }
    assert api.post("/service_dependencies/associate", {"relationships": [ends]}).status == 200
    assert api.delete(f"/services/{service}").status == 204
    assert api.get(f"/service_dependencies/technical_services/{other}").body == {"relationships": []}
    for path in (f"/services/{other}", f"/escalation_policies/{policy}", f"/v3/schedules/{schedule}", f"/teams/{team}"):
        assert api.delete(path).status == 204, path
        assert api.get(path).status == 404
    assert api.delete(f"/users/{amara}").status == 204
