"""Asking the process that looks at whole trees: one request at a time, and of several waiting ones only the newest."""

from __future__ import annotations

import asyncio
import logging
import pickle
import sys
from typing import TYPE_CHECKING

from ownctl.lsp.whole import LENGTH, Ask, Seen

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)


class Looker:
    """A process for one tree. It is started when it is first asked, and again should it have died."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._process: asyncio.subprocess.Process | None = None

    async def look(self, ask: Ask) -> Seen | None:
        """What the tree looks like; None if the process died of it, which it has told of on standard error.

        Not to be called again before it has returned.
        """
        data = pickle.dumps(ask)
        try:
            process = self._process
            if process is None or process.returncode is not None:
                process = self._process = await self._start()
            if process.stdin is None or process.stdout is None:
                return None
            process.stdin.write(LENGTH.pack(len(data)) + data)
            await process.stdin.drain()
            (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
            seen: Seen = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301  # our own process wrote it
        except (OSError, asyncio.IncompleteReadError):
            log.error("looking at %s ended early; the next edit tries again", ask.root)  # noqa: TRY400
            if self._process is not None:
                await self._process.wait()
            return None
        return seen

    async def _start(self) -> asyncio.subprocess.Process:
        # findings name files as somebody in the repository's folder would type them
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "ownctl", "lsp", "--look"),  # -P: the folder's own modules are not ours
            cwd=self._repository,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

    def stop(self) -> None:
        """Let the process end, by the end of its input."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
