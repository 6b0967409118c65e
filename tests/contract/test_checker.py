"""That the checker finds what is wrong, and that the account's whole API passes it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.contract.checker import DESCRIPTION, Witness, check, find
from tests.contract.exemptions import EXEMPTIONS
from tests.sandbox.api import Api, event, policy, reference, rotating, service, user

from ownctl.sandbox import Exchange, Running
from ownctl.sandbox.app import OPERATIONS

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="PagerDuty's description is not at hand")

TEAM = {"id": "P1", "type": "team", "name": "Payments"}
GOOD = Exchange(
    method="POST",
    path="/teams",
    query="",
    sender=None,
    body={"team": {"type": "team", "name": "Payments"}},
    status=201,
    response={"team": TEAM},
    fault=None,
)
LISTED = replace(GOOD, method="GET", status=200, body=None, query="limit=5&total=true", response={"teams": [TEAM]})


def test_what_is_right_passes() -> None:
    assert check(GOOD) == check(LISTED) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(GOOD, response={"team": {**TEAM, "type": "group"}}), "team.type: 'group' is not one of"),
        (replace(GOOD, response={"team": {"type": "team"}}), "'name' is a required property"),
        (replace(GOOD, response=None), "None is not of type 'object'"),
        (replace(GOOD, body={"team": {"type": "team", "name": "x" * 101}}), "is too long"),
        (replace(GOOD, status=204), "answers so in no description"),
        (replace(GOOD, status=400, response={"errors": 7, "error": []}), "error: [] is not of type 'object'"),
        (replace(GOOD, path="/v4/teams"), "there is no such operation"),
        (replace(LISTED, query="limits=5"), "there is no query parameter limits"),
        (replace(LISTED, query="limit=many"), "query parameter limit: 'many' is not of type 'integer'"),
        (replace(LISTED, path="/users", query="include[]=secrets", response={"users": []}), "not one of"),
        (replace(LISTED, body={}), "sends a body where none is described"),
        (replace(GOOD, path="/users", response={"user": {}}, body={"user": {}}), "header From is required"),
    ],
)
def test_what_is_wrong_is_found(wrong: Exchange, says: str) -> None:
    assert says in "\n".join(check(wrong))


def test_a_refused_request_may_be_wrong() -> None:
    error = {"error": {"message": "Invalid Input Provided", "code": 2001, "errors": ["Name can't be blank"]}}
    assert check(replace(GOOD, body={"team": {}}, status=400, response=error)) == []


def test_the_most_literal_template_wins() -> None:
    found = find("GET", "/users/me")
    assert found is not None
    assert found.template == "/users/me"


def test_every_exemption_has_a_reason() -> None:
    assert all(len(one.because) > 20 for one in EXEMPTIONS)


def test_every_operation_of_the_account_passes(account: Running) -> None:
    account.set_now(datetime(2026, 11, 24, 9, tzinfo=UTC))
    with Api(account) as api:
        seen = walk(api)
    assert {(route.method, route.path) for route in OPERATIONS} - seen == {("POST", "/v2/enqueue")}


def walk(api: Api) -> set[tuple[str, str]]:
    """Uses every operation once with success, in an order that a person would; gives those that it met."""
    amara, tom, liu = api.people()
    team = api.team()
    schedule = api.schedule("Payments primary", team)
    of_schedule = f"/v3/schedules/{schedule}"
    rotation = f"{of_schedule}/rotations/{api.rotation(schedule)}"
    made = api.made(f"{rotation}/events", {"event": event(assignment_strategy=rotating(amara, tom))})
    span = {"start_time": "2026-12-01T00:00:00Z", "end_time": "2026-12-02T00:00:00Z"}
    override = {
        "type": "override_shift",
        "rotation_id": rotation.rpartition("/")[2],
        "overridden_member": user(amara),
        "overriding_member": user(liu),
        **span,
    }
    shift = {"type": "custom_shift", "assignments": [{"type": "shift_assignment", "member": user(liu)}], **span}
    stood_in = api.made(f"{of_schedule}/overrides", {"overrides": [override]})["id"]
    extra = api.made(f"{of_schedule}/custom_shifts", {"custom_shifts": [shift]})["id"]
    key = api.policy(reference(schedule, "schedule_v3"), reference(tom, "user"), team=team)
    checkout, ledger = api.service(key, auto_resolve_timeout=14400), api.service(key, "Ledger")
    integration = api.integration(checkout)
    api.trigger(integration["integration_key"])
    incident = api.get("/incidents").body["incidents"][0]["id"]
    ends = {
        "supporting_service": {"id": ledger, "type": "service"},
        "dependent_service": {"id": checkout, "type": "service"},
    }
    window = "since=2026-11-24T00:00:00Z&until=2027-01-01T00:00:00Z"
    person = {"type": "user", "name": "Ines", "email": "ines@acme.example"}
    ines = api.post("/users", {"user": person}, From="tom@acme.example").body["user"]["id"]
    steps: list[tuple[str, str, Any]] = [
        ("GET", "/abilities", None),
        ("GET", "/abilities/teams", None),
        ("GET", "/users?include[]=teams&limit=100", None),
        ("GET", f"/users/{ines}", None),
        ("PUT", f"/users/{ines}", {"user": {**person, "job_title": "Engineer"}}),
        ("GET", "/teams?query=pay", None),
        ("GET", f"/teams/{team}", None),
        ("PUT", f"/teams/{team}", {"team": {"type": "team", "name": "Payments", "description": "Money"}}),
        ("PUT", f"/teams/{team}/users/{ines}", {"role": "responder"}),
        ("GET", f"/teams/{team}/members?include[]=users", None),
        ("DELETE", f"/teams/{team}/users/{ines}", None),
        ("DELETE", f"/teams/{team}/escalation_policies/{key}", None),
        ("PUT", f"/teams/{team}/escalation_policies/{key}", None),
        ("GET", f"/v3/schedules?limit=1000&team_ids[]={team}", None),
        ("GET", f"{of_schedule}?include[]=final_schedule&{window}", None),
        ("PUT", of_schedule, {"schedule": {"description": "Who is on call"}}),
        ("GET", f"{of_schedule}/rotations", None),
        ("GET", rotation, None),
        ("GET", f"{rotation}/events", None),
        ("GET", f"{rotation}/events/{made['id']}", None),
        ("PUT", f"{rotation}/events/{made['id']}", {"event": {"effective_until": "2027-01-04T09:30:00Z"}}),
        ("GET", f"{of_schedule}/overrides?{window}", None),
        ("GET", f"{of_schedule}/overrides/{stood_in}", None),
        ("PUT", f"{of_schedule}/overrides/{stood_in}", {"override": {"overriding_member": {"type": "empty_member"}}}),
        ("GET", f"{of_schedule}/custom_shifts?{window}", None),
        ("GET", f"{of_schedule}/custom_shifts/{extra}", None),
        ("PUT", f"{of_schedule}/custom_shifts/{extra}", {"custom_shift": {"end_time": "2026-12-03T00:00:00Z"}}),
        ("GET", f"{of_schedule}?include[]=final_schedule&{window}", None),
        ("GET", "/schedules", None),
        ("GET", f"/escalation_policies?include[]=targets&team_ids[]={team}", None),
        ("GET", f"/escalation_policies/{key}", None),
        ("PUT", f"/escalation_policies/{key}", {"escalation_policy": policy(reference(tom, "user"))}),
        ("GET", "/services?include[]=integrations", None),
        ("GET", f"/services/{checkout}", None),
        ("PUT", f"/services/{checkout}", {"service": service(key, auto_resolve_timeout=0)}),
        ("GET", f"/services/{checkout}/integrations/{integration['id']}", None),
        (
            "PUT",
            f"/services/{checkout}/integrations/{integration['id']}",
            {"integration": {"type": integration["type"], "name": "Prometheus EU"}},
        ),
        ("POST", "/service_dependencies/associate", {"relationships": [ends]}),
        ("GET", f"/service_dependencies/technical_services/{checkout}", None),
        ("POST", "/service_dependencies/disassociate", {"relationships": [ends]}),
        ("GET", f"/oncalls?{window}&earliest=true", None),
        ("GET", f"/incidents/{incident}", None),
        ("PUT", f"/incidents/{incident}", {"incident": {"type": "incident", "status": "acknowledged"}}),
        ("PUT", "/incidents", {"incidents": [{"id": incident, "type": "incident", "status": "resolved"}]}),
        ("DELETE", f"{of_schedule}/overrides/{stood_in}", None),
        ("DELETE", f"{of_schedule}/custom_shifts/{extra}", None),
        ("DELETE", f"{rotation}/events/{made['id']}", None),
        ("DELETE", rotation, None),
        ("DELETE", f"/services/{checkout}", None),
        ("DELETE", f"/services/{ledger}", None),
        ("DELETE", f"/escalation_policies/{key}", None),
        ("DELETE", of_schedule, None),
        ("DELETE", f"/teams/{team}", None),
        ("DELETE", f"/users/{ines}", None),
    ]
    for method, path, body in steps:
        answer = api.ask(method, path, body, From="tom@acme.example")
        assert answer.status < 300, (method, path, answer.body)
    assert api.get("/users/me").status == 400
    assert api.get("/schedules/PNO").status == 404
    operations = (find(entry["method"], entry["path"]) for entry in api.account.requests())
    return {(found.method, found.template) for found in operations if found}


def test_a_witness_reports_what_it_saw() -> None:
    witness = Witness()
    witness(GOOD)
    witness(replace(GOOD, status=204))
    witness(replace(GOOD, status=204, fault="status"))
    assert len(witness.problems) == 1
