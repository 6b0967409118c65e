"""The account as a process: its file, its death, its end, its pages for people."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from tests.sandbox.api import Api, reference, rotating

from ownctl.sandbox import FULL_ACCESS, READ_ONLY, Refusal, Running, create_app, read_seed, running

PROGRAM = """
import sys
from pathlib import Path
from ownctl.sandbox import serve
serve(Path(sys.argv[1]), 0, seed=[{"name": "Tom Berg", "email": "tom@acme.example"}],
      ready=lambda url: print(url, flush=True))
"""


@contextmanager
def served(file: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = os.environ | {"OWNCTL_NOW": "2026-11-24T09:00:00Z"}
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(file)]
    with subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client(headers={"Authorization": f"Token token={FULL_ACCESS}"}) as client:
        yield client


def test_what_was_answered_outlives_a_killed_process(tmp_path: Path, client: httpx2.Client) -> None:
    def ask(url: str, method: str, path: str, body: Any = None) -> Any:
        answer = client.request(method, url + path, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    file = tmp_path / "account.sqlite"
    with served(file) as (process, url):
        made = [ask(url, "POST", "/teams", {"team": {"type": "team", "name": f"Team {n}"}}) for n in range(20)]
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    with served(file) as (_, url):
        listed = ask(url, "GET", "/teams?limit=100")["teams"]
        assert {team["id"] for team in listed} == {answer["team"]["id"] for answer in made}
        assert len(ask(url, "GET", "/users")["users"]) == 2  # nobody was enrolled twice
        another = ask(url, "POST", "/teams", {"team": {"type": "team", "name": "Team 20"}})
        assert another["team"]["id"] not in {team["id"] for team in listed}
        assert ask(url, "GET", "/_sandbox/now") == {"now": "2026-11-24T09:00:00Z"}
        assert len(ask(url, "GET", "/_sandbox/requests")["requests"]) == 23


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(tmp_path: Path, client: httpx2.Client, end: signal.Signals) -> None:
    with served(tmp_path / "account.sqlite") as (process, url):
        assert client.get(f"{url}/users").status_code == 200
        process.send_signal(end)
        out, errors = process.communicate(timeout=20)
        assert (out, errors) == ("", "")
        assert process.returncode in (0, -end)


def test_a_taken_port_is_an_error(account: Running) -> None:
    port = int(account.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"), running(port=port):
        pass


def test_an_account_has_an_owner_and_the_seed(accounts: Callable[..., Running], tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps([{"name": "Ines", "email": "ines@acme.example", "time_zone": "Europe/Madrid"}]))
    with Api(accounts(seed=read_seed(seed))) as api:
        owner, ines = api.get("/users").body["users"]
        assert [owner["role"], owner["email"]] == ["owner", "owner@sandbox.example"]
        assert [ines["role"], ines["time_zone"]] == ["user", "Europe/Madrid"]
    seed.write_text("{}")
    with pytest.raises(ValueError, match="not a list"):
        read_seed(seed)
    with pytest.raises(Refusal):
        create_app(seed=[{"name": "Nobody", "email": "nobody"}])


def test_two_equal_runs_give_equal_accounts(accounts: Callable[..., Running]) -> None:
    keys = []
    for _ in range(2):
        with Api(accounts()) as api:
            owner = api.get("/users").body["users"][0]["id"]
            service = api.service(api.policy(reference(owner, "user")))
            keys.append((owner, service, api.integration(service)["integration_key"]))
    assert keys[0] == keys[1]


def test_a_page_for_people(api: Api) -> None:
    amara, _, _ = api.people()
    schedule = api.schedule("Night watch", api.team())
    api.event(schedule, api.rotation(schedule), assignment_strategy=rotating(amara))
    policy = api.policy(reference(schedule, "schedule_v3"), reference(amara, "user"))
    service = api.service(policy, description="<script>alert(1)</script>")
    api.trigger(str(api.integration(service)["integration_key"]))
    front = httpx2.get(api.account.url)
    assert front.headers["content-type"].startswith("text/html")
    for text in ("Night watch", "Amara Okafor", "Latency is high", "Checkout API", "level 2"):
        assert text in front.text
    for path in (f"/v3/schedules/{schedule}", f"/escalation_policies/{policy}", f"/services/{service}", "/incidents/1"):
        (shown,) = api.get(path).body.values()
        page = httpx2.get(shown["html_url"])
        assert page.status_code == 200
        assert shown["id"] in page.text
        assert "<script>" not in page.text
        assert api.http.get(shown["self"]).status_code == 200
    assert httpx2.get(f"{api.account.url}/web/team/PNO").status_code == 404


def test_the_official_client_speaks_to_it(api: Api) -> None:
    import pagerduty

    class Loopback(httpx2.HTTPTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            request.url = request.url.copy_with(scheme="http")
            return super().handle_request(request)

    for number in range(130):
        api.team(f"Team {number}")
    url = api.account.url.replace("http://", "https://")
    with pagerduty.RestApiV2Client(READ_ONLY, base_url=url, transport=Loopback()) as client:
        assert len(list(client.iter_all("teams"))) == 130
        with pytest.raises(pagerduty.Error):
            client.rpost("teams", json={"type": "team", "name": "One more"})
