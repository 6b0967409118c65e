"""Standard output and error that are full, closed, or read by nobody."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ownctl.sandbox import Running

from .conftest import Ended

FULL = Path("/dev/full")
READING = (
    "oncall",
    "plan --format json",
    "plan --quiet",
    "--version",
    "--help",
    "rule --format json",
    "who checkout-api",
)

needs_a_full_disk = pytest.mark.skipif(not FULL.exists(), reason="no full disk to be had")


def shell(words: str, streams: str) -> Ended:
    """One command as a shell runs it, with its streams led elsewhere."""
    line = f"{shlex.quote(sys.executable)} -m ownctl {words} {streams}"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def journal(tree: Path) -> list[dict[str, object]]:
    (file,) = (tree.parent / ".ownctl" / "journal").iterdir()
    return [json.loads(line) for line in file.read_text().splitlines()]


@needs_a_full_disk
@pytest.mark.parametrize("words", READING)
def test_a_full_disk_behind_standard_output_is_said_once(tree: Path, pager: Running, words: str) -> None:
    ended = shell(words, ">/dev/full")
    assert ended.code == 3
    assert ended.err.startswith("error: standard output can't be written: No space left on device\n next: ")
    assert ended.err.count("\n") == 2


@needs_a_full_disk
def test_a_plan_that_nobody_can_read_is_not_applied(tree: Path, pager: Running) -> None:
    assert shell("apply --yes", ">/dev/full").code == 3
    assert {row["method"] for row in pager.requests()} == {"GET"}


@needs_a_full_disk
def test_what_was_applied_stays_so_and_is_told_on_standard_error(tree: Path, pager: Running) -> None:
    ended = shell("apply --yes --quiet", ">/dev/full")
    assert ended.code == 0
    assert "No space left on device; how it ended is said here:\nApplied: 9 done\n" in ended.err
    assert "Verified: nothing to do" in ended.err
    assert journal(tree)[-1] == {"event": "end", "done": 9}


@needs_a_full_disk
def test_a_full_disk_behind_standard_error_ends_nothing(tree: Path, pager: Running) -> None:
    ended = shell("apply --yes --quiet -v", "2>/dev/full")
    assert (ended.code, ended.out) == (
        0,
        "Applied: 9 done\nVerified: nothing to do: the account says what the files of acme say\n",
    )


def test_a_reader_that_has_gone_changes_nothing_of_an_apply(tree: Path, pager: Running) -> None:
    ended = shell("apply --yes --quiet", "| true; exit ${PIPESTATUS[0]}")
    assert ended.code == 0
    assert "Applied: 9 done" in ended.err


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["validate", "plan --quiet", "apply --yes -v"])
def test_a_closed_stream_keeps_no_command_from_its_work(tree: Path, pager: Running, words: str, closed: str) -> None:
    ended = shell(words, closed)
    assert ended.code == 0, ended.err
    assert ended.err == "" or words.endswith("-v")
    assert bool(ended.out) == (">&-" not in closed.split())
    if words.startswith("apply"):
        assert journal(tree)[-1] == {"event": "end", "done": 9}
