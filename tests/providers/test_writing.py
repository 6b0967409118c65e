"""One step, one request: as PagerDuty's description has it, and as it reads back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo

import pytest

from ownctl.account.resources import (
    Event,
    Integration,
    Kind,
    Level,
    Override,
    PersonTarget,
    Policy,
    Ref,
    ScheduleTarget,
    Service,
    Team,
)
from ownctl.providers.pagerduty import PagerDuty
from ownctl.providers.pagerduty.write import CALLS
from ownctl.reconcile import steps
from ownctl.reconcile.steps import Ids, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.rig import Connect

    from ownctl.sandbox import Running

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
TEAM, PRIMARY = Ref(Kind.TEAM, "payments"), Ref(Kind.SCHEDULE, "payments/primary")
POLICY, SERVICE = Ref(Kind.POLICY, "payments"), Ref(Kind.SERVICE, "checkout")
EVENT = Event(
    name="primary",
    start=datetime(2026, 11, 2, 9, 30, tzinfo=NEW_YORK),
    end=datetime(2026, 11, 2, 17, 30, tzinfo=NEW_YORK),
    zone="America/New_York",
    rule="FREQ=WEEKLY;BYDAY=MO,TU",
    members=("amara", None),
    per_member=2,
    since=datetime(2026, 11, 2, 14, 30, tzinfo=UTC),
    until=datetime(2027, 3, 1, 14, 30, tzinfo=UTC),
)
SWAP = Override(
    "main", "tom", "amara", datetime(2026, 11, 3, 14, 30, tzinfo=UTC), datetime(2026, 11, 3, 15, tzinfo=UTC)
)


class Pager:
    """Writes steps, and says what went over the wire."""

    def __init__(self, account: Running, connect: Connect) -> None:
        self.account, self.client = account, connect(account)
        users = self.client.get("/users", "list the users")["users"]
        self.ids = Ids(people={user["email"].partition("@")[0]: user["id"] for user in users})

    def write(self, step: Step) -> tuple[str, str, Any]:
        """Method, path and body of the one request of `step`."""
        self.account.forget_requests()
        PagerDuty(self.client).write(step, self.ids)
        (sent,) = self.account.requests()
        return sent["method"], sent["path"], sent["body"]

    def build(self) -> None:
        """A team, its schedule with a rotation, its policy, a service."""
        for step in (
            steps.CreateTeam(Team("payments", "Payments", "")),
            steps.CreateSchedule(PRIMARY, TEAM, "Payments primary", "", "America/New_York"),
            steps.AddRotation(PRIMARY, "main"),
            steps.CreatePolicy(Policy("payments", "Payments", "", TEAM, (Level((PersonTarget("tom"),), WAIT),))),
            steps.CreateService(Service("checkout", "Checkout", "", POLICY)),
        ):
            self.write(step)

    def id(self, ref: Ref) -> str:
        return self.ids.objects[ref]

    @property
    def rotation(self) -> str:
        return self.ids.rotations[PRIMARY, "main"]

    def schedule(self) -> Any:
        return self.client.get(f"/v3/schedules/{self.id(PRIMARY)}", "read the schedule")["schedule"]


WAIT = timedelta(minutes=10)


@pytest.fixture
def pager(accounts: Callable[..., Running], connected: Connect) -> Pager:
    seed = [{"name": name, "email": f"{name}@acme.example"} for name in ("amara", "tom", "liu")]
    return Pager(accounts(seed=seed, now=NOW), connected)


@pytest.fixture
def built(pager: Pager) -> Pager:
    pager.build()
    return pager


def test_every_kind_of_step_has_its_request() -> None:
    assert CALLS.keys() == set(get_args(Step))


def test_a_team_is_written_whole(pager: Pager) -> None:
    sent = pager.write(steps.CreateTeam(Team("payments", "Payments", "Ours")))
    assert sent == ("POST", "/teams", {"team": {"type": "team", "name": "Payments", "description": "Ours"}})
    method, path, body = pager.write(steps.UpdateTeam(pager.id(TEAM), Team("payments", "Payers", "Ours")))
    assert (method, path) == ("PUT", f"/teams/{pager.id(TEAM)}")
    assert body["team"]["name"] == "Payers"


def test_a_membership_with_its_role(built: Pager) -> None:
    path = f"/teams/{built.id(TEAM)}/users/{built.ids.people['amara']}"
    assert built.write(steps.AddMember(TEAM, "amara", "responder")) == ("PUT", path, {"role": "responder"})
    assert built.write(steps.RemoveMember(built.id(TEAM), "amara")) == ("DELETE", path, None)


def test_a_schedule_with_its_team(built: Pager) -> None:
    schedule = built.schedule()
    assert [team["id"] for team in schedule["teams"]] == [built.id(TEAM)]
    assert schedule["time_zone"] == "America/New_York"


def test_of_a_schedule_only_what_differs_is_sent(built: Pager) -> None:
    sent = built.write(steps.UpdateSchedule(built.id(PRIMARY), description="New"))
    assert sent == ("PUT", f"/v3/schedules/{built.id(PRIMARY)}", {"schedule": {"description": "New"}})


def test_an_event_goes_out_with_the_offset_of_its_zone(built: Pager) -> None:
    event = EVENT._replace(start=EVENT.start.astimezone(UTC), end=EVENT.end.astimezone(UTC))
    method, path, body = built.write(steps.AddEvent(PRIMARY, "main", event))
    assert (method, path) == ("POST", f"/v3/schedules/{built.id(PRIMARY)}/rotations/{built.rotation}/events")
    assert body["event"] == {
        "name": "primary",
        "start_time": {"date_time": "2026-11-02T09:30:00-05:00", "time_zone": "America/New_York"},
        "end_time": {"date_time": "2026-11-02T17:30:00-05:00", "time_zone": "America/New_York"},
        "effective_since": "2026-11-02T14:30:00Z",
        "effective_until": "2027-03-01T14:30:00Z",
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU"],
        "assignment_strategy": {
            "type": "rotating_member_assignment_strategy",
            "shifts_per_member": 2,
            "members": [{"type": "user_member", "user_id": built.ids.people["amara"]}, {"type": "empty_member"}],
        },
    }


def test_an_event_without_an_end_sends_none(built: Pager) -> None:
    _, _, body = built.write(steps.AddEvent(PRIMARY, "main", EVENT._replace(until=None)))
    assert "effective_until" not in body["event"]


def test_an_event_is_ended_by_nothing_but_its_end(built: Pager) -> None:
    built.write(steps.AddEvent(PRIMARY, "main", EVENT))
    event = built.schedule()["rotations"][0]["events"][0]["id"]
    built.account.set_now(datetime(2026, 11, 10, tzinfo=UTC))
    until = datetime(2026, 11, 16, 14, 30, tzinfo=UTC)
    _, path, body = built.write(steps.EndEvent(PRIMARY, "main", event, until))
    assert path.endswith(f"/rotations/{built.rotation}/events/{event}")
    assert body == {"event": {"effective_until": "2026-11-16T14:30:00Z"}}


def test_an_event_to_come_and_a_rotation_can_be_deleted(built: Pager) -> None:
    built.write(steps.AddEvent(PRIMARY, "main", EVENT))
    event = built.schedule()["rotations"][0]["events"][0]["id"]
    assert built.write(steps.DeleteEvent(PRIMARY, "main", event))[0] == "DELETE"
    assert built.schedule()["rotations"][0]["events"] == []
    assert built.write(steps.DeleteRotation(PRIMARY, built.rotation))[0] == "DELETE"
    assert built.schedule()["rotations"] == []


def test_overrides_go_in_one_request_and_by_the_rotations_id(built: Pager) -> None:
    built.write(steps.AddEvent(PRIMARY, "main", EVENT))
    later = SWAP._replace(person=None, start=SWAP.end, end=SWAP.end + timedelta(hours=1))
    method, path, body = built.write(steps.AddOverrides(PRIMARY, (SWAP, later)))
    assert (method, path) == ("POST", f"/v3/schedules/{built.id(PRIMARY)}/overrides")
    first, second = body["overrides"]
    assert first == {
        "type": "override_shift",
        "rotation_id": built.rotation,
        "start_time": "2026-11-03T14:30:00Z",
        "end_time": "2026-11-03T15:00:00Z",
        "overridden_member": {"type": "user_member", "user_id": built.ids.people["amara"]},
        "overriding_member": {"type": "user_member", "user_id": built.ids.people["tom"]},
    }
    assert second["overriding_member"] == {"type": "empty_member"}


def test_an_override_can_be_withdrawn(built: Pager) -> None:
    built.write(steps.AddEvent(PRIMARY, "main", EVENT))
    built.write(steps.AddOverrides(PRIMARY, (SWAP,)))
    overrides = f"/v3/schedules/{built.id(PRIMARY)}/overrides"
    span = {"since": "2026-11-03T00:00:00Z", "until": "2026-11-04T00:00:00Z"}
    (override,) = built.client.get(overrides, "list the overrides", span)["overrides"]
    key, path = override["id"], f"{overrides}/{override['id']}"
    assert built.write(steps.DeleteOverride(PRIMARY, key)) == ("DELETE", path, None)


def test_a_policy_with_its_team_and_its_targets(built: Pager) -> None:
    level = Level((ScheduleTarget(PRIMARY), PersonTarget("liu")), timedelta(minutes=15))
    policy = Policy("payments", "Payments", "Ours", TEAM, (level,), loops=3)
    method, path, body = built.write(steps.UpdatePolicy(built.id(POLICY), policy))
    assert (method, path) == ("PUT", f"/escalation_policies/{built.id(POLICY)}")
    assert body["escalation_policy"] == {
        "type": "escalation_policy",
        "name": "Payments",
        "description": "Ours",
        "num_loops": 3,
        "on_call_handoff_notifications": "if_has_services",
        "teams": [{"id": built.id(TEAM), "type": "team_reference"}],
        "escalation_rules": [
            {
                "escalation_delay_in_minutes": 15,
                "targets": [
                    {"id": built.id(PRIMARY), "type": "schedule_v3_reference"},
                    {"id": built.ids.people["liu"], "type": "user_reference"},
                ],
            }
        ],
    }


@pytest.mark.parametrize("urgency", ["severity_based", "high", "low"])
def test_a_service_with_its_urgency_and_both_time_outs(built: Pager, urgency: str) -> None:
    service = Service("ledger", "Ledger", "Ours", POLICY, None, timedelta(hours=4), urgency)
    _, _, body = built.write(steps.CreateService(service))
    assert body["service"] == {
        "type": "service",
        "name": "Ledger",
        "description": "Ours",
        "escalation_policy": {"id": built.id(POLICY), "type": "escalation_policy_reference"},
        "acknowledgement_timeout": 0,
        "auto_resolve_timeout": 14400,
        "incident_urgency_rule": {"type": "constant", "urgency": urgency},
        "alert_creation": "create_alerts_and_incidents",
    }


def test_of_a_service_only_what_differs_is_sent_beside_what_the_account_requires(built: Pager) -> None:
    service = Service("checkout", "Checkout", "New", POLICY)
    method, path, body = built.write(steps.UpdateService(built.id(SERVICE), service, ("description",)))
    assert (method, path) == ("PUT", f"/services/{built.id(SERVICE)}")
    assert body["service"].keys() == {
        "type",
        "description",
        "escalation_policy",
        "acknowledgement_timeout",
        "auto_resolve_timeout",
    }


def test_an_integration(built: Pager) -> None:
    path = f"/services/{built.id(SERVICE)}/integrations"
    body = {"integration": {"type": "events_api_v2_inbound_integration", "name": "Prometheus"}}
    made = Integration("checkout", "prometheus", "Prometheus")
    assert built.write(steps.CreateIntegration(made)) == ("POST", path, body)
    key = built.id(Ref(Kind.INTEGRATION, "checkout/prometheus"))
    renamed = made._replace(name="Prometheus EU")
    sent = built.write(steps.UpdateIntegration(built.id(SERVICE), key, renamed))
    assert sent[:2] == ("PUT", f"{path}/{key}")
    assert sent[2]["integration"]["name"] == "Prometheus EU"


def test_deletes_in_reverse(built: Pager) -> None:
    paths = [built.write(steps.Delete(ref.kind, built.id(ref)))[:2] for ref in (SERVICE, POLICY, PRIMARY, TEAM)]
    assert paths == [
        ("DELETE", f"/services/{built.id(SERVICE)}"),
        ("DELETE", f"/escalation_policies/{built.id(POLICY)}"),
        ("DELETE", f"/v3/schedules/{built.id(PRIMARY)}"),
        ("DELETE", f"/teams/{built.id(TEAM)}"),
    ]
