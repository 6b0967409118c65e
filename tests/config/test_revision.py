"""Files as git has them: every way in which a tree lies in a repository, and every way to name no revision."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.config.repositories import commit, git, repository
from tests.config.trees import MINIMAL, lay, only

from ownctl.config import Loaded, Memory, load
from ownctl.config.git import NoGit, NoRevision
from ownctl.config.meanwhile import Meanwhile
from ownctl.config.revision import Revision
from ownctl.config.source import LARGEST

TREE = {
    **MINIMAL,
    "ownership/people/a.yaml": "people:\n  zoë: {name: Zoë, email: z@x.example}\n  a: {name: A, email: a@x.example}\n",
    "ownership/teams/a.yaml": "team: a\nname: A\nsupport: {incident_flow: docs/flow.md}\n",
    "ownership/teams/b/team.yaml": "team: b\nname: B\n",
    "ownership/teams/b/services/ünï code.yaml": "service: two\nname: Two\n",
    "ownership/teams/list.txt": "x",
    "docs/flow.md": "call somebody",
}


def _same(root: Path, rev: str = "HEAD") -> Loaded:
    """The tree of a revision, which must be the one on the disk."""
    there, here = load(root, Revision(root, rev)), load(root)
    assert there.findings == here.findings
    assert there.org == here.org
    assert there.sources == here.sources
    return there


def test_what_was_committed_loads_as_it_does_from_the_disk(tmp_path: Path) -> None:
    loaded = _same(repository(tmp_path, TREE))

    assert {each.rule for each in loaded.findings} == {"invalid-key", "unknown-file"}


def test_what_has_changed_since_is_not_seen(tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)
    before = load(root)
    lay(
        tmp_path,
        {"ownership/teams/a.yaml": "team: a\nname: Changed\n", "ownership/teams/new.yaml": "team: n\nname: N\n"},
    )
    (tmp_path / "docs/flow.md").unlink()
    git(tmp_path, "rm", "--quiet", "-r", "ownership/teams/b")

    assert load(root, Revision(root, "main")).org == before.org


@pytest.mark.parametrize("ids", ["sha1", "sha256"])
def test_of_files_that_are_known_already_git_is_asked_for_the_id_only(
    ids: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "--object-format", ids)
    root = lay(tmp_path, {name: text for name, text in TREE.items() if not name.endswith(".txt")})
    commit(tmp_path)
    before = load(root)
    lay(tmp_path, {"ownership/teams/a.yaml": "team: a\nname: Changed\n"})
    memory = Memory()
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))

    for asked in (1, 0):
        load(root, memory=memory)
        (tmp_path / "trace").unlink(missing_ok=True)
        files = Revision.listed_at(root, "main", memory.contents)
        again = load(root, files, memory)

        assert again.org == before.org
        assert again.findings == before.findings
        assert (tmp_path / "trace").read_text().count("git cat-file") == asked
        git(tmp_path, "checkout", "--quiet", ".")


def test_what_is_done_meanwhile_says_what_went_wrong_to_whoever_asks(tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)

    assert Meanwhile(lambda: Revision.listed_at(root, "main", tuple))().since.said.startswith("main (")
    (tmp_path / ".git").rename(tmp_path / "away")
    asked = Meanwhile(lambda: Revision.listed_at(root, "main", tuple))

    with pytest.raises(NoRevision, match="in no git repository"):
        asked()


@pytest.mark.parametrize("where", ["deep/er", "-x", "a b"])
def test_a_tree_may_lie_in_a_subfolder(where: str, tmp_path: Path) -> None:
    repository(tmp_path, {f"{where}/{name}": text for name, text in TREE.items()})

    _same(tmp_path / where / "ownership")


def test_the_tree_may_be_the_repository_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name.removeprefix("ownership/"): text for name, text in TREE.items() if name.startswith("ownership/")}
    repository(tmp_path, files)
    monkeypatch.chdir(tmp_path)

    _same(Path())


def test_a_tree_in_a_worktree_has_that_worktrees_head(tmp_path: Path) -> None:
    repository(tmp_path / "clone", TREE)
    git(tmp_path / "clone", "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    lay(tmp_path / "side", {"ownership/teams/n.yaml": "team: n\nname: N\n"})
    commit(tmp_path / "side")

    loaded = _same(tmp_path / "side" / "ownership")

    assert loaded.org is not None
    assert "n" in loaded.org.teams


def test_a_hook_of_git_does_not_lead_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "here", TREE)
    repository(tmp_path / "elsewhere", MINIMAL)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))

    _same(root)


def test_a_tree_in_a_submodule_is_held_to_the_submodules_revisions(tmp_path: Path) -> None:
    repository(tmp_path / "inner", TREE)
    repository(tmp_path / "outer", {"README.md": "x"})
    git(tmp_path / "outer", "submodule", "--quiet", "add", str(tmp_path / "inner"), "sub")
    commit(tmp_path / "outer")

    _same(tmp_path / "outer" / "sub" / "ownership")


def test_what_lies_in_a_submodule_is_taken_as_it_is(tmp_path: Path) -> None:
    repository(tmp_path / "inner", {"flow.md": "x"})
    root = repository(tmp_path / "outer", {name: text for name, text in TREE.items() if not name.startswith("docs/")})
    git(tmp_path / "outer", "submodule", "--quiet", "add", str(tmp_path / "inner"), "docs")
    commit(tmp_path / "outer")

    _same(root)


def test_links_mean_what_they_mean_on_the_disk(tmp_path: Path) -> None:
    root = repository(tmp_path, {**TREE, "flows/real.md": "x", "outside.yaml": "team: o\nname: O\n"})
    links = {
        root / "teams/d": "b",
        root / "teams/e.yaml": "a.yaml",
        root / "teams/f.yaml": "../../outside.yaml",
        root / "teams/g.yaml": "/etc/hostname",
        root / "teams/h.yaml": "i.yaml",
        root / "teams/i.yaml": "h.yaml",
        root / "teams/j.yaml": "gone.yaml",
        root / "teams/k": "../../flows",
    }
    for link, target in links.items():
        link.symlink_to(target)
    (tmp_path / "docs/flow.md").unlink()
    (tmp_path / "docs/flow.md").symlink_to("../flows/real.md")
    commit(tmp_path)

    loaded = _same(root)

    rules = sorted(each.rule for each in loaded.findings if each.rule not in ("invalid-key", "unknown-file"))
    assert rules == ["declared-twice", "declared-twice", *["link-leaves-tree"] * 5, "unreadable-file"]


def test_the_tree_itself_may_be_a_link(tmp_path: Path) -> None:
    root = repository(tmp_path, {f"elsewhere/{name}": text for name, text in TREE.items()})
    lay(tmp_path, {"docs/flow.md": "x"})
    root.symlink_to("elsewhere/ownership")
    commit(tmp_path)

    _same(root)


def test_a_file_of_more_than_5_mb_is_not_read(tmp_path: Path) -> None:
    root = repository(tmp_path, {**MINIMAL, "ownership/teams/t.yaml": "#" * (LARGEST + 1)})

    assert only(load(root, Revision(root, "HEAD"))).rule == "file-too-large"


def test_it_is_the_last_commit_in_common_that_counts(tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)
    start = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "checkout", "--quiet", "-b", "feature")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    lay(tmp_path, {"ownership/teams/others.yaml": "team: others\nname: Others\n"})
    ahead = commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "feature")

    files = Revision(root, "main")

    assert files.since.commit == start
    assert files.since.said == f"{start[:7]}, where this branch left main"
    git(tmp_path, "merge", "--quiet", "main")
    assert Revision(root, "main").since.said == f"main ({ahead[:7]})"


def test_a_branch_without_a_common_past_is_compared_with_as_it_is(tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)
    other = git(tmp_path, "commit-tree", "HEAD^{tree}", "-m", "another past")

    assert Revision(root, other).since.commit == other


def test_before_the_first_commit_there_is_no_revision(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    git(tmp_path, "init", "--quiet")

    with pytest.raises(NoRevision, match="no revision `HEAD`"):
        Revision(root, "HEAD")


@pytest.mark.parametrize("rev", ["--output=/tmp/x", "-p", "", " "])
def test_an_option_is_no_revision(rev: str, tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)

    with pytest.raises(NoRevision, match="is no revision"):
        Revision(root, rev)


@pytest.mark.parametrize("rev", ["nowhere", "main:ownership", "main..HEAD", "$(touch x)", "v1\nHEAD"])
def test_an_unknown_revision_says_how_to_get_one(rev: str, tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)

    with pytest.raises(NoRevision, match="there is no revision") as raised:
        Revision(root, rev)

    assert "git fetch" in raised.value.help


def test_a_repository_without_a_commit_is_told_to_commit(tmp_path: Path) -> None:
    root = lay(tmp_path, TREE)
    git(tmp_path, "init", "--quiet")

    with pytest.raises(NoRevision) as raised:
        Revision(root, "HEAD")

    assert raised.value.help == "nothing is committed here yet: commit first"


def test_a_branch_of_origin_is_probably_meant(tmp_path: Path) -> None:
    repository(tmp_path / "origin", TREE)
    git(tmp_path / "origin", "branch", "release")
    git(tmp_path, "clone", "--quiet", "origin", "clone")

    with pytest.raises(NoRevision) as raised:
        Revision(tmp_path / "clone" / "ownership", "release")

    assert raised.value.help == "did you mean `origin/release`?"


def test_a_shallow_clone_is_told_to_fetch_more(tmp_path: Path) -> None:
    repository(tmp_path / "origin", TREE)
    git(tmp_path / "origin", "branch", "release")
    commit(tmp_path / "origin")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path}/origin", "clone")
    root = tmp_path / "clone" / "ownership"

    with pytest.raises(NoRevision) as unknown:
        Revision(root, "release")
    git(tmp_path / "clone", "fetch", "--quiet", "--depth", "1", "origin", "release:release")
    with pytest.raises(NoRevision, match="too shallow") as apart:
        Revision(root, "release")

    assert "fetch-depth: 0" in unknown.value.help
    assert "fetch-depth: 0" in apart.value.help
    git(tmp_path / "clone", "fetch", "--quiet", "--unshallow")
    _same(root, "release")


def test_outside_of_a_repository_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(NoGit, match="in no git repository"):
        Revision(lay(tmp_path, TREE), "main")


def test_without_git_there_is_nothing_to_compare_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, TREE)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoGit, match="git is not installed"):
        Revision(root, "main")


def test_a_repository_that_is_broken_is_no_bug(tmp_path: Path) -> None:
    root = repository(tmp_path, TREE)
    blob = git(tmp_path, "rev-parse", "HEAD:ownership/org.yaml")
    (tmp_path / ".git/objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(NoRevision, match="git lacks a file"):
        load(root, Revision(root, "HEAD"))
