"""What a terminal shows while something takes longer than a second, in a real pseudo-terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from ownctl.sandbox import Fault, Kind, Running

from .conftest import NOW, Run

Account = Callable[..., Running]
SLOW = [Fault(Kind.SLOW, on=on, times=12, seconds=0.5) for on in ("read", "write")]


@pytest.fixture
def account(accounts: Account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Starts an account that knows everybody in the tree, and leads the environment there."""

    def start(**settings: int) -> Running:
        people = ("amara", "tom", "liu", "ines", "nadia")
        made = accounts(
            seed=[{"name": key.title(), "email": f"{key}@acme.example"} for key in people], now=NOW, **settings
        )
        monkeypatch.setenv("PAGERDUTY_API_URL", made.url)
        monkeypatch.setenv("PAGERDUTY_TOKEN", made.token)
        monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
        return made

    return start


def _terminal(tree: Path, *words: str, columns: int = 100) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable,
        ["-m", "ownctl", *words],
        cwd=tree.parent,
        encoding="utf-8",
        timeout=60,
        dimensions=(30, columns),
    )


def test_a_wait_for_the_rate_limit_is_said_and_ctrl_c_ends_it_at_once(tree: Path, account: Account) -> None:
    account(rate_limit=3)
    terminal = _terminal(tree, "plan")

    terminal.expect(r"reading the account: 3 requests, waiting for the account's rate limit, \d\d s")
    terminal.sendintr()
    terminal.expect("error: .*interrupted", timeout=20)  # the limit itself would take a minute
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130


def test_an_apply_shows_how_far_it_is_and_what_is_left_of_the_rate(tree: Path, account: Account) -> None:
    account().faults(*SLOW)
    terminal = _terminal(tree, "apply", "--yes", columns=50)

    terminal.expect(r"\x1b\[2K(reading the account: \d+ requests?, 9\d\d left thi[^\r]*)\r")
    assert len(str(terminal.after)) == len("\x1b[2K") + 49 + len("\r")  # what wraps could not be cleared
    terminal.expect(r"applying \[#*-+\] \d+ of \d+, 9\d\d")
    terminal.expect("Applied: ")
    assert str(terminal.before).removesuffix("\x1b[1m").endswith("\r\x1b[2K")  # what was said meanwhile is gone
    terminal.expect(pexpect.EOF)


def test_nothing_of_it_is_anywhere_but_on_a_terminal(tree: Path, account: Account, run: Run) -> None:
    account().faults(Fault(Kind.SLOW, seconds=1.5))

    ended = run("plan")

    assert (ended.code, ended.err) == (0, "")
    assert not re.search("reading|left this minute", ended.out)
