"""Lists: pages, their window, filters, and what they carry."""

from collections.abc import Callable

import pytest
from tests.sandbox.api import Api, reference

from ownctl.sandbox import Running


def test_pages_follow_on_one_another(api: Api) -> None:
    for number in range(5):
        api.team(f"Team {number}")
    first = api.get("/teams?limit=2").body
    last = api.get("/teams?limit=2&offset=4&total=true").body
    assert [team["name"] for team in first["teams"]] == ["Team 0", "Team 1"]
    assert [first[key] for key in ("limit", "offset", "more", "total")] == [2, 0, True, None]
    assert [team["name"] for team in last["teams"]] == ["Team 4"]
    assert [last[key] for key in ("more", "total")] == [False, 5]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "offset=-1", "offset=9901&limit=100", "total=1"])
def test_pages_have_bounds(api: Api, query: str) -> None:
    answer = api.get(f"/teams?{query}")
    assert (answer.status, answer.body["error"]["code"]) == (400, 2001)


def test_the_window_ends_at_ten_thousand_records(api: Api) -> None:
    assert api.get("/teams?offset=9900&limit=100").status == 200
    beyond = api.get("/teams?offset=9901&limit=100")
    assert (beyond.status, beyond.reasons) == (400, ["Offset and limit may not exceed 10000 when added"])
    assert api.get("/v3/schedules?offset=9000&limit=1000").status == 200
    assert list(api.get("/v3/schedules?offset=9001&limit=1000").reasons) == [""]


def test_a_test_can_narrow_the_window(accounts: Callable[..., Running]) -> None:
    with Api(accounts(paging_window=4)) as api:
        for number in range(5):
            api.team(f"Team {number}")
        assert api.get("/teams?limit=2&offset=2").body["more"] is True
        assert api.get("/teams?limit=2&offset=4").status == 400


def test_lists_are_filtered_by_name_and_team(api: Api) -> None:
    amara, tom, _ = api.people()
    payments, search = api.team("Payments"), api.team("Search")
    one = api.schedule("Payments primary", payments)
    two = api.schedule("Search primary", search)
    policy = api.policy(reference(one, "schedule_v3"), reference(amara, "user"), team=payments)
    api.policy(reference(two, "schedule_v3"), name="Search", team=search)
    service = api.service(policy)
    api.service(policy, "Ledger")
    assert [found["summary"] for found in api.get("/v3/schedules?query=SEARCH").body["schedules"]] == ["Search primary"]
    assert [found["id"] for found in api.get(f"/v3/schedules?team_ids[]={payments}").body["schedules"]] == [one]
    policies = f"/escalation_policies?team_ids[]={payments}&team_ids[]={search}"
    assert [found["name"] for found in api.get(policies).body["escalation_policies"]] == ["Payments", "Search"]
    by_target = api.get(f"/escalation_policies?user_ids[]={amara}").body["escalation_policies"]
    assert [found["id"] for found in by_target] == [policy]
    assert api.get(f"/escalation_policies?user_ids[]={tom}").body["escalation_policies"] == []
    assert [found["name"] for found in api.get(f"/services?team_ids[]={payments}&query=led").body["services"]] == [
        "Ledger"
    ]
    assert [found["id"] for found in api.get("/services?name=Checkout API").body["services"]] == [service]
    assert api.get("/services?name=Checkout").body["services"] == []
    members = api.get(f"/users?team_ids[]={payments}").body["users"]
    assert [person["id"] for person in members] == [amara]


def test_lists_carry_what_they_are_asked_to(api: Api) -> None:
    amara, _, _ = api.people()
    team = api.team()
    policy = api.policy(reference(amara, "user"), team=team)
    service = api.service(policy, auto_resolve_timeout=0, acknowledgement_timeout=1800)
    key = api.integration(service)["integration_key"]
    (bare,) = api.get("/services").body["services"]
    (full,) = api.get("/services?include[]=integrations").body["services"]
    assert bare["integrations"][0]["type"] == "events_api_v2_inbound_integration_reference"
    assert full["integrations"][0]["integration_key"] == key
    assert [full["auto_resolve_timeout"], full["acknowledgement_timeout"]] == [None, 1800]
    assert [full["status"], full["alert_creation"]] == ["active", "create_alerts_and_incidents"]
    assert [one["id"] for one in full["teams"]] == [team]
    person = next(one for one in api.get("/users?include[]=teams").body["users"] if one["id"] == amara)
    assert [(one["type"], one["name"]) for one in person["teams"]] == [("team", "Payments")]
    members = api.get(f"/teams/{team}/members?include[]=users").body["members"]
    assert [(one["user"]["email"], one["role"]) for one in members] == [("amara@acme.example", "manager")]
    assert api.get("/users?include[]=secrets").status == 400


def test_shift_based_schedules_are_listed_by_name_only(api: Api) -> None:
    key = api.schedule("Payments primary", api.team())
    (listed,) = api.get("/v3/schedules").body["schedules"]
    assert listed.keys() == {"id", "type", "summary", "self", "html_url"}
    assert (listed["type"], listed["id"]) == ("schedule_v3_reference", key)
    assert api.get("/schedules?include[]=schedule_layers").body["schedules"] == []
    assert api.get(f"/schedules/{key}").status == 404


def test_names_of_schedules_and_integrations_are_not_unique(api: Api) -> None:
    assert api.schedule() != api.schedule()
    amara, _, _ = api.people()
    service = api.service(api.policy(reference(amara, "user")))
    assert api.integration(service)["integration_key"] != api.integration(service)["integration_key"]
