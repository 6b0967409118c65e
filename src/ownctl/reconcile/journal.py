"""The journal: what was applied, when, by whom and from which commit, written before and after each write.

One file an apply, one JSON object a line, in `.ownctl/journal/` beside `ownership/`. It serves people: nothing is read
back from it, because the account is the state.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from ownctl.reconcile.changes import Change
    from ownctl.reconcile.steps import Step


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an apply comes from."""

    by: str
    commit: str | None
    """The revision of the files, with `-dirty` where the working tree differs from it; None outside of git."""


class Journal:
    """An open journal. Each line is on the disk before the write that it announces is sent."""

    def __init__(self, folder: Path, now: datetime, origin: Origin) -> None:
        """Begin a journal of its own for this apply. Raises OSError where the folder can't be written."""
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(".jsonl", f"{now:%Y-%m-%dT%H%M%SZ}-", folder)  # mode 0600, and its own
        self.path = Path(name)
        self._writing = threading.Lock()
        self._file: TextIO = os.fdopen(descriptor, "w", encoding="utf-8")
        self._write({"event": "begin", "at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "by": origin.by, "commit": origin.commit})

    def before(self, change: Change, step: Step) -> None:
        """Note what is about to be sent. Raises OSError where the disk is full: then nothing is sent."""
        self._write(_line("before", change, step))

    def after(self, change: Change, step: Step, outcome: str) -> None:
        """Note what came of it."""
        self._write(_line("after", change, step) | {"outcome": outcome})

    def end(self, counts: Mapping[str, int]) -> None:
        """Note how the apply ended."""
        self._write({"event": "end", **counts})

    def _write(self, line: dict[str, object]) -> None:
        with self._writing:
            self._file.write(json.dumps(line, default=str) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def _line(event: str, change: Change, step: Step) -> dict[str, object]:
    return {
        "event": event,
        "object": str(change.ref),
        "action": str(change.action),
        "write": type(step).__name__,
        "fields": [{"path": each.path, "before": each.before, "after": each.after} for each in change.fields],
    }
