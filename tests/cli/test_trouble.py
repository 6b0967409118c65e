"""What a person sees when the account, or the way to it, fails."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ownctl.sandbox import Fault, Kind, Running

from .conftest import Ended, Run


def said(ended: Ended, code: int, *pieces: str) -> None:
    """It ended with `code`, says what is wrong and what comes next, and is no traceback."""
    assert ended.code == code, ended.err
    for piece in pieces:
        assert piece in ended.err, ended.err
    assert " next: " in ended.err
    assert "Traceback" not in ended.err


def test_nobody_answers(tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PAGERDUTY_API_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
        said(run("plan"), 3, "can't be reached")


@pytest.mark.parametrize(
    "url", ["http://pager.example", "no url", "ftp://127.0.0.1", "https://user:secret@pager.example"]
)
def test_an_address_that_is_none(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PAGERDUTY_API_URL", url)
    for command in (("plan",), ("apply", "--yes")):
        ended = run(*command)
        said(ended, 3)
        assert "secret" not in ended.err


def test_a_region_that_is_none(tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAGERDUTY_API_URL")
    monkeypatch.setenv("PAGERDUTY_SERVICE_REGION", "mars")
    said(run("plan"), 3, "mars")


@pytest.mark.parametrize(
    ("fault", "code", "piece"),
    [
        (Fault(Kind.STATUS, path="/v3/schedules", times=None, status=402), 3, "paging.schedules: layers"),
        (Fault(Kind.STATUS, path="/v3/schedules", times=None, status=404), 3, "paging.schedules: layers"),
        (Fault(Kind.STATUS, path="/v3/schedules", times=None, status=403), 3, "paging.schedules: layers"),
        (Fault(Kind.STATUS, path="/services", times=None, status=403), 3, ""),
        (Fault(Kind.STATUS, times=None, status=500), 3, "500"),
        (Fault(Kind.HTML, times=None, status=200), 3, "a web page instead of"),
        (Fault(Kind.HALF, path="/services", times=None), 3, ""),
        (Fault(Kind.LOST_AFTER, path="/teams", times=None), 3, ""),
        (Fault(Kind.PAGE_MISSING, path="/users", times=None), 3, "could not be read whole"),
    ],
    ids=lambda each: f"{each.kind}-{each.status}-{each.path}" if isinstance(each, Fault) else None,
)
def test_an_account_that_does_not_answer_well(
    tree: Path, pager: Running, run: Run, fault: Fault, code: int, piece: str
) -> None:
    pager.faults(fault)
    ended = run("plan")
    assert ended.code == code, ended.err
    assert piece.lower() in (ended.err + ended.out).lower()


def test_a_write_without_shift_based_schedules_names_the_way_out(tree: Path, pager: Running, run: Run) -> None:
    pager.faults(Fault(Kind.STATUS, on="write", path="/v3/schedules", times=None, status=402))
    ended = run("apply", "--yes")
    assert ended.code == 1
    assert "paging.schedules: layers" in ended.out
    assert "not tried" in ended.out
    pager.faults()
    assert run("apply", "--yes").code == 0


@pytest.mark.parametrize("kind", [Kind.LOST_BEFORE, Kind.LOST_AFTER, Kind.HALF])
@pytest.mark.parametrize("nth", [1, 6, 7, 8, 10])
def test_a_lost_answer_makes_nothing_twice(tree: Path, pager: Running, run: Run, kind: Kind, nth: int) -> None:
    pager.faults(Fault(kind, on="write", nth=nth))
    ended = run("apply", "--yes")
    assert ended.code == 0, ended.out
    pager.faults()
    assert run("plan", "--detailed-exitcode").code == 0
