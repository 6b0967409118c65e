"""What a person sees when the account, or the way to it, fails."""

from __future__ import annotations

import json
import resource
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from ownctl.reconcile.journal import Journal
from ownctl.sandbox import Fault, Kind, Running

from .conftest import NOW, TEAM, Ended, Run


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
        said(run("plan"), 3, "can't be reached", f"nothing listens at 127.0.0.1:{free.getsockname()[1]}")


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


def test_a_folder_for_the_journal_that_is_none(tree: Path, pager: Running, run: Run) -> None:
    (tree.parent / ".ownctl").write_text("")
    said(run("apply", "--yes"), 3, "the journal can't be written")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
def test_a_disk_that_is_full_in_the_end_hides_nothing(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(journal: Journal, _: object) -> None:
        journal._file.close()
        journal._file = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115
        journal._write({"event": "end"})

    monkeypatch.setattr(Journal, "end", full)
    ended = run("apply", "--yes", "--quiet")
    assert (ended.code, ended.err) == (0, "")
    assert "Applied: 9 done" in ended.out


@pytest.mark.parametrize(
    ("words", "file"),
    [(("plan", "--out"), "kept.json"), (("validate", "--write-baseline", "--baseline"), "known.json")],
)
def test_a_disk_that_is_full_leaves_the_file_that_was_there(
    words: tuple[str, ...], file: str, tree: Path, pager: Running, run: Run
) -> None:
    for number in range(200):  # a baseline worth a limit
        (tree / f"{number}.txt").write_text("x")
    kept = tree.parent / file
    assert run(*words, str(kept)).code == 0
    before = kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0 or words[0] != "plan"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))
    try:
        said(run(*words, str(kept)), 3, f"{kept} can't be written: File too large")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert kept.read_bytes() == before
    assert [each.name for each in tree.parent.iterdir() if file in each.name] == [file]


def test_a_plan_takes_no_other_files_place(tree: Path, pager: Running, run: Run) -> None:
    org = (tree / "org.yaml").read_bytes()
    (tree.parent / "kept.json").write_text("")

    said(run("plan", "--out", "ownership/org.yaml"), 3, "ownership/org.yaml is no plan, and is left as it is")

    assert (tree / "org.yaml").read_bytes() == org
    assert [run("plan", "--out", "kept.json").code for _ in range(2)] == [0, 0]


def test_many_that_were_not_tried_are_counted(tree: Path, pager: Running, run: Run) -> None:
    pager.faults(Fault(Kind.STATUS, on="write", path="/teams", times=None, status=403))
    ended = run("apply", "--yes", "--quiet")
    assert ended.code == 1
    assert ended.out.startswith("Applied: 1 failed, 8 not tried\n  failed  create team Payments: ")
    with_more = TEAM.replace("integrations: [prometheus]", "integrations: [prometheus, synthetic, email]")
    (tree / "teams" / "payments.yaml").write_text(with_more)
    assert "  not tried  and 2 more: ownctl plan\n" in run("apply", "--yes", "--quiet").out


def test_a_file_that_holds_no_account(tree: Path, run: Run) -> None:
    (tree.parent / "notes.txt").write_text("no account at all, but long enough to be looked at\n" * 40)
    said(run("sandbox", "--port", "0", "--file", "notes.txt"), 3, "notes.txt can't be opened as an account")


def test_a_misspelt_command(run: Run) -> None:
    ended = run("validat")
    assert ended.code == 3
    assert "Did you mean 'validate'?" in ended.err


def test_a_user_without_a_name(tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4242")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert run("apply", "--yes").code == 0


def test_many_that_failed_alike_are_counted(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_journal: Journal, _change: object, _step: object) -> None:
        raise OSError(28, "No space left on device")

    many = "".join(f"\n  s{number}: {{name: S {number}, runbook: flow.md}}" for number in range(12))
    (tree / "teams" / "payments.yaml").write_text(TEAM.replace("services:", f"services:{many}"))
    assert run("apply", "--yes", "--quiet").code == 0
    (tree / "teams" / "payments.yaml").write_text(TEAM)
    monkeypatch.setattr(Journal, "before", full)
    ended = run("apply", "--yes", "--quiet", "--beyond-protection")
    assert ended.code == 1
    assert "  failed  and 4 more, for the same reason\n    next: make room for it\n" in ended.out
    assert ended.out.count("  failed  delete service") == 8


def test_what_to_do_about_many_obstacles_is_said_once(tree: Path, pager: Running, run: Run) -> None:
    people = tree / "people.yaml"
    people.write_text(people.read_text().replace("tom@", "t.berg@").replace("liu@", "l.yang@"))
    ended = run("plan")
    assert ended.code == 1
    assert ended.out.count("has no user in the account\n") == 2
    assert ended.out.count("    next: invite them there") == 1


@pytest.mark.parametrize("words", [("plan",), ("apply", "--yes")])
def test_clocks_that_differ_are_said_before_anything_is_planned(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OWNCTL_NOW", (NOW + timedelta(days=30)).isoformat())
    ended = run(*words)
    said(ended, 3, "it is 2026-12-24T16:00:00Z here (OWNCTL_NOW), and 2026-11-24T16:00:00Z by the account's clock")
    assert "is OWNCTL_NOW set in both terminals" in ended.err
    assert [row["path"] for row in pager.requests()] == ["/abilities"]


@pytest.mark.parametrize("apart", [timedelta(minutes=4), timedelta(minutes=-4)])
def test_clocks_that_hardly_differ_are_the_same(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch, apart: timedelta
) -> None:
    monkeypatch.setenv("OWNCTL_NOW", (NOW + apart).isoformat())
    assert run("plan").code == 0


def test_a_clock_of_ours_that_is_wrong_by_itself_is_to_be_set(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OWNCTL_NOW")
    said(run("apply", "--yes"), 3, " here, and 2026-11-24T16:00:00Z by the account's clock")


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("words", [("oncall",), ("plan",), ("validate",), ("who", "checkout-api"), ("init", "new")])
def test_a_clock_that_stands_outside_of_all_dates(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch, at: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OWNCTL_NOW", at)
    said(run(*words), 3, f"OWNCTL_NOW is '{at}', and ownctl knows the years 1970 to 2199 only")


@pytest.mark.parametrize("at", ["9999-12-31", "1969-12-31T23:59:59Z"])
def test_a_time_outside_of_all_dates_is_still_one(tree: Path, pager: Running, run: Run, at: str) -> None:
    said(run("who", "checkout-api", "--at", at), 3, f"--at is '{at}', and ownctl knows the years 1970 to 2199 only")


@pytest.mark.parametrize("words", [("validate",), ("demo",), ("oncall",)])
def test_a_working_directory_that_was_deleted(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    said(run(*words), 3, "the working directory is gone")


def test_an_account_that_can_not_be_read_again_leaves_a_journal_that_ends(tree: Path, pager: Running, run: Run) -> None:
    pager.faults(
        Fault(Kind.STATUS, path="/services", nth=2, times=None, status=500)
    )  # the second time is under the lock
    said(run("apply", "--yes"), 3, "PagerDuty failed (500)")
    (journal,) = (tree.parent / ".ownctl" / "journal").iterdir()
    assert [json.loads(line)["event"] for line in journal.read_text().splitlines()] == ["begin", "end"]
    assert {row["method"] for row in pager.requests()} == {"GET"}
