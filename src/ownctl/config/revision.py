"""Files as a git revision has them: from git's own records, without a checkout."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config.disk import Disk, Item, Look, NoFile
from ownctl.config.git import since
from ownctl.config.git_records import LINK, SUBMODULE, Record, Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Revision:
    """The files of a repository as they were, by the paths that they have in the working tree.

    What lies outside the repository, or in a submodule of it, is taken as it is on the disk.
    """

    def __init__(self, root: Path, rev: str, known: Callable[[], Iterable[bytes]] = tuple) -> None:
        """What the ownership tree at `root` is compared with where somebody says `rev`. Raises NoRevision.

        Of files that hold what is `known` when they are read, as most do that a change leaves alone, git is asked for
        the id only.
        Its methods may raise NoRevision as well, where git's records are not complete.
        """
        self._disk = Disk()
        self.since = since(root, rev)
        prefix = self.since.prefix
        self._top = os.path.realpath(os.path.join(root, *[".."] * prefix.count("/")))  # noqa: PTH118
        absolute = os.path.abspath(root)  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
        around = os.path.dirname(absolute)  # noqa: PTH120
        self._places = [(f"{absolute}/", prefix), *self._outside(around), *self._outside(self._top)]
        """Where the repository has what lies below a folder: the nearest folder first."""
        self._records = Records(root, self.since.commit, prefix, known)

    @classmethod
    def listed_at(cls, root: Path, rev: str, known: Callable[[], Iterable[bytes]]) -> Revision:
        """One of which git has listed the files already: for `Meanwhile`."""
        files = cls(root, rev, known)
        files._records.list_near()
        return files

    def named(self, name: str) -> Iterable[tuple[str, bytes]]:
        """Every file of a name in the repository, by its folder: git's path, empty for the root."""
        return self._records.named(name).items()

    def take(self, root: Path, place: str) -> None:
        """From now on, what lies below `root` is what the revision has in the folder `place`."""
        below = f"{place}/" if place else ""
        self._places.insert(0, (f"{os.path.abspath(root)}/", below))  # noqa: PTH100
        self._records = self._records.near(below)

    def look(self, path: Path) -> Look | None:
        """What a path leads to; None for nothing."""
        at = self._at(path)
        if at is None:
            return self._disk.look(path)
        try:
            there = self._records.followed(at)
        except OSError:
            return None
        if there is None:
            return None
        if self._records.is_in_submodule(there):
            return self._disk.look(path)
        if self._records.at(there) is not None:
            return Look.FILE
        return Look.FOLDER if self._records.names(there) is not None else None

    def listed(self, folder: Path) -> list[Item]:
        """What lies in a folder, by name."""
        there = self._followed(folder)
        names = None if there is None else self._records.names(there)
        if names is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        return [
            self._item(folder / name, self._records.at(f"{there}/{name}".removeprefix("/"))) for name in sorted(names)
        ]

    def _item(self, path: Path, record: Record | None) -> Item:
        is_link = record is not None and record.mode == LINK
        is_folder = self.look(path) is Look.FOLDER if is_link else record is None or record.mode == SUBMODULE
        return Item(path.name, path, is_folder, is_link)

    def read(self, path: Path, most: int) -> bytes:
        """The first `most` bytes of a file."""
        there = self._followed(path)
        record = None if there is None else self._records.at(there)
        if record is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if record.mode == SUBMODULE:
            raise NoFile(errno.EINVAL, "it is a submodule", str(path))
        if record.size is not None and record.size >= most:
            return bytes(most)  # too large for anybody to look at
        return self._records.content(record)[:most]

    def real(self, path: Path) -> Path:
        """The path without links, below the repository's real root."""
        at = self._at(path)
        if at is None:
            return self._disk.real(path)
        there = self._records.followed(at)
        return Path("/") if there is None else Path(self._top, there)

    def _followed(self, path: Path) -> str | None:
        at = self._at(path)
        return None if at is None else self._records.followed(at)

    def _outside(self, folder: str) -> Iterator[tuple[str, str]]:
        real = f"{os.path.realpath(folder)}/".replace("//", "/")
        if real.startswith(f"{self._top}/"):
            yield f"{folder}/", real.removeprefix(f"{self._top}/")

    def _at(self, path: Path) -> str | None:
        """Where the repository has a path; None for what lies outside of it."""
        absolute = os.path.abspath(path) + "/"  # noqa: PTH100
        for folder, at in self._places:
            if absolute.startswith(folder):
                return (at + absolute.removeprefix(folder)).removesuffix("/")
        return None
