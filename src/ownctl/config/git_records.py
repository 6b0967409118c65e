"""What git has recorded of one commit: its paths, links and contents, asked for in bulk."""

from __future__ import annotations

import errno
import hashlib
import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.git import NoRevision, ask
from ownctl.config.source import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LINK, SUBMODULE = "120000", "160000"
SHORT = 40
"""Digits of an id where the repository goes by SHA-1; else it goes by SHA-256."""
MOST_HOPS = 40
"""Links behind links, as Linux counts them."""


class Record(NamedTuple):
    """What git keeps at one path."""

    mode: str
    id: str
    size: int | None
    """In bytes; None where nobody asked, and for a submodule."""


class Records:
    """The records of a commit. Paths are git's: from the repository's root, with slashes."""

    def __init__(self, folder: Path, commit: str, below: str, known: Callable[[], Iterable[bytes]] = tuple) -> None:
        """Ask git in `folder`. Contents are read at once for what lies `below`, which ends with a slash if anything.

        What is `known` by then is not read.
        """
        self._folder, self._commit, self._below, self._known = folder, commit, below, known

    def list_near(self) -> None:
        """Ask for what lies near now rather than when somebody looks for it."""
        self._near  # noqa: B018

    def at(self, path: str) -> Record | None:
        """What lies at a path, links not followed; None for folders, and for nothing."""
        if f"{path}/".startswith(self._below):
            return self._near.get(path)
        # the way to the tree is made of folders
        return None if self._below.startswith(f"{path}/") else self._all.get(path)

    def names(self, path: str) -> set[str] | None:
        """What lies in a folder; None where there is none."""
        return (self._near_names if f"{path}/".startswith(self._below) else self._all_names).get(path)

    def named(self, name: str) -> dict[str, bytes]:
        """All files of a name, by the folder in which they lie; links aren't followed."""
        found = {
            path.rpartition("/")[0]: record.id
            for path, record in self._all.items()
            if path.rpartition("/")[2] == name and record.mode not in (LINK, SUBMODULE)
        }
        contents = self._contents(set(found.values()))
        return {folder: contents[each] for folder, each in found.items()}

    def near(self, below: str) -> Records:
        """The same commit's, with the contents of what lies `below` read at once."""
        return Records(self._folder, self._commit, below, self._known)

    def followed(self, path: str) -> str | None:
        """A path without links; None where it leaves the repository. Raises OSError for a circle."""
        if path.startswith(self._below) and ".." not in path and self._has_no_links:
            return path
        done: list[str] = []
        ahead = path.split("/")[::-1]
        hops = 0
        while ahead:
            step = ahead.pop()
            if step == "..":
                if not done:
                    return None
                done.pop()
            elif step not in ("", "."):
                target = self._target("/".join([*done, step]))
                hops += target is not None
                if hops > MOST_HOPS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                if target is None:
                    done.append(step)
                elif target.startswith("/"):
                    return None
                else:
                    ahead += target.split("/")[::-1]
        return "/".join(done)

    def _target(self, path: str) -> str | None:
        """Where a link leads; None if there is none."""
        record = self.at(path)
        return os.fsdecode(self.content(record)) if record is not None and record.mode == LINK else None

    def is_in_submodule(self, path: str) -> bool:
        """Whether a path is a submodule, or leads into one."""
        steps = path.split("/")
        around = (self.at("/".join(steps[:n])) for n in range(1, len(steps) + 1))
        return any(record is not None and record.mode == SUBMODULE for record in around)

    def content(self, record: Record) -> bytes:
        """What a file holds, or where a link leads."""
        return self._texts[record.id] if record.id in self._texts else self._contents([record.id])[record.id]

    @cached_property
    def _near(self) -> dict[str, Record]:
        paths = ["--", self._below] if self._below else []
        return _records(ask(self._folder, "ls-tree", "-r", "-z", "-l", "--full-tree", self._commit, *paths))

    @cached_property
    def _has_no_links(self) -> bool:
        """Whether every path near is as it is: mostly so, and the way there is made of folders."""
        return all(each.mode != LINK for each in self._near.values())

    @cached_property
    def _all(self) -> dict[str, Record]:
        return _records(ask(self._folder, "ls-tree", "-r", "-z", "--full-tree", self._commit))

    @cached_property
    def _near_names(self) -> dict[str, set[str]]:
        return _folders(self._near)

    @cached_property
    def _all_names(self) -> dict[str, set[str]]:
        return _folders(self._all)

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        """All small files near, by id."""
        known = {_id(each, of=self._commit): each for each in self._known()}
        small = {each.id for each in self._near.values() if each.size is not None and each.size <= LARGEST}
        return known | self._contents(small - known.keys())

    def _contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        asked = list(ids)
        if not asked:
            return {}
        lines = "".join(f"{each}\n" for each in asked).encode()
        said = ask(self._folder, "cat-file", "--batch", "--buffer", given=lines) or b""
        found, begin = {}, 0
        for each in asked:
            end = said.find(b"\n", begin)
            head = said[begin:end].split()
            if len(head) != 3:  # `ID missing`: a clone without all contents, and no network
                raise NoRevision(f"git lacks a file of {self._commit[:7]}", "`git fetch` while there is a network")
            begin = end + 1 + int(head[2]) + 1
            found[each] = said[end + 1 : begin - 1]
        return found


def _records(listed: bytes | None) -> dict[str, Record]:
    found = {}
    for line in (listed or b"").split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, name, *size = os.fsdecode(about).split()
        found[os.fsdecode(path)] = Record(mode, name, int(size[0]) if size and size[0].isdigit() else None)
    return found


def _id(content: bytes, *, of: str) -> str:
    """What git calls a file with this content, in a repository that has `of` for an id (gitformat-loose)."""
    hashed = hashlib.sha1 if len(of) == SHORT else hashlib.sha256  # names, not secrets
    return hashed(b"blob %d\0" % len(content) + content).hexdigest()


def _folders(paths: Iterable[str]) -> dict[str, set[str]]:
    """The names in each folder."""
    folders: dict[str, set[str]] = {}
    for each in paths:
        path = each
        while path:
            path, _, name = path.rpartition("/")
            names = folders.setdefault(path, set())
            if name in names:
                break
            names.add(name)
    return folders
