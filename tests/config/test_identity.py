"""A finding stays the same finding when lines move, files are renamed and members come before; others are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.config.trees import MINIMAL, SOMEBODY, lay

from ownctl.config import load
from ownctl.config.identity import Identity, identities

if TYPE_CHECKING:
    from pathlib import Path

MEMBERS = "members:\n  - {person: Amara, until: 2027-02-30}\n  - {person: Tom}\n"
TEAM = f"team: t\nname: T\ntier: 1\n{MEMBERS}"
FILE = "ownership/teams/t.yaml"


def _found(repository: Path, **files: str) -> list[Identity]:
    loaded = load(lay(repository, {**MINIMAL, **SOMEBODY, **files}))
    return identities(loaded.findings, loaded)


def _keys(repository: Path, **files: str) -> set[tuple[str, str]]:
    return {each.key for each in _found(repository, **files)}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (FILE, f"# a comment\n\n{TEAM}"),
        ("ownership/teams/renamed.yaml", TEAM),
        ("ownership/teams/moved/team.yaml", TEAM),
        (FILE, TEAM.replace("members:\n", "members:\n  - {person: a}\n  - {person: b}\n")),
        (FILE, TEAM.replace("Amara,", "Amara, on_call_since: 2025-03-03,")),
        (FILE, TEAM.replace("tier: 1\n", "") + "tier: 1\n"),
    ],
)
def test_it_outlives_edits_around_it(file: str, text: str, tmp_path: Path) -> None:
    before = _keys(tmp_path / "before", **{FILE: TEAM})

    assert len(before) == 4
    assert _keys(tmp_path / "after", **{file: text}) == before


def test_another_item_of_the_list_is_another_finding(tmp_path: Path) -> None:
    before = _keys(tmp_path / "before", **{FILE: TEAM})

    after = _keys(tmp_path / "after", **{FILE: TEAM.replace("person: Tom", "person: Liu")})

    assert len(after - before) == 1


def test_the_same_mistake_made_again_is_another_finding(tmp_path: Path) -> None:
    before = _keys(tmp_path / "before", **{FILE: TEAM})

    after = _keys(tmp_path / "after", **{FILE: TEAM + "  - {person: Tom}\n"})

    assert len(after) == len(before) + 1
    assert before < after


def test_what_is_wrong_with_a_file_belongs_to_that_file(tmp_path: Path) -> None:
    broken = "team: [\n"

    one, other = _found(tmp_path, **{FILE: broken, "ownership/teams/u.yaml": broken})

    assert (one.file, one.path) == ("teams/t.yaml", "")
    assert one.fingerprint == other.fingerprint
    assert one.key != other.key
    assert one.unique != other.unique


def test_it_is_the_same_wherever_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = _found(tmp_path, **{FILE: TEAM})
    monkeypatch.chdir(tmp_path / "ownership")

    assert _found(tmp_path, **{FILE: TEAM}) == away
