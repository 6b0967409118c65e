"""`ownctl plan` and `ownctl apply`, as a person or a pipeline calls them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from ownctl.sandbox import Running

from .conftest import TEAM, Run, edit

GOLDEN = Path(__file__).parent / "golden"
NADIA = "  - {person: nadia, on_call_since: 2026-12-08}\n"


def same_as_golden(name: str, text: str) -> None:
    """Hold what people read to what they were promised. Written anew with OWNCTL_WRITE_GOLDEN=1."""
    path = GOLDEN / name
    if os.environ.get("OWNCTL_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def with_nadia(tree: Path) -> None:
    edit(tree / "teams" / "payments.yaml", "  - {person: liu", f"{NADIA}  - {{person: liu")


def test_a_first_plan_shows_everything_that_will_be_made(tree: Path, pager: Running, run: Run) -> None:
    ended = run("plan")
    assert ended.code == 0, ended.err
    same_as_golden("first-plan.txt", ended.out)


def test_a_plan_needs_no_more_than_a_read_only_key(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", pager.read_only_token)
    assert run("plan").code == 0
    assert {row["method"] for row in pager.requests()} == {"GET"}


def test_after_an_apply_a_plan_is_empty(tree: Path, pager: Running, run: Run) -> None:
    applied = run("apply", "--yes")
    assert applied.code == 0, applied.err
    assert "Verified: nothing to do" in applied.out
    ended = run("plan", "--detailed-exitcode")
    assert (ended.code, ended.out.startswith("Nothing to do")) == (0, True)


def test_a_newcomer_is_a_plan_that_speaks_of_people(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    with_nadia(tree)
    ended = run("plan", "--detailed-exitcode")
    assert ended.code == 2
    same_as_golden("newcomer.txt", ended.out)


def test_json_has_the_names_of_the_design(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    with_nadia(tree)
    said = json.loads(run("plan", "--format", "json").out)
    assert said["version"] == 1
    assert said["summary"] == {"create": 1, "adopt": 0, "update": 1, "delete": 0}
    assert set(said["changes"][1]) >= {"action", "kind", "key", "name", "owner", "id", "takes_effect", "fields"}
    assert set(said["changes"][1]["fields"][0]) == {"path", "before", "after"}
    assert set(said["effects"][0]) >= {"team", "service", "from", "until", "before", "after"}
    assert said["requests"] == {"GET": sum(said["requests"].values())}


def test_deletes_are_named_with_what_is_lost(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    start = TEAM.index("services:")
    (tree / "teams" / "payments.yaml").write_text(TEAM[:start])
    ended = run("plan")
    assert "Can't be undone" in ended.out
    assert "service Checkout API: its incidents and its integration keys are lost" in ended.out
    assert run("apply", "--yes").code == 0
    assert run("plan").out.startswith("Nothing to do")


def test_an_apply_without_anybody_to_ask_wants_to_be_told_yes(tree: Path, pager: Running, run: Run) -> None:
    ended = run("apply")
    assert ended.code == 3
    assert "ownctl apply --yes" in ended.err
    assert not [row for row in pager.requests() if row["method"] != "GET"]


def test_a_kept_plan_is_applied_as_it_was_read(tree: Path, pager: Running, run: Run) -> None:
    assert run("plan", "--out", "kept.json").code == 0
    assert Path("kept.json").stat().st_mode & 0o777 == 0o600
    assert run("apply", "kept.json", "--yes").code == 0


def test_a_kept_plan_is_refused_where_the_files_have_moved(tree: Path, pager: Running, run: Run) -> None:
    run("plan", "--out", "kept.json")
    with_nadia(tree)
    ended = run("apply", "kept.json", "--yes")
    assert ended.code == 1
    assert "the files are not those that kept.json was made from" in ended.err


def test_a_kept_plan_is_refused_where_the_account_has_moved(tree: Path, pager: Running, run: Run) -> None:
    run("plan", "--out", "kept.json")
    run("apply", "--yes")
    ended = run("apply", "kept.json", "--yes")
    assert ended.code == 1
    assert "the account has moved since kept.json was made" in ended.err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "changes": [1]}', "\x00"])
def test_what_is_no_plan_is_not_applied(tree: Path, pager: Running, run: Run, content: str) -> None:
    Path("kept.json").write_text(content)
    assert run("apply", "kept.json", "--yes").code in (1, 3)
    assert run("apply", "missing.json", "--yes").code == 3


def test_files_with_errors_are_neither_planned_nor_applied(tree: Path, pager: Running, run: Run) -> None:
    edit(tree / "teams" / "payments.yaml", "person: tom", "person: tmo")
    for command in (("plan",), ("apply", "--yes")):
        ended = run(*command)
        assert ended.code == 1
        assert "did you mean" in ended.err
    assert not pager.requests()


def test_a_person_without_a_user_is_an_error_at_their_line(tree: Path, pager: Running, run: Run) -> None:
    edit(tree / "people.yaml", "tom@acme.example", "tom@elsewhere.example")
    ended = run("plan")
    assert ended.code == 1
    assert "ownership/people.yaml:3: Tom Berg <tom@elsewhere.example> has no user in the account" in ended.out
    assert run("apply", "--yes").code == 1


def test_without_a_token_it_says_what_to_set(
    tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAGERDUTY_TOKEN")
    ended = run("plan")
    assert ended.code == 3
    assert "PAGERDUTY_TOKEN" in ended.err


def test_a_wrong_token_is_not_repeated(tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", "u+wrong_secret_token")
    ended = run("plan")
    assert ended.code == 3
    assert "token" in ended.err
    assert "secret" not in ended.err + ended.out


def test_a_read_only_token_can_not_apply(tree: Path, pager: Running, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", pager.read_only_token)
    ended = run("apply", "--yes")
    assert ended.code == 1
    assert "read" in ended.out


def test_a_tree_that_is_not_there_is_said(tree: Path, pager: Running, run: Run) -> None:
    ended = run("plan", "--root", "elsewhere")
    assert ended.code == 3
    assert "elsewhere" in ended.err


def test_a_rehearsal_never_writes_to_a_real_account(tree: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNCTL_NOW", "2026-11-24T16:00:00Z")
    monkeypatch.setenv("PAGERDUTY_TOKEN", "u+some_token")
    monkeypatch.delenv("PAGERDUTY_API_URL", raising=False)
    ended = run("apply", "--yes")
    assert ended.code == 3
    assert "OWNCTL_NOW" in ended.err


def test_the_plan_of_one_team_leaves_the_others_out(tree: Path, pager: Running, run: Run) -> None:
    assert "Checkout API" in run("plan", "--team", "payments").out
    ended = run("plan", "--team", "paymens")
    assert ended.code == 3
    assert "did you mean `payments`?" in ended.err
    assert [row["path"] for row in pager.requests()].count("/teams") == 1  # the misspelt one asked nothing


def test_the_plan_of_one_team_says_what_an_apply_makes_besides(tree: Path, pager: Running, run: Run) -> None:
    other = TEAM.replace("payments", "refunds").replace("Payments", "Refunds").replace("heckout", "ash")
    (tree / "teams" / "refunds.yaml").write_text(other)
    assert "Not shown: 9 outside of --team, which an apply makes as well" in run("plan", "--team", "refunds").out
    assert "Not shown" not in run("plan").out


def test_what_makes_the_same_plan_is_typed_after_it(tree: Path, pager: Running, run: Run) -> None:
    tree.rename(tree.parent / "own")
    assert (
        "Next: ownctl apply --root own --effective now kept.json\n"
        in run("plan", "--root", "own", "--effective", "now", "--out", "kept.json").out
    )
    assert "Next:" not in run("apply", "--root", "own", "--yes").out


def test_the_journal_tells_every_write_and_no_secret(tree: Path, pager: Running, run: Run) -> None:
    run("apply", "--yes")
    assert (tree.parent / ".ownctl" / ".gitignore").read_text() == "*\n"
    (journal,) = (tree.parent / ".ownctl" / "journal").iterdir()
    assert journal.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert lines[0]["event"] == "begin"
    assert lines[-1] == {"event": "end", "done": 9}
    assert sum(line["event"] == "before" for line in lines) == sum(line["event"] == "after" for line in lines)
    assert pager.token not in journal.read_text()


def test_an_apply_waits_for_no_other(tree: Path, pager: Running, run: Run) -> None:
    from filelock import FileLock

    (tree.parent / ".ownctl").mkdir()
    with FileLock(tree.parent / ".ownctl" / "apply.lock"):
        ended = run("apply", "--yes")
    assert ended.code == 3
    assert "another apply is running" in ended.err


def test_a_journal_that_can_not_be_written_stops_it_before_the_first_write(
    tree: Path, pager: Running, run: Run
) -> None:
    (tree.parent / ".ownctl").mkdir()
    (tree.parent / ".ownctl" / "journal").write_text("a file where the folder should be")
    ended = run("apply", "--yes")
    assert ended.code == 3
    assert "journal" in ended.err
    assert not [row for row in pager.requests() if row["method"] != "GET"]


def test_an_open_incident_keeps_its_service_and_the_rotation_that_it_pages(
    tree: Path, pager: Running, run: Run
) -> None:
    run("apply", "--yes")
    _open_an_incident(pager)
    text = (tree / "teams" / "payments.yaml").read_text()
    start, end = text.index("rotations:"), text.index("services:")
    (tree / "teams" / "payments.yaml").write_text(text[:start] + text[start:end].replace("primary", "main"))
    ended = run("plan")
    assert ended.code == 1
    assert "the open incident #1 (Checkout is slow) holds Checkout API" in ended.out
    assert "holds Payments primary" in ended.out
    assert run("apply", "--yes").code == 1


def _open_an_incident(pager: Running) -> None:
    import httpx2

    with httpx2.Client(base_url=pager.url, headers={"Authorization": f"Token token={pager.token}"}) as client:
        (service,) = client.get("/services", params={"include[]": "integrations"}).json()["services"]
        event = {
            "routing_key": service["integrations"][0]["integration_key"],
            "event_action": "trigger",
            "payload": {"summary": "Checkout is slow", "source": "prometheus", "severity": "critical"},
        }
        client.post("/v2/enqueue", json=event).raise_for_status()


def test_times_of_another_zone_say_which(tree: Path, pager: Running, run: Run) -> None:
    edit(tree / "teams" / "payments.yaml", "name: Payments\n", "name: Payments\ntime_zone: America/New_York\n")
    assert "  Payments (America/New_York) · nobody → " in run("plan").out


def test_with_v_each_request_is_told_on_standard_error_and_objects_have_their_ids(
    tree: Path, pager: Running, run: Run
) -> None:
    applied = run("apply", "--yes", "-v")
    told = re.findall(r"^(GET|POST|PUT) +(/\S+)  (\d{3})  \d+\.\d\d s$", applied.err, re.MULTILINE)
    sent = [(row["method"], row["path"], str(row["status"])) for row in pager.requests()]
    assert sorted(told) == sorted(sent)  # four are in flight, and answers overtake each other
    assert pager.token not in applied.err
    with_nadia(tree)
    assert re.search(r"~ schedule +Payments primary \(P\w{6}\)", run("plan", "-v").out)


def test_without_v_no_request_is_told(tree: Path, pager: Running, run: Run) -> None:
    run("plan", "-v")
    assert "GET" not in run("plan").err


def test_an_account_that_does_not_show_the_rest_of_a_turn_is_mended_by_the_same_apply(
    tree: Path, pager: Running, run: Run
) -> None:
    pager.show_remainders(shown=False)
    applied = run("apply", "--yes")
    assert (applied.code, "rest of a turn" in applied.out, "Verified" in applied.out) == (0, True, True), applied.out
    assert run("plan", "--detailed-exitcode").code == 0
