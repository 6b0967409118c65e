"""What PagerDuty refuses, one case a line. Each case writes nothing: the account is the same before and after."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.conftest import PEOPLE
from tests.contract.checker import Witness
from tests.sandbox.api import NOBODY, Api, Doc, at, event, every, policy, reference, rotating, service, user
from tests.sandbox.conftest import NOW

from ownctl.sandbox import Running, running

LONG_AHEAD = "2027-11-25T09:00:00Z"
JUST_IN_REACH = "2027-11-24T09:00:00Z"

NAMES = {
    "empty": "",
    "backslash": "a\\b",
    "slash": "a/b",
    "ampersand": "a&b",
    "less": "a<b",
    "greater": "a>b",
    "unprintable": "a\tb",
    "space before": " a",
    "space after": "a ",
}


@pytest.fixture(scope="module")
def one() -> Iterator[Api]:
    """An account for all of the table: a refused request leaves it as it was."""
    witness = Witness()
    with running(seed=PEOPLE, now=NOW, rate_limit=1_000_000, witness=witness) as account, Api(account) as api:
        yield api
    assert not witness.problems, "\n".join(witness.problems)


@pytest.fixture(scope="module")
def world(one: Api) -> dict[str, str]:
    """A team with schedule, rotations, policy and service, and a second team with nothing."""
    amara, tom, liu = one.people()
    team = one.team()
    schedule = one.schedule("Payments primary", team)
    rotation = one.rotation(schedule)
    one.event(schedule, rotation, assignment_strategy=rotating(amara, tom))
    policy = one.policy(reference(schedule, "schedule_v3"), name="Payments", team=team)
    return {
        "amara": amara,
        "tom": tom,
        "liu": liu,
        "team": team,
        "other_team": one.team("Search"),
        "schedule": schedule,
        "rotation": rotation,
        "empty_rotation": one.rotation(schedule),
        "policy": policy,
        "service": one.service(policy),
    }


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("kind", ["team", "schedule", "policy", "service"])
def test_a_name_that_the_web_form_would_not_take_is_refused(
    one: Api, world: dict[str, str], kind: str, name: str
) -> None:
    bodies: dict[str, tuple[str, Doc]] = {
        "team": ("/teams", {"team": {"type": "team", "name": name}}),
        "schedule": ("/v3/schedules", {"schedule": {"name": name, "time_zone": "Europe/London"}}),
        "policy": ("/escalation_policies", {"escalation_policy": policy(reference(world["tom"], "user"), name=name)}),
        "service": ("/services", {"service": service(world["policy"], name)}),
    }
    path, body = bodies[kind]
    answer = one.post(path, body)
    assert answer.status == 400
    assert answer.body["error"]["code"] == 2001
    assert "ame" in str(answer.reasons)


Case = Callable[[dict[str, str]], tuple[str, str, Any]]


def _event(**fields: Any) -> Case:
    def case(ids: dict[str, str]) -> tuple[str, str, Any]:
        given = {"assignment_strategy": rotating(ids["amara"]), "effective_since": "2027-03-01T00:00:00Z", **fields}
        # In a rotation without events, so that only the field in question is wrong.
        return (
            "POST",
            f"/v3/schedules/{ids['schedule']}/rotations/{ids['empty_rotation']}/events",
            {"event": event(**given)},
        )

    return case


def _override(**fields: Any) -> Case:
    def case(ids: dict[str, str]) -> tuple[str, str, Any]:
        given = {
            "type": "override_shift",
            "rotation_id": ids["rotation"],
            "start_time": "2026-12-01T00:00:00Z",
            "end_time": "2026-12-02T00:00:00Z",
            "overridden_member": user(ids["amara"]),
            "overriding_member": user(ids["tom"]),
            **fields,
        }
        kept = {key: value for key, value in given.items() if value is not None}
        return "POST", f"/v3/schedules/{ids['schedule']}/overrides", {"overrides": [kept]}

    return case


def _custom_shift(**fields: Any) -> Case:
    def case(ids: dict[str, str]) -> tuple[str, str, Any]:
        given = {
            "type": "custom_shift",
            "start_time": "2026-12-01T00:00:00Z",
            "end_time": "2026-12-02T00:00:00Z",
            "assignments": [{"type": "shift_assignment", "member": user(ids["amara"])}],
            **fields,
        }
        return "POST", f"/v3/schedules/{ids['schedule']}/custom_shifts", {"custom_shifts": [given]}

    return case


def _post(path: str, make: Callable[[dict[str, str]], Any]) -> Case:
    return lambda ids: ("POST", path.format(**ids), make(ids))


def _put(path: str, make: Callable[[dict[str, str]], Any]) -> Case:
    return lambda ids: ("PUT", path.format(**ids), make(ids))


def _delete(path: str) -> Case:
    return lambda ids: ("DELETE", path.format(**ids), None)


def _policy(**fields: Any) -> Case:
    return _post(
        "/escalation_policies",
        lambda ids: {"escalation_policy": policy(reference(ids["tom"], "user"), name="New") | fields},
    )


def _service(**fields: Any) -> Case:
    return _post("/services", lambda ids: {"service": service(ids["policy"], "New") | fields})


def _rule(*targets: Doc, **fields: Any) -> Doc:
    return {"escalation_delay_in_minutes": 5, "targets": list(targets), **fields}


ASSIGNED_TO_NOBODY = {"type": "shift_assignment", "member": NOBODY}
NO_POLICY = reference("PNO", "escalation_policy")
SUPPORT = {"type": "fixed_time_per_day", "time_zone": "Europe/London", "start_time": "09:00:00", "end_time": "17:00:00"}

REFUSED: dict[str, tuple[Case, str]] = {
    # Teams
    "team name taken": (
        _post("/teams", lambda _: {"team": {"type": "team", "name": "PAYMENTS"}}),
        "Name has already been taken",
    ),
    "team name too long": (_post("/teams", lambda _: {"team": {"type": "team", "name": "x" * 101}}), "too long"),
    "team description too long": (
        _post("/teams", lambda _: {"team": {"type": "team", "name": "New", "description": "x" * 1025}}),
        "too long",
    ),
    "team without a type": (_post("/teams", lambda _: {"team": {"name": "New"}}), "Type can't be blank"),
    "team that is none": (_post("/teams", lambda _: [1]), "Team can't be blank"),
    "team renamed to a taken name": (
        _put("/teams/{other_team}", lambda _: {"team": {"type": "team", "name": "Payments"}}),
        "Name has already been taken",
    ),
    "team that owns things deleted": (_delete("/teams/{team}"), "escalation policies, schedules, services"),
    "role unknown": (_put("/teams/{team}/users/{liu}", lambda _: {"role": "boss"}), "must be one of observer"),
    "who is on a policy leaves": (
        _delete("/teams/{team}/users/{amara}"),
        "User cannot be removed as they belong to an escalation policy on this team",
    ),
    "who is no member leaves": (_delete("/teams/{team}/users/{liu}"), "not a member"),
    "policy gets a second team": (
        _put("/teams/{other_team}/escalation_policies/{policy}", lambda _: None),
        "one team only",
    ),
    # Users
    "user e-mail taken": (
        _post("/users", lambda _: {"user": {"type": "user", "name": "A", "email": "TOM@acme.example"}}),
        "Email has already been taken",
    ),
    "user e-mail that is none": (
        _post("/users", lambda _: {"user": {"type": "user", "name": "A", "email": "nobody"}}),
        "Email is invalid",
    ),
    "user zone unknown": (
        _post(
            "/users",
            lambda _: {"user": {"type": "user", "name": "A", "email": "a@acme.example", "time_zone": "Mars/Base"}},
        ),
        "not a valid time zone",
    ),
    "user on call deleted": (_delete("/users/{amara}"), "on an escalation policy or a schedule"),
    # Schedules
    "schedule with rotations": (
        _post("/v3/schedules", lambda _: {"schedule": {"name": "New", "time_zone": "Etc/UTC", "rotations": []}}),
        "schedule.rotations",
    ),
    "schedule with policies": (
        _put("/v3/schedules/{schedule}", lambda _: {"schedule": {"escalation_policies": []}}),
        "schedule.escalation_policies",
    ),
    "schedule zone unknown": (
        _post("/v3/schedules", lambda _: {"schedule": {"name": "New", "time_zone": "Mars/Base"}}),
        "schedule.time_zone",
    ),
    "schedule description too long": (
        _put("/v3/schedules/{schedule}", lambda _: {"schedule": {"description": "x" * 1025}}),
        "schedule.description",
    ),
    "schedule of an unknown team": (
        _post(
            "/v3/schedules",
            lambda _: {"schedule": {"name": "New", "time_zone": "Etc/UTC", "teams": [reference("PNO", "team")]}},
        ),
        "schedule.teams",
    ),
    "schedule that a policy uses deleted": (
        _delete("/v3/schedules/{schedule}"),
        "Schedule can't be deleted if it's being used by escalation policies",
    ),
    "rotation with fields": (_post("/v3/schedules/{schedule}/rotations", lambda _: {"name": "x"}), "empty"),
    # Events
    "event name too long": (_event(name="x" * 256), "event.name"),
    "event without effective_since": (_event(effective_since=None), "event.effective_since"),
    "event time without offset": (_event(effective_since="2027-03-01T00:00:00"), "event.effective_since"),
    "event far ahead": (_event(effective_since=LONG_AHEAD), "more than 12 months"),
    "event ending far ahead": (_event(effective_until=LONG_AHEAD), "more than 12 months"),
    "event starting far ahead": (_event(start_time=at(LONG_AHEAD), end_time=at(LONG_AHEAD)), "more than 12 months"),
    "event ending before it begins": (_event(effective_until="2027-02-01T00:00:00Z"), "event.effective_until"),
    "event window backwards": (_event(end_time=at("2026-11-30T09:00:00Z")), "event.end_time"),
    "event zone unknown": (_event(start_time=at("2026-11-30T09:30:00Z", "Mars/Base")), "event.start_time"),
    "event without rule": (_event(recurrence=["EXDATE:20261201T000000Z"]), "exactly one RRULE"),
    "event with two rules": (_event(recurrence=["RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"]), "exactly one RRULE"),
    "event with a rule of its own": (_event(recurrence=["RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"]), "RDATE only"),
    "event with a broken rule": (_event(recurrence=["RRULE:FREQ=SOMETIMES"]), "event.recurrence"),
    "event with a broken exception": (_event(recurrence=["RRULE:FREQ=DAILY", "EXDATE:soon"]), "event.recurrence"),
    "event of nobody at all": (_event(assignment_strategy=rotating()), "at least 1"),
    "event of too many": (_event(assignment_strategy=rotating(*["P"] * 21)), "at most 20"),
    "event of a stranger": (_event(assignment_strategy=rotating("PSTRANGE")), "does not exist"),
    "event of a nameless person": (
        _event(assignment_strategy=every() | {"members": [{"type": "user_member"}]}),
        "blank",
    ),
    "event without turns": (_event(assignment_strategy=rotating("P") | {"shifts_per_member": 0}), "shifts_per_member"),
    "event that overlaps": (
        _post(
            "/v3/schedules/{schedule}/rotations/{rotation}/events",
            lambda ids: {"event": event(assignment_strategy=rotating(ids["liu"]), effective_since=JUST_IN_REACH)},
        ),
        "overlaps",
    ),
    # Overrides
    "override of neither": (_override(rotation_id=None), "not both"),
    "override of both": (_override(custom_shift_id="X"), "not both"),
    "override of an unknown rotation": (_override(rotation_id="X"), "does not exist in this schedule"),
    "override backwards": (_override(end_time="2026-11-30T00:00:00Z"), "must be after start_time"),
    "override of the past": (
        _override(start_time="2026-11-20T00:00:00Z", end_time="2026-11-24T09:00:00Z"),
        "cannot be in the past",
    ),
    "override far ahead": (_override(end_time=LONG_AHEAD), "more than 12 months"),
    "override by a stranger": (_override(overriding_member=user("PSTRANGE")), "does not exist"),
    "override without a type": (_override(type=None), "overrides[0].type"),
    # Custom shifts
    "custom shift of two": (
        _custom_shift(assignments=[{"type": "shift_assignment", "member": NOBODY}] * 2),
        "at most 1",
    ),
    "custom shift backwards": (_custom_shift(end_time="2026-11-30T00:00:00Z"), "must be after start_time"),
    "custom shift of the past": (
        _custom_shift(start_time="2026-11-20T00:00:00Z", end_time="2026-11-24T08:00:00Z"),
        "cannot be in the past",
    ),
    # Policies
    "policy name taken": (_policy(name="payments"), "Name has already been taken"),
    "policy without rules": (_policy(escalation_rules=[]), "at least 1"),
    "policy of two teams": (_policy(teams=[reference("A", "team"), reference("B", "team")]), "at most 1"),
    "policy of an unknown team": (_policy(teams=[reference("PNO", "team")]), "do not exist"),
    "policy handoffs unknown": (_policy(on_call_handoff_notifications="never"), "must be one of if_has_services"),
    "policy loops negative": (_policy(num_loops=-1), "greater than or equal to 0"),
    "rule without targets": (_policy(escalation_rules=[_rule()]), "at least 1"),
    "rule with eleven targets": (_policy(escalation_rules=[_rule(*[reference("P", "user")] * 11)]), "at most 10"),
    "rule of a stranger": (_policy(escalation_rules=[_rule(reference("PSTRANGE", "user"))]), "do not exist"),
    "rule of an unknown type": (_policy(escalation_rules=[_rule({"id": "P", "type": "pager"})]), "must be one of user"),
    "rule without wait": (_policy(escalation_rules=[{"targets": []}]), "can't be blank"),
    "policy that a service uses deleted": (
        _delete("/escalation_policies/{policy}"),
        "Escalation policy can't be deleted if it's being used by services",
    ),
    # Services
    "service name taken": (_service(name="checkout api"), "Name has already been taken"),
    "service time-out null": (_service(auto_resolve_timeout=None), "must be an integer"),
    "service time-out negative": (_service(acknowledgement_timeout=-1), "greater than or equal to 0"),
    "service born disabled": (_service(status="disabled"), "must be active"),
    "service of an unknown policy": (
        _service(escalation_policy=reference("PNO", "escalation_policy")),
        "does not exist",
    ),
    "service without a policy": (_post("/services", lambda _: {"service": {"type": "service", "name": "x"}}), "blank"),
    "service urgency unknown": (
        _service(incident_urgency_rule={"type": "constant", "urgency": "extreme"}),
        "must be one of low",
    ),
    "service urgency by hours that are missing": (
        _service(incident_urgency_rule={"type": "use_support_hours"}),
        "Support hours can't be blank",
    ),
    "service hours on an eighth day": (_service(support_hours=SUPPORT | {"days_of_week": [8]}), "must be one of 1"),
    "integration unknown": (
        _post("/services/{service}/integrations", lambda _: {"integration": {"type": "carrier_pigeon", "name": "x"}}),
        "must be one of",
    ),
    "service that depends on itself": (
        _post(
            "/service_dependencies/associate",
            lambda ids: {
                "relationships": [
                    {
                        "supporting_service": {"id": ids["service"], "type": "service"},
                        "dependent_service": {"id": ids["service"], "type": "service"},
                    }
                ]
            },
        ),
        "itself",
    ),
}


@pytest.mark.parametrize(("case", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_why_and_changes_nothing(one: Api, world: dict[str, str], case: Case, says: str) -> None:
    method, path, body = case(world)
    before = everything(one)
    answer = one.ask(method, path, body, From="tom@acme.example")
    assert answer.status == 400, answer.body
    assert answer.body["error"]["code"] == 2001
    assert isinstance(answer.reasons, dict if path.startswith("/v3/") else list)
    assert says in str(answer.reasons).replace('"', "'").replace("\\'", "'")
    assert everything(one) == before


def everything(api: Api) -> list[Any]:
    schedules = [one["id"] for one in api.get("/v3/schedules").body["schedules"]]
    lists = ["/users?include[]=teams", "/teams", "/escalation_policies", "/services?include[]=integrations"]
    window = "since=2026-11-01T00:00:00Z&until=2027-10-01T00:00:00Z"
    of_schedules = [f"/v3/schedules/{key}?include[]=final_schedule&{window}" for key in schedules]
    return [api.get(path).body for path in [*lists, *of_schedules]]


@pytest.mark.parametrize(
    "path",
    ["/teams/PNO", "/users/PNO", "/services/PNO", "/escalation_policies/PNO", "/incidents/PNO", "/v3/schedules/PNO"],
)
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    answer = api.get(path)
    assert (answer.status, answer.body["error"]) == (404, {"message": "Not Found", "code": 2100})


def test_what_is_no_operation_is_not_found(api: Api) -> None:
    assert api.get("/nothing/here").status == 404
    assert api.ask("PATCH", "/teams").status == 405


def test_a_body_that_is_no_json(api: Api) -> None:
    answer = api.http.post("/teams", content=b"{team:")
    assert (answer.status_code, answer.json()["error"]["errors"]) == (400, ["The request body is not JSON"])


def test_a_user_is_made_in_somebodys_name(api: Api) -> None:
    body = {"user": {"type": "user", "name": "Ines", "email": "ines@acme.example"}}
    assert "Requester User Not Found" in str(api.post("/users", body).reasons)
    assert "Requester User Not Found" in str(api.post("/users", body, From="stranger@acme.example").reasons)
    assert api.post("/users", body, From="TOM@acme.example").status == 201


def test_an_account_level_token_is_nobody(api: Api) -> None:
    assert api.get("/users/me").status == 400
    assert "teams" in api.get("/abilities").body["abilities"]


def test_ten_active_rotations_a_schedule(api: Api) -> None:
    schedule = api.schedule()
    rotations = [api.rotation(schedule) for _ in range(10)]
    answer = api.post(f"/v3/schedules/{schedule}/rotations")
    assert (answer.status, list(answer.reasons)) == (400, ["schedule.rotations"])
    assert api.delete(f"/v3/schedules/{schedule}/rotations/{rotations[0]}").status == 204
    api.rotation(schedule)


def test_a_team_holds_five_hundred_people(accounts: Callable[..., Running]) -> None:
    seed = [{"name": f"Person {number}", "email": f"p{number}@acme.example"} for number in range(500)]
    with Api(accounts(seed=seed)) as api:
        team = api.team()
        pages = [api.get(f"/users?limit=100&offset={offset}").body["users"] for offset in range(0, 501, 100)]
        people = [person["id"] for page in pages for person in page]
        assert len(people) == 501
        put = [api.put(f"/teams/{team}/users/{person}", {"role": "responder"}) for person in people]
        assert [answer.status for answer in put] == [204] * 500 + [400]
        assert "500 users" in str(put[-1].reasons)
