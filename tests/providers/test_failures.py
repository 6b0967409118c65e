"""Each way to fail: a clear error with the next step, and never a second request for a write."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from tests.providers.rig import Connect, Script, Time, json_answer

from ownctl.account.resources import Kind, Ref, Team
from ownctl.providers.pagerduty import Client, PagerDuty, connect, endpoint
from ownctl.providers.pagerduty.errors import wrong_token
from ownctl.providers.pagerduty.transport import WriteRefusedError
from ownctl.reconcile.steps import (
    AccountError,
    AccountRefused,
    AddRotation,
    CreateSchedule,
    CreateTeam,
    Delete,
    Ids,
    LostAnswer,
    Unreachable,
)
from ownctl.sandbox import Fault, Running
from ownctl.sandbox import Kind as Wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAYMENTS = CreateTeam(Team("payments", "Payments", "ownctl acme team/payments"))
PRIMARY = CreateSchedule(
    Ref(Kind.SCHEDULE, "payments/primary"), Ref(Kind.TEAM, "payments"), "Payments primary", "", "Europe/London"
)


def team_ids(account: Running) -> Ids:
    """Ids as they are after the team was made."""
    return Ids(objects={Ref(Kind.TEAM, "payments"): "PNOTEAM"})


def writes(account: Running) -> list[str]:
    return [f"{each['method']} {each['path']}" for each in account.requests() if each["method"] != "GET"]


@pytest.fixture
def closed_port() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else gets the port, and nobody answers there
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


# ------------------------------------------------------------------------------------------------ reads


def test_a_wrong_token_is_named_with_the_address(account: Running, connected: Connect) -> None:
    with pytest.raises(Unreachable, match=r"does not know the token \(401\)") as error:
        connected(account, token="u+WwTrMy9wrong").abilities()
    assert "PAGERDUTY_TOKEN" in error.value.help
    assert f"PAGERDUTY_API_URL (now {account.url})" in error.value.help
    assert len(account.requests()) == 1


def test_a_wrong_token_is_named_with_the_region_where_that_decides() -> None:
    assert "PAGERDUTY_SERVICE_REGION" in wrong_token(endpoint("eu")).help
    elsewhere = wrong_token(endpoint(api_url="https://pager.example/v2")).help
    assert "PAGERDUTY_SERVICE_REGION" not in elsewhere
    assert "PAGERDUTY_API_URL (now https://pager.example/v2)" in elsewhere


@pytest.mark.parametrize("token", ["", "  "])
def test_no_token_is_an_error_before_any_request(token: str) -> None:
    with pytest.raises(Unreachable, match="no token"), connect(token, endpoint(), read_only=True):
        raise AssertionError


def test_no_network(closed_port: str, connected: Connect) -> None:
    with pytest.raises(
        Unreachable, match=r"can't be reached \(nothing listens at \S+\), asked to say what the account can do"
    ) as error:
        connected(closed_port).abilities()
    assert "start `ownctl sandbox` there" in error.value.help


def test_a_slow_server(account: Running, connected: Connect) -> None:
    account.faults(Fault(Wrong.SLOW, seconds=1.0, times=None))
    with pytest.raises(Unreachable, match=r"PagerDuty \(127\S+\) did not answer within 0\.05 seconds"):
        connected(account, timeout=0.05).abilities()


def test_half_an_answer(account: Running, client: Client) -> None:
    account.faults(Fault(Wrong.HALF, times=None))
    with pytest.raises(Unreachable, match="broke off"):
        client.abilities()


def test_an_answer_that_is_a_web_page(account: Running, client: Client) -> None:
    account.faults(Fault(Wrong.HTML, status=200, times=None))
    with pytest.raises(Unreachable, match="a web page instead of what PagerDuty's API promises") as error:
        client.abilities()
    assert "PAGERDUTY_API_URL" in error.value.help


@pytest.mark.parametrize("status", [403, 404, 407])
def test_a_refusal_that_is_a_web_page_is_not_the_accounts(account: Running, client: Client, status: int) -> None:
    account.faults(Fault(Wrong.HTML, status=status, times=None))
    with pytest.raises(Unreachable, match="a web page"):
        client.abilities()


def test_a_web_page_that_says_404_does_not_say_that_an_object_is_gone(account: Running, client: Client) -> None:
    account.faults(Fault(Wrong.HTML, status=404))
    with pytest.raises(Unreachable, match="a web page"):
        client.find("/teams/PGONE00", "read a team")
    assert client.find("/v3/schedules/PGONE00", "read a schedule") is None


@pytest.mark.parametrize("abilities", [None, "teams", {"teams": True}, [{}]])
def test_odd_abilities_are_none_that_matter(
    scripted: Callable[[Script], str], connected: Connect, abilities: object
) -> None:
    assert "teams" not in connected(scripted(lambda _, __: {"abilities": abilities})).abilities()


@pytest.mark.parametrize("body", [b"[]", b'"abilities"', b"\xff\xfe", b"", b"{", b"NaN"])
def test_an_answer_that_is_no_object(scripted: Callable[[Script], str], connected: Connect, body: bytes) -> None:
    url = scripted(lambda _, __: (200, {"content-type": "application/json"}, body))
    with pytest.raises(Unreachable, match="can't be read"):
        connected(url).abilities()


def test_an_answer_that_can_not_be_unpacked(scripted: Callable[[Script], str], connected: Connect) -> None:
    url = scripted(lambda _, __: (200, {"content-encoding": "gzip"}, b"this is no gzip"))
    with pytest.raises(Unreachable, match="broke off"):
        connected(url).abilities()


def test_a_redirect(scripted: Callable[[Script], str], connected: Connect) -> None:
    url = scripted(lambda _, __: (302, {"location": "https://login.example"}, b""))
    with pytest.raises(Unreachable, match=r"a redirect \(302\)"):
        connected(url).abilities()


def test_a_server_that_keeps_failing(account: Running, client: Client) -> None:
    account.faults(Fault(Wrong.STATUS, status=503, times=None))
    with pytest.raises(Unreachable, match=r"PagerDuty failed \(503\)") as error:
        client.abilities()
    assert "status.pagerduty.com" in error.value.help
    assert len(account.requests()) == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Wrong.STATUS, status=500, times=2),
        Fault(Wrong.STATUS, status=502, times=2),
        Fault(Wrong.LOST_BEFORE, times=2),
        Fault(Wrong.HALF, times=2),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
def test_a_read_is_repeated_until_it_comes(account: Running, client: Client, fault: Fault) -> None:
    account.faults(fault)
    assert "teams" in client.abilities()
    assert client.requests == {"GET": 3}


@pytest.mark.parametrize("status", [402, 403, 404])
def test_an_account_without_shift_based_schedules(account: Running, client: Client, status: int) -> None:
    account.faults(Fault(Wrong.STATUS, status=status, path="/v3/schedules", times=None))
    with pytest.raises(Unreachable, match="no shift-based schedules") as error:
        client.get("/v3/schedules", "list the schedules")
    assert "`paging.schedules: layers`" in error.value.help


def test_a_key_that_may_not_see_something(account: Running, client: Client) -> None:
    account.faults(Fault(Wrong.STATUS, status=403, path="/users"))
    with pytest.raises(Unreachable, match=r"refused to list the users: Access Denied \(403\)") as error:
        client.get("/users", "list the users")
    assert "read-only is enough" in error.value.help


# ----------------------------------------------------------------------------------------------- writes


@pytest.mark.parametrize(
    ("fault", "took_effect"),
    [
        (Fault(Wrong.LOST_BEFORE, on="write"), False),
        (Fault(Wrong.LOST_AFTER, on="write"), True),
        (Fault(Wrong.HALF, on="write"), True),
        (Fault(Wrong.STATUS, on="write", status=500), False),
        (Fault(Wrong.STATUS, on="write", status=502, effect=True), True),
        (Fault(Wrong.STATUS, on="write", status=504, effect=True), True),
        (Fault(Wrong.HTML, on="write", status=200, effect=True), True),
        (Fault(Wrong.HTML, on="write", status=502), False),
        (Fault(Wrong.SLOW, on="write", seconds=1.0), True),
    ],
    ids=lambda value: f"{value.kind}-{value.status}" if isinstance(value, Fault) else str(value),
)
def test_a_lost_answer_is_said_to_be_lost_and_not_asked_for_again(
    account: Running, connected: Connect, fault: Fault, took_effect: bool
) -> None:
    account.faults(fault)
    ids = Ids()
    client = connected(account, timeout=0.2)
    with pytest.raises(LostAnswer, match="asked to create the team Payments: whether it did is not known") as error:
        PagerDuty(client).write(PAYMENTS, ids)
    assert "run the same command again" in error.value.help
    assert writes(account) == ["POST /teams"]
    assert client.requests == {"POST": 1}
    assert not ids.objects
    assert len(client.get("/teams", "list the teams")["teams"]) == took_effect


def test_an_answer_without_the_new_objects_id_is_a_lost_one(
    scripted: Callable[[Script], str], connected: Connect
) -> None:
    url = scripted(lambda _, __: json_answer({"team": {"name": "Payments"}}, 201))
    with pytest.raises(LostAnswer, match="no id of a new team"):
        PagerDuty(connected(url)).write(PAYMENTS, Ids())


def test_no_network_for_a_write_is_a_lost_answer_as_well(closed_port: str, connected: Connect) -> None:
    with pytest.raises(LostAnswer, match="can't be reached"):
        PagerDuty(connected(closed_port)).write(PAYMENTS, Ids())


def test_what_the_account_refuses_is_said_in_its_own_words(account: Running, client: Client) -> None:
    pager = PagerDuty(client)
    pager.write(PAYMENTS, Ids())
    with pytest.raises(AccountRefused) as error:
        pager.write(PAYMENTS, Ids())
    assert str(error.value).startswith("PagerDuty refused to create the team Payments: Invalid Input Provided: Name ")
    assert str(error.value).endswith("already been taken (400)")


def test_reasons_by_field_are_said_with_their_field(account: Running, client: Client) -> None:
    with pytest.raises(AccountRefused, match=r"create the schedule Payments primary: .*: schedule\.teams .*\(400\)"):
        PagerDuty(client).write(PRIMARY, team_ids(account))


def test_a_read_only_token_can_not_write(account: Running, connected: Connect) -> None:
    with pytest.raises(AccountRefused, match="403") as error:
        PagerDuty(connected(account, token=account.read_only_token)).write(PAYMENTS, Ids())
    assert "this token is read-only" in error.value.help


def test_a_wrong_token_ends_an_apply(account: Running, connected: Connect) -> None:
    with pytest.raises(Unreachable, match="401"):
        PagerDuty(connected(account, token="u+WwTrMy9wrong")).write(PAYMENTS, Ids())


@pytest.mark.parametrize("status", [402, 403, 404])
def test_a_schedule_that_the_account_can_not_have_names_layers(account: Running, client: Client, status: int) -> None:
    account.faults(Fault(Wrong.STATUS, status=status, path="/v3/schedules"))
    with pytest.raises(AccountRefused, match="no shift-based schedules") as error:
        PagerDuty(client).write(PRIMARY, team_ids(account))
    assert "`paging.schedules: layers`" in error.value.help


def test_an_object_that_has_gone_asks_for_a_new_plan(account: Running, client: Client) -> None:
    with pytest.raises(AccountRefused, match=r"delete the escalation policy Payments: Not Found \(404\)") as error:
        PagerDuty(client).write(Delete(Kind.POLICY, "PGONE00", "Payments"), Ids())
    assert "ownctl plan" in error.value.help


def test_a_step_whose_object_has_no_id_yet_is_not_sent(account: Running, client: Client) -> None:
    with pytest.raises(LookupError):
        PagerDuty(client).write(AddRotation(Ref(Kind.SCHEDULE, "payments/primary"), "main"), Ids())
    assert account.requests() == []


def test_a_plan_can_not_write_whatever_its_token_may(account: Running, connected: Connect) -> None:
    client = connected(account, read_only=True, token=account.token)
    with pytest.raises(WriteRefusedError):
        PagerDuty(client).write(PAYMENTS, Ids())
    assert account.requests() == []


# ------------------------------------------------------------------------------------------- rate limit


@pytest.mark.parametrize("on", ["read", "write"])
def test_a_429_is_waited_out_as_long_as_the_account_says(account: Running, client: Client, time: Time, on: str) -> None:
    account.faults(Fault(Wrong.STATUS, status=429))
    if on == "read":
        client.abilities()
    else:
        PagerDuty(client).write(PAYMENTS, Ids())
    assert [each["status"] == 429 for each in account.requests()] == [True, False]
    assert time.slept == [60.0]


def test_a_429_without_a_reset_is_waited_out_longer_and_longer(
    scripted: Callable[[Script], str], connected: Connect, time: Time
) -> None:
    answers = iter([json_answer({}, 429)] * 3 + [json_answer({"abilities": []})])
    connected(scripted(lambda _, __: next(answers))).abilities()
    assert time.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(("on", "kind"), [("read", Unreachable), ("write", AccountRefused)])
def test_a_429_that_lasts_for_minutes_is_given_up(
    account: Running, client: Client, time: Time, on: str, kind: type[AccountError]
) -> None:
    account.faults(Fault(Wrong.STATUS, status=429, times=None))
    with pytest.raises(kind, match="rate limit"):
        client.abilities() if on == "read" else PagerDuty(client).write(PAYMENTS, Ids())
    assert sum(time.slept) == 300
    assert len(account.requests()) == 6
