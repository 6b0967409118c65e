"""Files that are being written: texts that are not on the disk yet, laid over what is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config.disk import Disk, Files, Item, Look

if TYPE_CHECKING:
    from collections.abc import Mapping


class Buffers:
    """Other files, with the texts of some replaced or added. Folders of added files are there by themselves."""

    def __init__(self, texts: Mapping[Path, str], under: Files | None = None) -> None:
        """`texts` by path, absolute or from the working directory."""
        self._under = under or Disk()
        self._texts = {_absolute(path): text for path, text in texts.items()}
        self._folders: dict[Path, set[Path]] = {}
        """What texts add to each folder: the path of a text, or of a folder that holds one."""
        for path in self._texts:
            below = path
            for folder in path.parents:
                self._folders.setdefault(folder, set()).add(below)
                below = folder

    def look(self, path: Path) -> Look | None:
        """What a path leads to; None for nothing."""
        absolute = _absolute(path)
        if absolute in self._texts:
            return Look.FILE
        return Look.FOLDER if absolute in self._folders else self._under.look(path)

    def listed(self, folder: Path) -> list[Item]:
        """What lies in a folder, by name."""
        added = self._folders.get(_absolute(folder), set())
        there = [] if added and self._under.look(folder) is None else self._under.listed(folder)
        items = {item.name: item for item in there}
        for path in added:
            if path in self._texts or path.name not in items:
                items[path.name] = Item(path.name, folder / path.name, path not in self._texts, is_link=False)
        return [items[name] for name in sorted(items)]

    def read(self, path: Path, most: int) -> bytes:
        """The first `most` bytes of a file."""
        text = self._texts.get(_absolute(path))
        return self._under.read(path, most) if text is None else text.encode(errors="surrogatepass")[:most]

    def real(self, path: Path) -> Path:
        """The path without links; what is being written is itself."""
        return self._under.real(path)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
