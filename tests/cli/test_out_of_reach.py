"""An account that is gone in the middle of an apply: nothing more is tried, and the same command finishes the work."""

from __future__ import annotations

import re
import threading
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ownctl.reconcile.apply import IN_FLIGHT
from ownctl.sandbox import Exchange, Fault, Kind, Running, running

from .conftest import NOW, TEAM, Run

SERVICES = 120
MANY = "".join(f"\n  s{number}: {{name: S {number}, runbook: flow.md}}" for number in range(SERVICES))
PEOPLE = ("amara", "tom", "liu", "ines", "nadia")
ENDED = re.compile(r"Applied: (\d+) done, (\d+) failed, (\d+) not tried\n")


@pytest.fixture
def large(tree: Path) -> Path:
    """The tree with many services."""
    (tree / "teams" / "payments.yaml").write_text(TEAM.replace("services:", f"services:{MANY}"))
    return tree


def test_an_account_that_stops_answering_ends_an_apply_that_the_same_command_finishes(
    large: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = threading.Semaphore(0)
    seed = [{"name": key.title(), "email": f"{key}@acme.example"} for key in PEOPLE]

    def witness(exchange: Exchange) -> None:
        if exchange.method == "POST":
            written.release()

    def stop_after(writes: int, account: Running) -> None:
        for _ in range(writes):
            written.acquire(timeout=60)
        account.close()

    with ExitStack() as stack:
        account = stack.enter_context(running(tmp_path / "account", seed=seed, now=NOW, witness=witness))
        monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
        monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
        monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
        stopping = threading.Thread(target=stop_after, args=(20, account))
        stopping.start()
        ended = run("apply", "--yes", "--quiet")
        stopping.join()
    said_to_have_ended(ended.code, ended.out)
    assert "PagerDuty can't be reached" in ended.out

    port = urlsplit(account.url).port or 0
    with running(tmp_path / "account", port=port, now=NOW):
        assert run("apply", "--yes", "--quiet").code == 0
        assert run("plan", "--detailed-exitcode").code == 0


def test_a_token_refused_in_the_middle_ends_an_apply(large: Path, pager: Running, run: Run) -> None:
    pager.faults(Fault(Kind.STATUS, on="write", nth=20, times=None, status=401))
    ended = run("apply", "--yes", "--quiet")
    said_to_have_ended(ended.code, ended.out)
    assert "does not know the token (401)\n" in ended.out
    assert "    next: check PAGERDUTY_TOKEN" in ended.out
    pager.faults()
    assert run("apply", "--yes", "--quiet").code == 0


def test_an_account_that_refuses_each_write_is_still_there(large: Path, pager: Running, run: Run) -> None:
    pager.faults(Fault(Kind.STATUS, on="write", path="/services", times=None, status=403))
    ended = run("apply", "--yes", "--quiet")
    assert ended.code == 1
    assert f"{SERVICES + 1} failed" in ended.out
    assert "can't be reached" not in ended.out
    assert ended.out.count("  failed  create service") == 8
    assert f"  failed  and {SERVICES - 7} more, for other reasons: " in ended.out


def said_to_have_ended(code: int, out: str) -> None:
    counts = ENDED.match(out)
    assert counts, out
    done, failed, not_tried = map(int, counts.groups())
    assert done + failed + not_tried == SERVICES + 9
    assert done >= 10
    assert 1 <= failed <= IN_FLIGHT
    assert code == 1
    assert out.count(": the account can't be reached any more\n") == 8
    assert "The account can't be reached any more" in out
    assert "the same command finishes the work" in out
