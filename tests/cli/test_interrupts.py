"""An apply that somebody ends from outside, in the middle of its writes and before them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ownctl.sandbox import Fault, Kind, Running

from .conftest import NOW

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def many(tree: Path) -> Path:
    """The tree with more services than are written at once."""
    services = "".join(f"\n  s{number}: {{name: S {number}, runbook: flow.md}}" for number in range(12))
    team = tree / "teams" / "payments.yaml"
    team.write_text(team.read_text().replace("services:", f"services:{services}"))
    return tree


@contextmanager
def applying(tree: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "ownctl", "apply", "--yes", "--quiet"]
    with subprocess.Popen(words, cwd=tree.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as command:
        try:
            yield command
        finally:
            command.kill()


def wait_for(account: Running, asked: Callable[[dict[str, Any]], bool]) -> None:
    for _ in range(600):
        if any(asked(row) for row in account.requests()):
            return
        threading.Event().wait(0.05)
    raise AssertionError("it was never asked")


def journal(tree: Path) -> list[dict[str, Any]]:
    (file,) = (tree.parent / ".ownctl" / "journal").iterdir()
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize("sent", SIGNALS)
def test_whatever_ends_an_apply_it_says_what_was_done(many: Path, pager: Running, sent: signal.Signals) -> None:
    pager.faults(Fault(Kind.SLOW, on="write", times=None, seconds=0.3))
    with applying(many) as command:
        wait_for(pager, lambda row: row["method"] == "POST" and row["path"] == "/services")
        command.send_signal(sent)
        out, err = command.communicate(timeout=60)
    lines = journal(many)
    counts = lines[-1]
    assert command.returncode == 1, err
    assert out.startswith(f"Applied: {counts['done']} done, {counts['not tried']} not tried\n"), out
    assert "interrupted" in out
    assert "stopping after the requests in flight" in err
    assert counts["event"] == "end"
    assert sum(line["event"] == "before" for line in lines) == sum(line["event"] == "after" for line in lines)
    pager.faults()
    with applying(many) as command:
        assert "Verified: nothing to do" in command.communicate(timeout=60)[0]


@pytest.mark.parametrize("sent", SIGNALS)
def test_before_the_first_write_nothing_was_tried(many: Path, pager: Running, sent: signal.Signals) -> None:
    pager.faults(Fault(Kind.SLOW, path="/services", nth=2, seconds=3.0))  # what is read again under the lock
    with applying(many) as command:
        wait_for(pager, lambda row: row["fault"] == "slow")
        command.send_signal(sent)
        out, err = command.communicate(timeout=60)
    assert command.returncode == 1, err
    assert out.startswith("Applied: 21 not tried\n"), out
    assert journal(many)[-1] == {"event": "end", "not tried": 21}
    assert {row["method"] for row in pager.requests()} == {"GET"}


def test_nobody_waits_for_the_rate_limit_once_it_is_to_end(
    many: Path, accounts: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ("amara", "tom", "liu", "ines", "nadia")
    account = accounts(
        seed=[{"name": key.title(), "email": f"{key}@acme.example"} for key in people], now=NOW, rate_limit=25
    )
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    with applying(many) as command:
        wait_for(account, lambda row: row["method"] == "POST" and row["path"] == "/services")
        threading.Event().wait(1.0)  # by now it waits for the next minute
        command.send_signal(signal.SIGTERM)
        out, _ = command.communicate(timeout=20)
    assert command.returncode == 1
    assert re.match(r"Applied: \d+ done, \d+ not tried\n", out), out
    assert journal(many)[-1].keys() == {"event", "done", "not tried"}


def test_a_closed_terminal_leaves_a_journal_that_ends(many: Path, pager: Running) -> None:
    pager.faults(Fault(Kind.SLOW, on="write", times=None, seconds=0.3))
    terminal = pexpect.spawn(sys.executable, ["-m", "ownctl", "apply", "--yes"], cwd=many.parent, timeout=60)
    wait_for(pager, lambda row: row["method"] == "POST" and row["path"] == "/services")
    os.close(terminal.child_fd)  # as a window that is closed: nobody reads, and SIGHUP comes
    for _ in range(600):
        if journal(many)[-1]["event"] == "end":
            break
        threading.Event().wait(0.05)
    assert journal(many)[-1].keys() == {"event", "done", "not tried"}


def test_nohup_is_meant(many: Path, pager: Running) -> None:
    pager.faults(Fault(Kind.SLOW, on="write", times=None, seconds=0.1))
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with applying(many) as command:
            wait_for(pager, lambda row: row["method"] == "POST" and row["path"] == "/services")
            command.send_signal(signal.SIGHUP)
            assert "Applied: 21 done\n" in command.communicate(timeout=60)[0]
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
