"""Speaks to a running account as a client would, in few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import httpx2

if TYPE_CHECKING:
    from ownctl.sandbox import Running

Doc = dict[str, Any]
LONDON = "Europe/London"


def user(key: str) -> Doc:
    return {"type": "user_member", "user_id": key}


NOBODY: Doc = {"type": "empty_member"}


def rotating(*members: str, turns: int = 1) -> Doc:
    return {
        "type": "rotating_member_assignment_strategy",
        "shifts_per_member": turns,
        "members": [user(member) for member in members],
    }


def every(*members: str) -> Doc:
    return {"type": "every_member_assignment_strategy", "members": [user(member) for member in members]}


def at(moment: str, zone: str = LONDON) -> Doc:
    return {"date_time": moment, "time_zone": zone}


def reference(key: str, kind: str) -> Doc:
    return {"id": key, "type": f"{kind}_reference"}


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
    headers: httpx2.Headers

    @property
    def reasons(self) -> Any:
        return self.body["error"].get("errors")


class Api:
    """`get`, `post`, `put` and `delete` give the answer; the verbs below insist on success and give what was made."""

    def __init__(self, account: Running, token: str | None = None) -> None:
        self.http = httpx2.Client(
            base_url=account.url, headers={"Authorization": f"Token token={token or account.token}"}
        )
        self.account = account

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        answer = self.http.request(method, path, json=body, headers=headers)
        is_json = answer.headers.get("content-type") == "application/json"
        return Answered(answer.status_code, answer.json() if is_json else None, answer.headers)

    def get(self, path: str) -> Answered:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Answered:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answered:
        return self.ask("PUT", path, body, **headers)

    def delete(self, path: str) -> Answered:
        return self.ask("DELETE", path)

    def made(self, path: str, body: Any = None) -> Doc:
        """Posts, and gives the object that is in the answer."""
        answer = self.post(path, body)
        assert answer.status in (200, 201), answer.body
        (made,) = answer.body.values()
        thing: Doc = made[0] if isinstance(made, list) else made
        return thing

    def people(self) -> list[str]:
        """Ids of Amara, Tom and Liu; the owner has no part in what is tried here."""
        listed = self.get("/users").body["users"]
        by_name = {person["name"]: person["id"] for person in listed}
        return [by_name[name] for name in ("Amara Okafor", "Tom Berg", "Liu Wei")]

    def team(self, name: str = "Payments") -> str:
        return str(self.made("/teams", {"team": {"type": "team", "name": name}})["id"])

    def schedule(self, name: str = "Payments primary", *teams: str) -> str:
        body = {"name": name, "time_zone": LONDON, "teams": [reference(team, "team") for team in teams]}
        return str(self.made("/v3/schedules", {"schedule": body})["id"])

    def rotation(self, schedule: str) -> str:
        return str(self.made(f"/v3/schedules/{schedule}/rotations")["id"])

    def event(self, schedule: str, rotation: str, **fields: Any) -> Doc:
        return self.made(f"/v3/schedules/{schedule}/rotations/{rotation}/events", {"event": event(**fields)})

    def policy(self, *targets: Doc, name: str = "Payments", team: str | None = None) -> str:
        return str(
            self.made("/escalation_policies", {"escalation_policy": policy(*targets, name=name, team=team)})["id"]
        )

    def service(self, policy: str, name: str = "Checkout API", **fields: Any) -> str:
        return str(self.made("/services", {"service": service(policy, name, **fields)})["id"])

    def integration(self, service: str) -> Doc:
        body = {"type": "events_api_v2_inbound_integration", "name": "Prometheus"}
        return self.made(f"/services/{service}/integrations", {"integration": body})

    def trigger(self, routing_key: str, dedup_key: str = "k", severity: str = "critical") -> Answered:
        payload = {"summary": "Latency is high", "source": "prometheus", "severity": severity}
        body = {"routing_key": routing_key, "event_action": "trigger", "dedup_key": dedup_key, "payload": payload}
        return self.post("/v2/enqueue", body)

    def shifts(self, schedule: str, since: str, until: str, more: str = "") -> list[tuple[str, str, str]]:
        """Start, end and person (empty for nobody) of the final schedule."""
        return [
            (shift["start_time"], shift["end_time"], shift["member"].get("user_id", ""))
            for shift in self.final(schedule, since, until, more)["computed_shift_assignments"]
        ]

    def final(self, schedule: str, since: str, until: str, more: str = "") -> Doc:
        path = f"/v3/schedules/{schedule}?include[]=final_schedule&since={since}&until={until}{more}"
        final: Doc = self.get(path).body["schedule"]["final_schedule"]
        return final


def event(**fields: Any) -> Doc:
    """A weekly event from Monday 30 November 2026, 09:30 in London."""
    return {
        "name": "Weeks",
        "start_time": at("2026-11-30T09:30:00+00:00"),
        "end_time": at("2026-12-07T09:30:00+00:00"),
        "effective_since": "2026-11-30T09:30:00Z",
        "recurrence": ["RRULE:FREQ=WEEKLY"],
        **fields,
    }


def policy(*targets: Doc, name: str = "Payments", team: str | None = None) -> Doc:
    """One level for each target."""
    return {
        "type": "escalation_policy",
        "name": name,
        "escalation_rules": [{"escalation_delay_in_minutes": 10, "targets": [target]} for target in targets],
        "teams": [reference(team, "team")] if team else [],
    }


def service(policy: str, name: str = "Checkout API", **fields: Any) -> Doc:
    return {"type": "service", "name": name, "escalation_policy": reference(policy, "escalation_policy"), **fields}
