"""An alert comes in by its routing key, opens an incident and pages whoever is on call."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.sandbox.api import Api, at, policy, reference, rotating


def routing_key(api: Api, policy: str, **fields: Any) -> str:
    return str(api.integration(api.service(policy, **fields))["integration_key"])


def send(api: Api, key: str, action: str, dedup_key: str = "k") -> int:
    return api.post("/v2/enqueue", {"routing_key": key, "event_action": action, "dedup_key": dedup_key}).status


def incidents(api: Api, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"/incidents?limit=100{query}").body["incidents"]
    return found


def paged(api: Api) -> list[tuple[str, int]]:
    return [(page["user"]["id"], page["level"]) for page in api.get("/_sandbox/pages").body["pages"]]


def assignees(incident: dict[str, Any]) -> list[str]:
    return [assignment["assignee"]["id"] for assignment in incident["assignments"]]


def test_an_alert_is_taken_opened_and_paged(api: Api) -> None:
    amara, _, _ = api.people()
    key = routing_key(api, api.policy(reference(amara, "user"), team=api.team()))
    answer = api.trigger(key, "checkout-latency-high")
    assert (answer.status, answer.body) == (
        202,
        {"status": "success", "message": "Event processed", "dedup_key": "checkout-latency-high"},
    )
    (incident,) = incidents(api)
    assert [incident[name] for name in ("title", "status", "urgency", "incident_key")] == [
        "Latency is high",
        "triggered",
        "high",
        "checkout-latency-high",
    ]
    assert assignees(incident) == [amara]
    (page,) = api.get("/_sandbox/pages").body["pages"]
    assert [page["at"], page["user"]["name"], page["level"], page["incident"]["title"], page["service"]["name"]] == [
        "2026-11-24T09:00:00Z",
        "Amara Okafor",
        1,
        "Latency is high",
        "Checkout API",
    ]


def test_an_event_lives_by_its_dedup_key(api: Api) -> None:
    amara, _, _ = api.people()
    key = routing_key(api, api.policy(reference(amara, "user")))
    assert [api.trigger(key, "a").status, api.trigger(key, "a").status, api.trigger(key, "b").status] == [202] * 3
    assert [incident["incident_key"] for incident in incidents(api)] == ["b", "a"]
    assert send(api, key, "acknowledge", "a") == 202
    assert [incident["status"] for incident in incidents(api)] == ["triggered", "acknowledged"]
    assert send(api, key, "resolve", "a") == send(api, key, "resolve", "nothing") == 202
    assert [incident["incident_key"] for incident in incidents(api, "&statuses[]=triggered")] == ["b"]
    assert [assignees(incident) for incident in incidents(api)] == [[amara], []]
    assert api.trigger(key, "a").status == 202
    assert len(incidents(api)) == 3
    assert paged(api) == [(amara, 1)] * 3


def test_an_event_without_a_dedup_key_gets_one(api: Api) -> None:
    amara, _, _ = api.people()
    key = routing_key(api, api.policy(reference(amara, "user")))
    payload = {"summary": "x", "source": "y", "severity": "info"}
    body = {"routing_key": key, "event_action": "trigger", "payload": payload}
    first, second = (api.post("/v2/enqueue", body).body["dedup_key"] for _ in range(2))
    assert first != second
    assert len(incidents(api)) == 2


def test_a_level_on_which_nobody_is_on_call_is_skipped_at_once(api: Api) -> None:
    amara, tom, liu = api.people()
    schedule = api.schedule()
    hours = {"end_time": at("2026-11-30T17:30:00Z"), "recurrence": ["RRULE:FREQ=DAILY"]}
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara), **hours)
    targets = (reference(schedule, "schedule_v3"), reference(tom, "user"), reference(liu, "user"))
    key = routing_key(api, api.policy(*targets))
    api.trigger(key, "before")  # the event begins on 30 November
    api.account.set_now(datetime(2026, 12, 1, 10, tzinfo=UTC))
    api.trigger(key, "in hours")
    api.account.set_now(datetime(2026, 12, 1, 20, tzinfo=UTC))
    api.trigger(key, "at night")
    assert paged(api) == [(tom, 2), (amara, 1), (tom, 2)]


def test_an_incident_that_reaches_nobody_is_opened_all_the_same(api: Api) -> None:
    key = routing_key(api, api.policy(reference(api.schedule(), "schedule_v3")))
    assert api.trigger(key).status == 202
    assert [assignees(incident) for incident in incidents(api)] == [[]]
    assert paged(api) == []


def test_an_incident_escalates_by_the_policy_of_its_beginning_and_holds_its_schedule(api: Api) -> None:
    amara, tom, _ = api.people()
    schedule = api.schedule()
    key = api.policy(reference(amara, "user"), reference(schedule, "schedule_v3"))
    integration = routing_key(api, key)
    api.trigger(integration)
    changed = policy(reference(tom, "user"))
    assert api.put(f"/escalation_policies/{key}", {"escalation_policy": changed}).status == 200
    refused = api.delete(f"/v3/schedules/{schedule}")
    assert refused.status == 400
    assert "snapshot with open incidents: #1" in str(refused.reasons)
    (incident,) = incidents(api)
    assert assignees(incident) == [amara]
    assert send(api, integration, "resolve") == 202
    assert api.delete(f"/v3/schedules/{schedule}").status == 204


def test_people_acknowledge_reassign_resolve_and_reopen(api: Api) -> None:
    amara, tom, liu = api.people()
    key = routing_key(api, api.policy(reference(amara, "user"), reference(tom, "user")))
    api.trigger(key)
    (incident,) = incidents(api)
    path = f"/incidents/{incident['id']}"

    def change(**fields: Any) -> Any:
        return api.put(path, {"incident": {"type": "incident", **fields}}, From="liu@acme.example")

    assert api.put(path, {"incident": {"type": "incident", "status": "resolved"}}).status == 400
    taken = change(status="acknowledged").body["incident"]
    assert [one["acknowledger"]["id"] for one in taken["acknowledgements"]] == [liu]
    assert assignees(change(assignments=[{"assignee": reference(liu, "user")}]).body["incident"]) == [liu]
    assert assignees(change(escalation_level=2).body["incident"]) == [tom]
    assert change(assignments=[{"assignee": reference("PNO", "user")}]).status == 400
    assert change(status="resolved").body["incident"]["resolved_at"] == "2026-11-24T09:00:00Z"
    assert change(status="resolved").reasons == ["Incident Already Resolved"]
    assert change(status="triggered").body["incident"]["status"] == "triggered"
    both = {"incidents": [{"id": incident["id"], "type": "incident_reference", "status": "resolved"}]}
    assert api.put("/incidents", both, From="tom@acme.example").body["incidents"][0]["status"] == "resolved"
    assert api.put("/incidents", {"incidents": []}, From="tom@acme.example").status == 400
    assert api.get(f"/incidents/{incident['incident_number']}").body["incident"]["id"] == incident["id"]


def test_incidents_of_more_than_a_month_ago_are_listed_only_on_request(api: Api) -> None:
    amara, _, _ = api.people()
    api.trigger(routing_key(api, api.policy(reference(amara, "user"))))
    api.account.set_now(datetime(2027, 1, 4, tzinfo=UTC))
    assert incidents(api, "&statuses[]=triggered") == []
    assert len(incidents(api, "&date_range=all")) == 1
    assert len(incidents(api, "&since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z")) == 1
    assert api.get("/incidents?since=2026-01-01T00:00:00Z").status == 400
    assert api.get("/incidents?statuses[]=open").status == 400


def test_incidents_are_filtered(api: Api) -> None:
    amara, tom, _ = api.people()
    team = api.team()
    mine, other = api.policy(reference(amara, "user"), team=team), api.policy(reference(tom, "user"), name="Other")
    service = api.service(mine)
    api.trigger(str(api.integration(service)["integration_key"]), "a")
    api.trigger(routing_key(api, other, name="Ledger"), "b")
    for query in (f"service_ids[]={service}", f"team_ids[]={team}", f"user_ids[]={amara}", "incident_key=a"):
        assert [incident["incident_key"] for incident in incidents(api, f"&{query}")] == ["a"], query
    assert incidents(api, "&urgencies[]=low") == []


@pytest.mark.parametrize(
    ("rule", "severity", "urgency"),
    [
        ({"type": "constant", "urgency": "low"}, "critical", "low"),
        ({"type": "constant", "urgency": "severity_based"}, "error", "high"),
        ({"type": "constant", "urgency": "severity_based"}, "warning", "low"),
        ({"type": "use_support_hours"}, "critical", "low"),
    ],
)
def test_an_incident_is_as_urgent_as_its_services_rule_says(
    api: Api, rule: dict[str, Any], severity: str, urgency: str
) -> None:
    amara, _, _ = api.people()
    hours = {"type": "fixed_time_per_day", "time_zone": "Europe/London", "days_of_week": [1, 2]}
    by_hours = {
        "during_support_hours": {"type": "constant", "urgency": "low"},
        "outside_support_hours": {"type": "constant", "urgency": "high"},
    }
    fields: dict[str, Any] = {"incident_urgency_rule": rule}
    if rule["type"] == "use_support_hours":
        fields = {
            "incident_urgency_rule": rule | by_hours,
            "support_hours": {**hours, "start_time": "09:00:00", "end_time": "17:00:00"},
        }
    api.trigger(routing_key(api, api.policy(reference(amara, "user")), **fields), severity=severity)
    assert [incident["urgency"] for incident in incidents(api)] == [urgency]


def test_a_services_status_follows_its_incidents(api: Api) -> None:
    amara, _, _ = api.people()
    key = routing_key(api, api.policy(reference(amara, "user")))

    def status() -> str:
        return str(api.get("/services").body["services"][0]["status"])

    seen = [status()]
    api.trigger(key)
    seen.append(status())
    for action in ("acknowledge", "resolve"):
        send(api, key, action)
        seen.append(status())
    assert seen == ["active", "critical", "warning", "active"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"routing_key": "0" * 32, "event_action": "resolve", "dedup_key": "k"},
        {"routing_key": "short", "event_action": "trigger"},
        {"event_action": "explode"},
    ],
)
def test_events_that_are_none(api: Api, body: dict[str, Any]) -> None:
    answer = api.post("/v2/enqueue", body)
    assert (answer.status, answer.body["status"]) == (400, "invalid event")
    assert incidents(api) == []


def test_on_calls_are_listed_by_policy_and_level(api: Api) -> None:
    amara, tom, liu = api.people()
    schedule = api.schedule()
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara, tom))
    key = api.policy(reference(schedule, "schedule_v3"), reference(liu, "user"))
    window = "since=2026-12-01T00:00:00Z&until=2026-12-20T00:00:00Z"
    found = api.get(f"/oncalls?{window}").body["oncalls"]
    assert [(one["escalation_level"], one["user"]["id"], one["start"], one["end"]) for one in found] == [
        (1, amara, "2026-11-30T09:30:00Z", "2026-12-07T09:30:00Z"),
        (1, tom, "2026-12-07T09:30:00Z", "2026-12-14T09:30:00Z"),
        (1, amara, "2026-12-14T09:30:00Z", "2026-12-21T09:30:00Z"),
        (2, liu, None, None),
    ]
    assert [one["schedule"] and one["schedule"]["id"] for one in found] == [schedule] * 3 + [None]
    queries = {
        f"&user_ids[]={tom}": 1,
        f"&schedule_ids[]={schedule}": 3,
        "&schedule_ids[]=null": 1,
        f"&escalation_policy_ids[]={key}": 4,
        "&escalation_policy_ids[]=PNO": 0,
        "&earliest=true": 3,
    }
    for query, count in queries.items():
        assert len(api.get(f"/oncalls?{window}{query}").body["oncalls"]) == count, query
    assert [one["user"]["id"] for one in api.get("/oncalls").body["oncalls"]] == [liu]
    assert api.get("/oncalls?since=2026-12-01T00:00:00Z&until=2027-12-01T00:00:00Z").status == 400
