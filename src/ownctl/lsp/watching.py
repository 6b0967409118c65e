"""When to look at what: at the file being written with the next breath, at the whole tree once the fingers rest."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ownctl.lsp.looking import Looker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Finding
    from ownctl.lsp.tree import Tree

BREATH = 0.02
"""Seconds: keys that come faster are taken together."""
REST = 0.25
"""Seconds without a key, after which the whole tree is looked at."""
PATIENCE = 5.0
"""Seconds that an explanation waits for the first look at the tree."""


class Watch:
    """Keeps what an editor shows of one tree up to date. To be made while an event loop runs."""

    def __init__(
        self, tree: Tree, show: Callable[[Path, Sequence[Finding]], None], now: Callable[[], datetime]
    ) -> None:
        self.tree = tree
        self._show, self._now = show, now
        self._shown: set[Path] = set()
        self._loop = asyncio.get_running_loop()
        self._breath: asyncio.TimerHandle | None = None
        self._wanted = asyncio.Event()
        self._rest_until = 0.0
        self._looked = asyncio.Event()
        self._tasks = [self._loop.create_task(self._look()), self._loop.create_task(self._read_names())]

    def edited(self) -> None:
        """Something of the tree is another than before."""
        if self._breath is None:
            self._breath = self._loop.call_later(BREATH, self._show_all)
        self._rest_until = self._loop.time() + REST
        self._wanted.set()

    async def looked(self) -> None:
        """Wait until the tree has been looked at once, but not long: who asks has something else to do as well."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._looked.wait(), PATIENCE)

    def take_back(self) -> None:
        """Show nothing any more."""
        for path in self._shown:
            self._show(path, ())

    def stop(self) -> None:
        """Let the process go that looks at the tree, and say nothing from now on."""
        if self._breath is not None:
            self._breath.cancel()
        for task in self._tasks:
            task.cancel()

    def _show_all(self) -> None:
        self._breath = None
        found = self.tree.findings()
        for path in self._shown - found.keys():
            self._show(path, ())
        for path, findings in found.items():
            self._show(path, findings)
        self._shown = set(found)

    async def _read_names(self) -> None:
        """Read the names in all files before somebody asks for them, a file at a time, so that nobody has to wait."""
        await self._wanted.wait()
        for text in list(self.tree.texts()):
            _ = text.marks
            await asyncio.sleep(0)

    async def _look(self) -> None:
        looker = Looker(self.tree.repository)
        try:
            while True:
                await self._wanted.wait()
                while (left := self._rest_until - self._loop.time()) > 0:
                    await asyncio.sleep(left)
                self._wanted.clear()
                ask, asked = self.tree.ask(self._now())
                seen = await looker.look(ask)
                if seen is not None:
                    self.tree.take(seen, asked)
                    self._show_all()
                self._looked.set()
        finally:
            looker.stop()
