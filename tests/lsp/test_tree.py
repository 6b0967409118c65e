"""A tree between two looks at it: what was seen, and what has been typed since."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from tests.config.trees import lay
from tests.lsp.editor import NOW

from ownctl.config import Memory
from ownctl.config.files import Kind
from ownctl.lsp.places import Home, home
from ownctl.lsp.texts import Text
from ownctl.lsp.tree import Tree
from ownctl.lsp.whole import look

if TYPE_CHECKING:
    from pathlib import Path

TEAM = "team: t\nname: T\nsupport:\n  cover: nobody\n  covr: x\n"
TOLD = ("unknown-reference", "unknown-field", "wrong-type")
FILES = {"ownership/org.yaml": "org: acme\n", "ownership/teams/t.yaml": TEAM}


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """A tree with one team, which is being written and has been looked at."""
    monkeypatch.chdir(tmp_path)
    tree = Tree(lay(tmp_path, FILES))
    tree.refresh()
    path = tree.root / "teams/t.yaml"
    tree.open[path] = Text(path, Kind.TEAM, TEAM)
    ask, asked = tree.ask(datetime.fromisoformat(NOW))
    tree.take(look(ask, Memory()), asked)
    return tree


def rules(tree: Tree, text: str) -> dict[str, int]:
    """The lines of findings by rule, once the team's file says something else."""
    path = tree.root / "teams/t.yaml"
    tree.open[path] = Text(path, Kind.TEAM, text)
    found = tree.findings()[path]
    assert len({each.rule for each in found}) == len(found)
    return {each.rule: each.spot.line for each in found if each.rule in TOLD}


def test_each_finding_is_told_once_and_moves_with_its_line(seen: Tree) -> None:
    assert rules(seen, TEAM) == {"unknown-reference": 4, "unknown-field": 5}
    assert rules(seen, f"# one more\n{TEAM}") == {"unknown-reference": 5, "unknown-field": 6}


def test_a_mistake_of_the_file_itself_is_told_at_once_and_gone_at_once(seen: Tree) -> None:
    assert rules(seen, TEAM.replace("  covr: x\n", "")) == {"unknown-reference": 4}
    assert rules(seen, TEAM.replace("name: T", "name: [T]")) == {
        "unknown-reference": 4,
        "unknown-field": 5,
        "wrong-type": 2,
    }


def test_what_other_files_make_wrong_goes_with_its_line_until_the_next_look(seen: Tree) -> None:
    assert rules(seen, TEAM.replace("nobody", "somebody")) == {"unknown-field": 5}


def test_a_file_on_the_disk_is_read_again_once_it_was_written(seen: Tree) -> None:
    org = seen.root / "org.yaml"
    org.write_text("org: beta\n", encoding="utf-8")
    os.utime(org, (1, 1))
    seen.refresh()
    text = seen.text(org)
    assert text is not None
    assert text.text == "org: beta\n"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("org.yaml", Kind.ORG),
        ("people.yaml", Kind.PEOPLE),
        ("people/a.yaml", Kind.PEOPLE),
        ("teams/a.yaml", Kind.TEAM),
        ("teams/a/team.yaml", Kind.TEAM),
        ("teams/a/services/b.yaml", Kind.SERVICE),
    ],
)
def test_a_file_is_at_home_in_the_nearest_tree_above_it(tmp_path: Path, name: str, kind: Kind) -> None:
    for folder in ("shop", "ownership"):  # one has an org.yaml, the other has the usual name
        root = tmp_path / folder
        lay(tmp_path, {"shop/org.yaml": "org: acme\n"})
        assert home(root / name) == Home(root, kind)


@pytest.mark.parametrize(
    "name", ["notes.yaml", "teams/a.yml", "teams/a/b.yaml", "teams/.a.yaml", "docs/org.yaml/x.yaml"]
)
def test_a_file_that_nobody_reads_has_no_home(tmp_path: Path, name: str) -> None:
    assert home(tmp_path / "ownership" / name) is None


def test_an_org_file_that_is_not_saved_yet_makes_a_tree(tmp_path: Path) -> None:
    team = tmp_path / "shop/teams/a.yaml"
    assert home(team) is None
    assert home(team, {tmp_path / "shop/org.yaml"}) == Home(tmp_path / "shop", Kind.TEAM)
