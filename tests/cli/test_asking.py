"""What `ownctl apply` asks at a terminal, and what the answers do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pexpect
import pytest

from ownctl.sandbox import Running

from .conftest import TEAM, Run

QUESTION = r"Apply this\? \[y/N\]: "


def asked(tree: Path, *words: str) -> tuple[pexpect.spawn[str], str]:
    """An apply that waits for an answer, and what it has said so far."""
    command = [sys.executable, "-m", "ownctl", "apply", *words]
    terminal = pexpect.spawn(command[0], command[1:], cwd=tree.parent, encoding="utf-8", timeout=60)
    terminal.expect(QUESTION)
    return terminal, re.sub(r"\x1b\[[\d;]*[mK]|\r", "", str(terminal.before))


def ended(terminal: pexpect.spawn[str]) -> tuple[int | None, str]:
    terminal.expect(pexpect.EOF)
    terminal.close()
    return terminal.exitstatus, re.sub(r"\x1b\[[\d;]*[mK]|\r", "", str(terminal.before))


def writes(account: Running) -> set[str]:
    return {row["method"] for row in account.requests()} - {"GET"}


def test_a_quiet_apply_says_in_short_what_it_asks_about(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    (tree / "teams" / "payments.yaml").write_text(TEAM[: TEAM.index("services:")])
    pager.forget_requests()
    terminal, said = asked(tree, "--quiet")
    assert said == (
        "1 to delete\nCan't be undone\n  - service Checkout API: its incidents and its integration keys are lost\n"
    )
    terminal.sendline("n")
    assert ended(terminal) == (1, "n\nNothing was changed.\n")
    assert not writes(pager)


def test_the_end_of_the_input_is_a_no(tree: Path, pager: Running) -> None:
    terminal, _ = asked(tree)
    terminal.sendeof()
    assert ended(terminal) == (1, "\nNothing was changed.\n")
    assert not writes(pager)


def test_ctrl_c_at_the_question_is_an_interrupt(tree: Path, pager: Running) -> None:
    terminal, _ = asked(tree)
    terminal.sendintr()
    code, said = ended(terminal)
    assert (code, said.count("interrupted")) == (130, 1)
    assert not writes(pager)


@pytest.mark.parametrize("after", [r"\$ ownctl validate", r"\$ ownctl plan"])
def test_ctrl_c_in_the_demo_is_said_once(tmp_path: Path, after: str) -> None:
    terminal = pexpect.spawn(
        sys.executable, ["-m", "ownctl", "demo"], cwd=tmp_path, encoding="utf-8", timeout=60, dimensions=(30, 100)
    )
    terminal.expect(after)
    terminal.expect(r"\n")
    terminal.expect(r".")  # the command itself has begun to speak, or the next sentence of the demo
    terminal.sendintr()
    code, said = ended(terminal)
    assert (code, said.count("error: interrupted")) == (130, 1), said
