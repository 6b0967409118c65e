"""The server over its pipes: what somebody sees who types in the example's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from tests.lsp.editor import Editor, editing

from ownctl.example import copy_shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, in a repository that would like its own code to be run."""
    made = tmp_path_factory.mktemp("shop")
    copy_shop(made)
    (made / "yaml.py").write_text("raise SystemExit('this is no part of ownctl')\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def payments(folder: Path) -> Path:
    """The file that most is typed in."""
    return folder / "ownership/teams/payments.yaml"


@pytest.fixture(scope="module")
def one_editor(folder: Path, payments: Path) -> Iterator[Editor]:
    with editing(folder) as editor:
        editor.open(payments)
        yield editor


@pytest.fixture
def editor(one_editor: Editor, payments: Path) -> Iterator[Editor]:
    """An editor that shows one file, and nothing to complain of."""
    one_editor.until_shown(payments)
    before = one_editor.texts[payments]
    yield one_editor
    for path in set(one_editor.texts) - {payments}:
        one_editor.close(path)
    one_editor.write(payments, before)


def changed(editor: Editor, path: Path, before: str, after: str) -> None:
    """Type something in the place of something else, and don't save it."""
    assert editor.texts[path].count(before) == 1
    editor.write(path, editor.texts[path].replace(before, after))


def test_a_mistake_shows_while_the_file_is_unsaved_and_goes_when_it_is_mended(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "cover: platform", "cover: platfrom")
    (found,) = editor.until_shown(payments, "unknown-reference")
    assert found.message.endswith("did you mean `platform`?")
    assert (found.range.start, found.range.end) == (lsp.Position(11, 9), lsp.Position(11, 17))
    assert found.source == "ownctl"
    changed(editor, payments, "cover: platfrom", "cover: platform")
    editor.until_shown(payments)


def test_half_typed_yaml_is_one_mistake_and_no_cascade_elsewhere(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "cover: platform", "cover: [platform")
    editor.until_shown(payments, "yaml-syntax")
    assert [path for path, shown in editor.shown.items() if shown.diagnostics] == [payments.as_uri()]


def test_a_mistake_in_one_file_shows_in_another_that_nobody_opened(
    editor: Editor, payments: Path, folder: Path
) -> None:
    people = folder / "ownership/people.yaml"
    editor.open(people)
    changed(editor, people, "  tom:", "  tim:")
    editor.until(lambda: "unknown-reference" in editor.rules(payments))
    editor.close(people)
    editor.until_shown(payments)


def test_a_finding_of_a_rule_stays_at_its_line_while_lines_above_are_typed(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "        query: max(refund", "        page: true\n        query: max(refund")
    before = editor.until_shown(payments, "page-without-reason", "page-without-runbook")
    editor.write(payments, "# one more line\n" + editor.texts[payments])
    editor.until_answered(payments)
    after = editor.findings(payments)
    assert [each.range.start.line - 1 for each in after] == [each.range.start.line for each in before]


def test_a_fix_is_offered_on_its_line_and_makes_the_finding_go(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "cover: platform", "covr: platform")
    editor.until_shown(payments, "unknown-field")
    (action,) = editor.actions(payments, "  cov", "r: platform")
    assert action.edit is not None
    after = editor.apply(action.edit)
    assert set(after) == {"teams/payments.yaml"}
    editor.write(payments, after["teams/payments.yaml"])
    editor.until_shown(payments)
    assert editor.actions(payments, "team: pay", "ments\nname") == []


def test_a_waiver_that_silences_nothing_can_be_deleted_in_the_editor_too(editor: Editor, payments: Path) -> None:
    before = editor.texts[payments]
    waiver = "waive: [{rule: no-channel, because: nobody knows, until: 2029-12-31}]"
    changed(editor, payments, "name: Payments\n", f"name: Payments\n{waiver}\n")
    editor.until_shown(payments, "waiver-unused")
    (action,) = editor.actions(payments, "waive: [{ru", "le: no-channel")
    assert action.edit is not None
    assert editor.apply(action.edit) == {"teams/payments.yaml": before}


def test_a_person_is_explained_by_name_teams_and_next_shifts(editor: Editor, payments: Path) -> None:
    said = editor.hover(payments, "{person: l", "iu, ")
    assert said.startswith("**Liu Yang** · Payments · ")
    assert "- Mon 7 Dec 09:00 – Fri 11 Dec 17:30, in its hours: Payments primary" in said
    assert "- Mon 4 Jan 2027 09:00 – Fri 8 Jan 2027 17:30, in its hours" in said
    assert "The person's key in people.yaml" in said


def test_a_team_is_explained_by_who_is_on_call_now_and_next(editor: Editor, payments: Path) -> None:
    said = editor.hover(payments, "cover: plat", "form")
    assert said.startswith("**Platform** · stage full")
    assert "Priya Raman (primary) · **now**" in said


def test_nothing_is_said_of_somebody_whose_file_cannot_be_parsed(editor: Editor, payments: Path, folder: Path) -> None:
    people = folder / "ownership/people.yaml"
    editor.open(people)
    search = folder / "ownership/teams/search/team.yaml"
    editor.open(search)
    changed(editor, search, "incident_flow: docs", "incident_flow: dogs")  # an error that leaves no doubt about anybody
    changed(editor, payments, "rotations:\n", "rotations: [\n")
    unclear = "can't be told while `teams/payments.yaml` can't be understood."

    tom = editor.hover_until(people, "  to", "m:", unclear)
    grace = editor.hover(people, "  gra", "ce:")

    assert tom == f"**Tom Berg** · Europe/London\n\nWho is on call when {unclear}"
    assert grace.startswith("**Grace Whitfield** · Storefront · ")
    assert "- " in grace
    assert grace.endswith(f"More {unclear}")


def test_nothing_is_said_of_a_rotation_that_makes_no_sense(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "    shift: 1w\n", "    shift: 5h\n")
    unclear = "Who is on call when can't be told while `teams/payments.yaml`"

    editor.hover_until(payments, "  prima", "ry:", unclear)

    assert unclear in editor.hover(payments, "team: pay", "ments\nname")


def test_a_rule_is_explained_by_its_page(editor: Editor, payments: Path) -> None:
    said = editor.hover(payments, "rule: signal", "-missing")
    assert said.startswith("# signal-missing\n")
    assert "## Good" in said


def test_a_field_is_explained_by_what_it_is_for_even_where_the_rest_is_half_typed(
    editor: Editor, payments: Path
) -> None:
    assert editor.hover(payments, "inci", "dent_flow") == (
        "`incident_flow`: The document that says how an incident goes, from the repository's root."
    )
    editor.write(payments, "team: payments\nsupport:\n  cover: [\n  channel: x\n")
    assert "The team's channel" in editor.hover(payments, "chan", "nel")


def test_names_are_completed_with_what_people_call_them(editor: Editor, payments: Path) -> None:
    editor.write(payments, "team: payments\nmembers:\n  - {person: to\nsupport: {cover: \n")
    item = editor.completion(payments, "person: to")["tom"]
    assert item.detail == "Tom Berg"
    assert isinstance(item.text_edit, lsp.TextEdit)
    assert item.text_edit.range == lsp.Range(lsp.Position(2, 13), lsp.Position(2, 15))
    assert set(editor.completion(payments, "cover: ")) >= {"platform", "search"}
    assert "tom" not in editor.completion(payments, "cover: ")


@pytest.mark.parametrize(
    ("text", "offered", "not_offered"),
    [
        ("time_zone: Europe/Lo", {"Europe/London"}, {"payments", "UTC"}),
        ("services:\n  a:\n    depends_on: [", {"orders", "search-api"}, {"amara"}),
        ("services:\n  a:\n    alerts: {b: {signal: ", {"latency", "saturation"}, set()),
        ("services:\n  a:\n    alerts: {b: {page: ", {"true", "false"}, set()),
        ("rotations:\n  p:\n    handoff: {day: ", {"monday", "sunday"}, set()),
        ("rotations:\n  p:\n    participants: ", {"everyone"}, {"amara"}),
        ("rotations:\n  p:\n    participants: [", {"amara"}, {"everyone"}),
        ("rotations:\n  p:\n    hours:\n      - ", {"days", "from", "to"}, set()),
        ("escalation: [{notify: [{team: platform, rotation: ", {"primary", "secondary"}, set()),
        ("waive: [{rule: ", {"signal-missing", "no-channel"}, {"rule"}),
        ("stages: {", {"shadow", "full"}, set()),
        ("support:\n  ", {"channel", "cover"}, {"members"}),
        ("members:\n  ", {"- person"}, {"person"}),
        ("name: Payments\nsup", {"support", "services"}, {"name"}),
    ],
)  # fmt: skip
def test_at_each_place_what_belongs_there_is_offered(
    editor: Editor, payments: Path, text: str, offered: set[str], not_offered: set[str]
) -> None:
    editor.write(payments, f"team: payments\n{text}")
    found = set(editor.completion(payments, text))
    assert found >= offered
    assert not found & not_offered


def test_of_hundreds_of_choices_those_come_that_fit_what_is_typed(editor: Editor, payments: Path) -> None:
    editor.write(payments, "team: payments\ntime_zone: \n")
    assert 20 < len(editor.completion(payments, "time_zone: ")) < 100
    editor.write(payments, "team: payments\ntime_zone: lond\n")
    assert "Europe/London" in editor.completion(payments, "lond")


def test_rules_and_their_weights_are_offered_in_org_yaml(editor: Editor, folder: Path) -> None:
    org = folder / "ownership/org.yaml"
    editor.open(org, "org: acme\nrules: {no-channel: war, \n")
    assert "signal-missing" in editor.completion(org, "war, ")
    assert set(editor.completion(org, "war")) == {"error", "warning", "info", "ignore"}


def test_definitions_and_references_lead_across_files(editor: Editor, payments: Path, folder: Path) -> None:
    (declared,) = editor.definition(payments, "{person: l", "iu, ")
    assert declared.uri == (folder / "ownership/people.yaml").as_uri()
    found = editor.references(payments, "  led", "ger:\n")
    assert {place.uri.rpartition("/")[2] for place in found} >= {"payments.yaml"}
    assert len(found) == 3  # itself, and the two services that need it
    assert editor.definition(payments, "descr", "iption: Takes") == []


def test_a_rename_edits_open_and_closed_files_and_leads_to_no_finding(editor: Editor, payments: Path) -> None:
    changed(editor, payments, "# No `escalation`", "# 😋 No `escalation`")
    edit = editor.rename(payments, "{person: l", "iu, ", "liu-yang")
    after = editor.apply(edit)
    assert set(after) == {"ownership/people.yaml", "teams/payments.yaml"}
    assert "  liu-yang:" in after["ownership/people.yaml"]
    people = payments.parents[1] / "people.yaml"
    editor.open(people, after["ownership/people.yaml"])
    editor.write(payments, after["teams/payments.yaml"])
    editor.until_shown(payments)
    assert editor.rules(people) == []


def test_a_rename_to_a_taken_key_is_refused_with_the_reason(editor: Editor, payments: Path) -> None:
    with pytest.raises(JsonRpcException, match="there is a person tom already"):
        editor.rename(payments, "{person: l", "iu, ", "tom")


def test_a_new_key_for_what_the_pager_knows_points_to_the_plan(editor: Editor, payments: Path) -> None:
    editor.rename(payments, "  refu", "nds:\n    name", "returns")
    assert any("ownctl plan" in message for message in editor.messages)


def test_a_file_outside_of_any_tree_is_left_alone(editor: Editor, payments: Path, folder: Path) -> None:
    for name in ("docs/notes.yaml", "ownership/teams/payments/notes.txt", "ownership/notes.yaml"):
        path = folder / name
        editor.open(path, "team: nobody\nname: [\n")
        assert editor.hover(path, "te", "am: ") == ""
        assert editor.completion(path, "team: ", "nobody") == {}
        editor.write(path, "team: [\n")
        editor.close(path)
    changed(editor, payments, "cover: platform", "cover: platfrom")
    editor.until_shown(payments, "unknown-reference")
    assert [path for path, shown in editor.shown.items() if shown.diagnostics] == [payments.as_uri()]


def test_the_outline_names_what_a_file_declares(editor: Editor, payments: Path) -> None:
    params = lsp.DocumentSymbolParams(lsp.TextDocumentIdentifier(payments.as_uri()))
    found = editor.do(editor.client.text_document_document_symbol_async(params))
    assert {"checkout-api · Checkout API", "primary", "refund-flood"} <= {symbol.name for symbol in found or []}


def test_a_file_that_another_program_wrote_counts_once_the_editor_says_so(
    editor: Editor, payments: Path, folder: Path
) -> None:
    people = folder / "ownership/people.yaml"
    text = people.read_text(encoding="utf-8")
    event = lsp.DidChangeWatchedFilesParams([lsp.FileEvent(people.as_uri(), lsp.FileChangeType.Changed)])
    try:
        people.write_text(text.replace("  tom:", "  tim:"), encoding="utf-8")
        editor.client.workspace_did_change_watched_files(event)
        editor.until(lambda: "unknown-reference" in editor.rules(payments))
    finally:
        people.write_text(text, encoding="utf-8")
        editor.client.workspace_did_change_watched_files(event)
    editor.until_shown(payments)
