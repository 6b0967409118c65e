"""Writing a file of the tree anew: all of it or nothing, and only if it is still what was read."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from typing import TYPE_CHECKING

from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from pathlib import Path


class NotWritten(Trouble):  # it reads as the sentence that it says
    """The file is as it was."""


def write_anew(path: Path, before: bytes, after: bytes, *, within: Path) -> None:
    """Put `after` in the place of a file that holds `before`; links are followed, its mode is kept.

    Raises NotWritten if it lies outside the folder `within`, may not be written, or holds something else by now.
    """
    try:
        file = path.resolve(strict=True)
        if not file.is_relative_to(within.resolve()):
            raise NotWritten(f"{path} lies outside the ownership tree", "mend it by hand where it belongs")
        status = file.stat()
        if not status.st_mode & stat.S_IWUSR or not os.access(file, os.W_OK):
            raise NotWritten(f"{path} is read-only", f"chmod u+w {path}, and run it again")
        if file.read_bytes() != before:
            raise NotWritten(f"{path} was changed meanwhile", "run it again")
        replace(file, after, stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NotWritten(f"{path} can't be written: {reason}", "let yourself write to its folder") from error


def replace(file: Path, data: bytes, mode: int, owner: tuple[int, int] | None = None) -> None:
    """Put a new file in the place of one, or of none: all of it or nothing. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix="~", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(handle)
        if owner:
            with contextlib.suppress(PermissionError):  # only root gives files away
                os.chown(name, *owner)
        os.chmod(name, mode)  # noqa: PTH101
        os.replace(name, file)  # noqa: PTH105
    except BaseException:  # Ctrl-C as well: no half-written file is left behind
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
