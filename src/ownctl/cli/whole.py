"""Writing a file whole: a full disk or a kill leaves the one that was there, never half of the new one."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from ownctl.config.write import replace

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Put `text`, in UTF-8, where `path` leads; links are followed, and pipes and devices take it as it comes.

    With `mode`, nobody else than it says may read the file; else it keeps the one that it has. Raises OSError.
    """
    data = text.encode("utf-8", "surrogateescape")
    file = path.resolve()
    if file.exists() and not file.is_file():
        file.write_bytes(data)
        return
    there = file.stat() if file.exists() else None
    if mode is None:
        mode = stat.S_IMODE(there.st_mode) if there else 0o666 & ~_umask()
    replace(file, data, mode, (there.st_uid, there.st_gid) if there else None)


def _umask() -> int:
    """What new files are kept from; it can't be read without being set."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
