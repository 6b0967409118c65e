"""Which files are read, and that nothing outside the tree is."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from tests.config.trees import MINIMAL, lay, only

from ownctl.config import NoTree, Severity, load
from ownctl.config.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534

TEAM = "team: t\nname: T\n"


def test_who_stands_too_deep_in_the_repository_is_told_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {**MINIMAL, "ownership/teams/t.yaml": TEAM})
    monkeypatch.chdir(tmp_path / "ownership" / "teams")

    with pytest.raises(NoTree, match="no ownership tree at ownership") as raised:
        load(Path("ownership"))

    assert raised.value.help == "there is one further up: cd ../.."


def test_an_empty_folder_is_no_tree(tmp_path: Path) -> None:
    (tmp_path / "ownership").mkdir()

    with pytest.raises(NoTree, match=r"holds no org\.yaml"):
        load(tmp_path / "ownership")


@pytest.mark.parametrize(
    ("here", "root", "meant"),
    [
        (".", "ownership/teams", "ownership"),
        (".", "ownership/teams/search/services", "ownership"),
        ("ownership/teams", ".", ".."),
        (".", "{here}/ownership/teams", "{here}/ownership"),
    ],
)
def test_a_part_of_a_tree_is_no_tree(
    here: str, root: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ownership/teams/search/services").mkdir(parents=True)
    (tmp_path / "ownership/org.yaml").write_text("org: acme\n")
    monkeypatch.chdir(tmp_path / here)

    with pytest.raises(NoTree, match="is only a part of an ownership tree") as raised:
        load(Path(root.format(here=tmp_path)))

    assert raised.value.help == f"did you mean `--root {meant.format(here=tmp_path)}`?"


def test_a_file_is_no_tree(tmp_path: Path) -> None:
    (tmp_path / "ownership").write_text("org: acme\n")

    with pytest.raises(NoTree, match="is no folder"):
        load(tmp_path / "ownership")


def test_the_tree_itself_may_be_a_link(tmp_path: Path) -> None:
    lay(tmp_path / "elsewhere", {**MINIMAL, "ownership/teams/t.yaml": TEAM})
    (tmp_path / "ownership").symlink_to(tmp_path / "elsewhere" / "ownership")

    assert load(tmp_path / "ownership").findings == ()


@pytest.mark.parametrize("target", ["/etc/hostname", "/etc", "../outside.yaml"])
def test_a_link_out_of_the_tree_is_not_followed(target: str, tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "outside.yaml": TEAM, "ownership/teams/u.yaml": "team: u\nname: U\n"})
    (root / "teams" / "t.yaml").symlink_to(target if target.startswith("/") else tmp_path / "outside.yaml")

    loaded = load(root)

    assert only(loaded).rule == "link-leaves-tree"
    assert str(root / "teams" / "t.yaml") not in loaded.sources


@pytest.mark.parametrize("name", ["teams", "people"])
def test_a_folder_that_links_out_of_the_tree_is_not_followed(name: str, tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "away/t.yaml": TEAM})
    (root / name).symlink_to(tmp_path / "away")

    loaded = load(root)

    assert only(loaded).rule == "link-leaves-tree"
    assert loaded.files == 1


def test_links_in_circles_are_found(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "ownership/teams/u.yaml": "team: u\nname: U\n"})
    (root / "teams" / "a.yaml").symlink_to(root / "teams" / "b.yaml")
    (root / "teams" / "b.yaml").symlink_to(root / "teams" / "a.yaml")

    assert [each.rule for each in load(root).findings] == ["link-leaves-tree", "link-leaves-tree"]


def test_a_link_to_nothing_is_found(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "ownership/teams/u.yaml": "team: u\nname: U\n"})
    (root / "teams" / "a.yaml").symlink_to(root / "teams" / "gone.yaml")

    assert only(load(root)).rule == "unreadable-file"


def test_a_link_within_the_tree_is_read(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "ownership/teams/d/team.yaml": "team: d\nname: D\n"})
    (root / "teams" / "e").mkdir()
    (root / "teams" / "e" / "team.yaml").symlink_to(root / "teams" / "d" / "team.yaml")

    assert only(load(root)).rule == "declared-twice"


def test_a_folder_in_place_of_a_file_is_found(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL})
    (root / "people.yaml").mkdir()

    assert only(load(root)).rule == "unreadable-file"


def test_a_named_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL})
    os.mkfifo(root / "people.yaml")

    loaded = load(root)

    assert only(loaded).rule == "unreadable-file"
    assert loaded.org is not None
    assert loaded.org.is_broken("person", "whoever")


@contextmanager
def _as_somebody() -> Iterator[None]:
    """Without root's rights: root may read everything."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_file_without_the_right_to_read_is_found() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        root = lay(Path(folder), {**MINIMAL, "ownership/teams/t.yaml": TEAM})
        (root / "teams" / "t.yaml").chmod(0)

        with _as_somebody():
            loaded = load(root)

    assert only(loaded).rule == "unreadable-file"


def test_a_file_of_more_than_5_mb_is_not_read(tmp_path: Path) -> None:
    root = lay(tmp_path, {**MINIMAL, "ownership/teams/t.yaml": TEAM + "#" * LARGEST})

    assert only(load(root)).rule == "file-too-large"


def test_what_is_no_part_of_a_tree_is_named_and_prose_and_hidden_files_are_not(tmp_path: Path) -> None:
    root = lay(tmp_path, {
        **MINIMAL,
        "ownership/README.md": "x",
        "ownership/.gitkeep": "",
        "ownership/services/a.yaml": "x",
        "ownership/orgs.yaml": "x",
        "ownership/teams/list.txt": "x",
        "ownership/teams/d/team.yaml": TEAM,
        "ownership/teams/d/more/x.yaml": "x",
    })  # fmt: skip

    findings = load(root).findings

    assert {each.severity for each in findings} == {Severity.WARNING}
    assert [each.spot.file.removeprefix(f"{root}/") for each in findings] == [
        "orgs.yaml", "services", "teams/d/more", "teams/list.txt",
    ]  # fmt: skip


def test_files_are_named_as_they_would_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay(tmp_path, {**MINIMAL, "ownership/teams/t.yaml": "team: t\n"})
    monkeypatch.chdir(tmp_path)

    assert only(load(root)).spot.file == os.path.join("ownership", "teams", "t.yaml")  # noqa: PTH118
