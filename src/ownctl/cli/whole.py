"""Writing a file whole: a full disk or a kill leaves the one that was there, never half of the new one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

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
    if mode is None and file.exists():
        mode = file.stat().st_mode & 0o777
    draft = file.with_name(f".{file.name}.{os.getpid()}~")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode or 0o666), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        if mode is not None:
            draft.chmod(mode)  # whatever the umask took from it
        draft.replace(file)
    except BaseException:  # Ctrl-C as well
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
