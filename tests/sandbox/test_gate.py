"""Tokens, the rate limit, and everything that may go wrong on the way."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from tests.sandbox.api import Api

from ownctl.sandbox import Fault, Kind, Running


@pytest.mark.parametrize("header", ["", "Token token=wrong", "Bearer wrong", "sandbox-token-full-access", "Token"])
def test_a_wrong_token_is_refused_everywhere(account: Running, header: str) -> None:
    for path in ("/users", "/v3/schedules", "/abilities"):
        answer = httpx2.get(account.url + path, headers={"Authorization": header})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 2006)


def test_a_reading_token_only_reads(account: Running) -> None:
    with Api(account, account.read_only_token) as api:
        assert api.get("/users").status == 200
        refused = api.post("/teams", {"team": {"type": "team", "name": "Payments"}})
        assert (refused.status, refused.body["error"]["code"]) == (403, 2010)
        assert api.get("/teams").body["teams"] == []


def test_bearer_is_as_good(account: Running) -> None:
    assert httpx2.get(f"{account.url}/users", headers={"Authorization": f"Bearer {account.token}"}).status_code == 200


def test_every_answer_tells_what_is_left(api: Api) -> None:
    first, second = api.get("/users"), api.get("/nothing")
    assert [int(answer.headers["ratelimit-remaining"]) for answer in (first, second)] == [959, 958]
    assert first.headers["ratelimit-limit"] == "960"
    assert 1 <= int(first.headers["ratelimit-reset"]) <= 60
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert "date" in first.headers


def test_every_answer_bears_the_date_of_the_accounts_clock(account: Running) -> None:
    account.set_now(datetime(2026, 12, 7, 9, 30, tzinfo=UTC))
    for path in ("/users", "/nowhere", "/v3/schedules"):
        answer = httpx2.get(f"{account.url}{path}", headers={"Authorization": f"Bearer {account.token}"})
        assert answer.headers.get_list("date") == ["Mon, 07 Dec 2026 09:30:00 GMT"]


def test_beyond_the_limit_nothing_takes_effect(accounts: Callable[..., Running]) -> None:
    account = accounts(rate_limit=2)
    with Api(account) as api, Api(account, account.read_only_token) as reader:
        api.team("One")
        api.team("Two")
        refused = api.post("/teams", {"team": {"type": "team", "name": "Three"}})
        assert (refused.status, refused.body["error"]["code"], refused.headers["ratelimit-remaining"]) == (
            429,
            2020,
            "0",
        )
        assert len(reader.get("/teams").body["teams"]) == 2  # each token has its own


TEAM = {"team": {"type": "team", "name": "Payments"}}


def teams(api: Api) -> int:
    api.account.faults()
    return len(api.get("/teams").body["teams"])


@pytest.mark.parametrize(
    ("fault", "made"),
    [(Fault(Kind.LOST_BEFORE), 0), (Fault(Kind.LOST_AFTER), 1), (Fault(Kind.HALF), 1)],
    ids=["lost before", "lost after", "half"],
)
def test_answers_that_do_not_come(api: Api, fault: Fault, made: int, capfd: pytest.CaptureFixture[str]) -> None:
    api.account.faults(fault)
    with pytest.raises(httpx2.RemoteProtocolError):
        api.post("/teams", TEAM)
    assert teams(api) == made
    assert capfd.readouterr() == ("", "")  # a fault on purpose is no traceback


@pytest.mark.parametrize("status", [402, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("effect", [True, False])
def test_error_answers(api: Api, status: int, effect: bool) -> None:
    api.account.faults(Fault(Kind.STATUS, status=status, effect=effect))
    answer = api.post("/teams", TEAM)
    assert answer.status == status
    assert answer.body["error"]["code"] in range(2000, 2101)
    assert teams(api) == int(effect)


@pytest.mark.parametrize("status", [200, 502])
def test_an_answer_that_is_html(api: Api, status: int) -> None:
    api.account.faults(Fault(Kind.HTML, status=status))
    answer = api.http.get("/teams")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert "<h1>" in answer.text


def test_a_slow_answer(api: Api) -> None:
    api.account.faults(Fault(Kind.SLOW, seconds=0.3))
    with pytest.raises(httpx2.ReadTimeout):
        api.http.post("/teams", json=TEAM, timeout=0.05)
    assert teams(api) == 1


def test_a_page_that_is_missing(api: Api) -> None:
    api.account.faults(Fault(Kind.PAGE_MISSING, path="/users.*offset=2"))
    first, second = api.get("/users?limit=2").body, api.get("/users?limit=2&offset=2").body
    assert [len(first["users"]), first["more"]] == [2, True]
    assert [second["users"], second["more"]] == [[], False]


@pytest.mark.parametrize("status", [402, 404])
def test_an_account_without_shift_based_schedules(api: Api, status: int) -> None:
    api.account.faults(Fault(Kind.STATUS, path="/v3/schedules", status=status, times=None))
    assert [api.get("/v3/schedules").status, api.get("/v3/schedules/P1").status, api.get("/teams").status] == [
        status,
        status,
        200,
    ]


def test_a_fault_counts_only_what_it_is_about(api: Api) -> None:
    api.account.faults(Fault(Kind.STATUS, on="write", nth=2, times=2), Fault(Kind.STATUS, method="DELETE", status=404))
    names = iter("abcd")
    answers = [api.post("/teams", {"team": {"type": "team", "name": next(names)}}).status for _ in range(4)]
    assert answers == [201, 500, 500, 201]
    assert api.get("/teams").status == 200
    assert api.delete("/teams/PNO").body["error"]["code"] == 2100


def test_faults_over_http(api: Api) -> None:
    fault = {"kind": "status", "on": "read", "nth": 2, "status": 429}
    answer = api.http.post("/_sandbox/faults", json={"faults": [fault]})
    assert answer.json()["faults"][0] | fault == answer.json()["faults"][0]
    assert [api.get("/users").status for _ in range(3)] == [200, 429, 200]
    for wrong in ({"kind": "meteor"}, {}, {"kind": "slow", "speed": 1}, {"kind": "slow", "on": "monday"}, 7):
        assert api.http.post("/_sandbox/faults", json={"faults": [wrong]}).status_code == 400
    assert api.http.post("/_sandbox/faults", json={"faults": []}).json() == {"faults": []}


def test_the_log_has_what_came_and_no_token(api: Api) -> None:
    api.get("/teams?limit=7")
    api.account.faults(Fault(Kind.LOST_AFTER))
    with pytest.raises(httpx2.RemoteProtocolError):
        api.post("/teams", TEAM)
    logged: list[dict[str, Any]] = api.http.get("/_sandbox/requests").json()["requests"]
    assert logged == api.account.requests()
    assert logged == [
        {"method": "GET", "path": "/teams", "query": "limit=7", "status": 200, "body": None, "fault": None},
        {"method": "POST", "path": "/teams", "query": "", "status": 201, "body": TEAM, "fault": "lost-after"},
    ]
    assert api.http.delete("/_sandbox/requests").status_code == 204
    assert api.account.requests() == []


def test_the_clock_is_set_and_let_go(api: Api) -> None:
    set_to = api.http.post("/_sandbox/now", json={"now": "2026-12-24T18:00:00+01:00"}).json()
    assert set_to == api.http.get("/_sandbox/now").json() == {"now": "2026-12-24T17:00:00Z"}
    assert api.http.post("/_sandbox/now", json={"now": "tomorrow"}).status_code == 400
    assert api.http.post("/_sandbox/now", json={"now": None}).json()["now"] > "2026-11-24"
