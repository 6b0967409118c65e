"""Where files come from: what every place of origin can do; and the disk, where they come from by default."""

from __future__ import annotations

import errno
import os
import stat
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class Look(Enum):
    """What a path leads to, links followed."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"


class Item(NamedTuple):
    """Something that lies in a folder."""

    name: str
    path: Path
    is_folder: bool
    """Links followed; a link that leads nowhere is none."""
    is_link: bool


class NoFile(OSError):
    """A pipe, a device or a folder where a file was to be read."""


class Files(Protocol):
    """A place that files come from. Paths are the user's, whatever the place calls them itself."""

    def look(self, path: Path) -> Look | None:
        """What a path leads to; None for nothing."""

    def listed(self, folder: Path) -> list[Item]:
        """What lies in a folder, by name, hidden files included. Raises OSError where it can't be listed."""

    def read(self, path: Path, most: int) -> bytes:
        """The first `most` bytes of a file, links followed. Raises OSError; NoFile for what is no regular file."""

    def real(self, path: Path) -> Path:
        """The path without any links, comparable with the other real paths of this place.

        It need not exist. Raises OSError for a link that goes round in circles, ValueError for what can't be a path.
        """


class Disk:
    """The files as they lie on the disk."""

    def look(self, path: Path) -> Look | None:
        """What a path leads to; None for nothing, and for what may not be looked at."""
        try:
            mode = os.stat(path).st_mode  # noqa: PTH116  # half the time of Path.stat
        except (OSError, ValueError):
            return None
        return Look.FILE if stat.S_ISREG(mode) else Look.FOLDER if stat.S_ISDIR(mode) else Look.OTHER

    def listed(self, folder: Path) -> list[Item]:
        """What lies in a folder, by name."""
        with os.scandir(folder) as items:
            return sorted(
                (Item(item.name, folder / item.name, _is_folder(item), item.is_symlink()) for item in items),
                key=lambda item: item.name,
            )

    def read(self, path: Path, most: int) -> bytes:
        """The first `most` bytes of a file."""
        # without O_NONBLOCK, opening a named pipe would wait for a writer
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise NoFile(errno.EINVAL, "it is no regular file", str(path))
            return file.read(most)

    def real(self, path: Path) -> Path:
        """The path without links."""
        try:
            return path.resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            return path.resolve()
        except RuntimeError as error:  # what a circle was before Python 3.13
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link that goes round in circles; reading it tells
        return False
