"""Asking git, without a shell, a checkout or a question to the user."""

from __future__ import annotations

import os
import subprocess
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from pathlib import Path

PINNED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for its hooks. It says where the hook runs; the question here is where the tree lies."""


class NoRevision(Trouble):  # it reads as the sentence that it says
    """There is nothing to compare with."""


class NoGit(NoRevision):
    """Nor can there be: git isn't installed, or this is no repository."""


class Since(NamedTuple):
    """The commit that a working tree is compared with."""

    commit: str
    """Its whole id."""
    said: str
    """How people call it: `main (1a2b3c4)`, or `1a2b3c4, where this branch left main`."""
    prefix: str
    """The way from the root of the repository to the folder, with a slash at its end; empty for the root itself."""


def ask(folder: Path, *words: str, given: bytes | None = None) -> bytes | None:
    """What git answers in a folder; None where it answers by its exit code 1. Raises NoRevision for anything else."""
    done = _run(folder, words, given)
    if done.returncode not in (0, 1):
        lines = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise NoRevision(f"git can't be asked: {lines[0]}", "see what `git status` says there")
    return done.stdout if done.returncode == 0 else None


def word(folder: Path, *words: str) -> str:
    """The line that git answers in a folder; empty where it says no or isn't installed, so that nothing depends on it.

    Bytes that are no UTF-8 come as `os.fsdecode` has them.
    """
    try:
        done = _run(folder, words, None)
    except NoRevision:
        return ""
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""


def _run(folder: Path, words: tuple[str, ...], given: bytes | None) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in PINNED}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603  # a list of words, and no shell
            ["git", "-C", str(folder), *words],  # noqa: S607  # the git that the user has
            input=given if given is not None else b"",
            capture_output=True,
            env=environment,
            check=False,
        )
    except OSError as error:
        raise NoGit("git is not installed, and a revision can't be looked at without it", "install it") from error


def since(folder: Path, rev: str) -> Since:
    """The last commit that HEAD and `rev` have in common, as `git diff rev...` has it.

    So what others did on `rev` after this branch left it isn't taken for undone here. Where the two have nothing in
    common, it is `rev` itself. Raises NoRevision.
    """
    return _at_once(folder, rev) or _step_by_step(folder, rev)


def _at_once(folder: Path, rev: str) -> Since | None:
    """The answer to one question, where it is a plain one; a process of git costs as much as reading forty files."""
    if rev.startswith("-"):
        return None
    done = _run(folder, ("rev-parse", "--show-prefix", f"{rev}^{{commit}}...HEAD"), None)
    # the prefix, in which anything may stand; HEAD and `rev`; what these have in common, the best of it first
    lines = os.fsdecode(done.stdout).removesuffix("\n").split("\n")
    bases = list(takewhile(lambda line: line.startswith("^"), reversed(lines)))
    if done.returncode or not bases:
        return None
    *prefix, _, named = lines[: -len(bases)]
    return _since(rev, named, bases[-1].removeprefix("^"), "\n".join(prefix))


def _step_by_step(folder: Path, rev: str) -> Since:
    """The same, or what is the matter."""
    prefix = _prefix(folder)
    if rev.startswith("-") or not rev.strip():
        raise NoRevision(f"`{rev}` is no revision", "name a branch, a tag or a commit: --against origin/main")
    named = _commit(folder, rev)
    if named is None:
        raise _unknown(folder, rev)
    base = _run(folder, ("merge-base", named, "HEAD"), None).stdout  # nothing before the first commit, either
    if not base and _is_shallow(folder):
        raise NoRevision(
            f"this clone is too shallow to know where this branch left {rev}",
            "fetch more of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout",
        )
    return _since(rev, named, os.fsdecode(base).split()[0] if base else named, prefix)


def _since(rev: str, named: str, commit: str, prefix: str) -> Since:
    said = f"{rev} ({commit[:7]})" if commit == named else f"{commit[:7]}, where this branch left {rev}"
    return Since(commit, said, prefix)


def _prefix(folder: Path) -> str:
    done = _run(folder, ("rev-parse", "--show-prefix"), None)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        if "not a git repository" in said:
            raise NoGit(f"{folder} is in no git repository", "run it in a clone")
        raise NoRevision(f"git can't be asked: {said.splitlines()[0] if said else done.returncode}", "see `git status`")
    return os.fsdecode(done.stdout).removesuffix("\n")


def _commit(folder: Path, rev: str) -> str | None:
    done = _run(folder, ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}"), None)
    return None if done.returncode else os.fsdecode(done.stdout).split()[-1]


def _unknown(folder: Path, rev: str) -> NoRevision:
    message = f"there is no revision `{rev}` here"
    if _commit(folder, f"origin/{rev}"):
        return NoRevision(message, f"did you mean `origin/{rev}`?")
    if _commit(folder, "HEAD") is None:
        return NoRevision(message, "nothing is committed here yet: commit first")
    if _is_shallow(folder):
        return NoRevision(message, "this clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` in CI")
    return NoRevision(message, "`git fetch` brings what others have; `git branch --all` lists the branches")


def _is_shallow(folder: Path) -> bool:
    return ask(folder, "rev-parse", "--is-shallow-repository") == b"true\n"
