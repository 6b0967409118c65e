"""What is being written counts before it is saved, and what stayed the same is not read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.config.trees import MINIMAL, lay, only, snippet

from ownctl.config import Buffers, Loaded, Memory, load

if TYPE_CHECKING:
    from pathlib import Path

PERSON = "people:\n  amara: {name: Amara, email: amara@acme.example}\n"
TREE = {
    **MINIMAL,
    "ownership/people.yaml": PERSON,
    "ownership/teams/a.yaml": "team: a\nname: A\n",
    "ownership/teams/b/team.yaml": "team: b\nname: B\nservices: {one: {name: One}}\n",
    "ownership/teams/b/services/two.yaml": "service: two\nname: Two\n",
}


def _said(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [(each.rule, each.path, snippet(loaded, each)) for each in loaded.findings]


def test_an_unsaved_text_counts_instead_of_the_file(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    team = root / "teams" / "a.yaml"

    loaded = load(root, Buffers({team: "team: a\nname: A\nfoo: 1\n"}))

    assert _said(loaded) == [("unknown-field", "teams.a.foo", "foo")]
    assert only(loaded).spot.file == str(team)
    assert "foo" in loaded.sources[str(team)].text
    assert load(root).findings == ()


def test_a_text_without_a_file_makes_its_folders(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    texts = {
        root / "teams/c/team.yaml": "team: c\nname: C\nsupport: {incident_flow: docs/flow.md}\n",
        root / "teams/c/services/three.yaml": "service: three\nname: Three\n",
        tmp_path / "docs/flow.md": "call somebody\n",
    }

    loaded = load(root, Buffers(texts))

    assert loaded.findings == ()
    assert loaded.org is not None
    assert list(loaded.org.teams["c"].services) == ["three"]


def test_a_tree_may_be_all_unsaved(tmp_path: Path) -> None:
    root = tmp_path / "ownership"

    loaded = load(root, Buffers({root / "org.yaml": "org: acme\n"}))

    assert loaded.findings == ()


def test_a_text_of_more_than_5_mb_is_as_large_as_a_file(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)

    loaded = load(root, Buffers({root / "teams/a.yaml": "#" * (5 * 1024 * 1024 + 1)}))

    assert only(loaded).rule == "file-too-large"


def test_only_what_an_edit_touches_is_read_again(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    memory = Memory()
    before = load(root, memory=memory).org

    (root / "teams/a.yaml").write_text("team: a\nname: Another\n")
    (root / "teams/b/services/two.yaml").write_text("service: two\nname: Other\n")
    after = load(root, memory=memory).org

    assert before is not None
    assert after is not None
    assert after.people["amara"] is before.people["amara"]
    assert after.settings is before.settings
    assert after.teams["a"].name == "Another"
    assert after.teams["b"].services["one"] is before.teams["b"].services["one"]
    assert after.teams["b"].services["two"].name == "Other"
    assert before.teams["b"].services["two"].name == "Two"


def test_what_two_loads_did_not_need_is_forgotten(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    memory = Memory()
    teams = []
    for text in ("team: a\nname: A\n", "team: a\nname: B\n", "team: a\nname: C\n", "team: a\nname: A\n"):
        org = load(root, Buffers({root / "teams/a.yaml": text}), memory).org
        assert org is not None
        teams.append(org.teams["a"])

    assert teams[0] == teams[3]
    assert teams[0] is not teams[3]


def test_a_remembered_file_has_the_same_findings_each_time(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **TREE,
        "ownership/people/more.yaml": PERSON + "  bo: {name: Bo}\n  'No Key': {name: X, email: x@acme.example}\n",
        "ownership/teams/b/services/two.yaml": "service: two\nname: Two\ntier: 9\nfoo: 1\n",
        "ownership/teams/b/services/Bad.yaml": "service: Bad Key\nname: Bad\n",
        "ownership/teams/b/services/one.yaml": "service: one\nname: One again\n",
        "ownership/teams/b/services/nameless.yaml": "service: nameless\n",
    })  # fmt: skip
    memory = Memory()

    first, again = load(root, memory=memory), load(root, memory=memory)

    assert _said(first) == [
        ("declared-twice", "", "amara"),
        ("missing-field", "people.bo", "bo"),
        ("invalid-key", "people.No Key", "'No Key'"),
        ("invalid-key", "teams.b.services.Bad Key", "Bad Key"),
        ("missing-field", "teams.b.services.nameless", "nameless"),
        ("declared-twice", "", "one"),
        ("out-of-range", "teams.b.services.two.tier", "9"),
        ("unknown-field", "teams.b.services.two.foo", "foo"),
    ]
    assert again.findings == first.findings
    assert again.org == first.org
    assert again.org is not None
    assert again.org.broken == {"person/bo", "person/No Key", "service/Bad Key", "service/nameless"}
    assert again.org.teams["b"].is_broken("services")


def test_a_service_that_changes_hands_is_found_under_its_new_owner(tmp_path: Path) -> None:
    root = lay(tmp_path, {**TREE, "ownership/teams/b/services/two.yaml": "service: two\nname: Two\ntier: 9\n"})
    memory = Memory()
    load(root, memory=memory)

    (root / "teams/b/team.yaml").write_text("team: c\nname: C\n")

    assert only(load(root, memory=memory)).path == "teams.c.services.two.tier"
