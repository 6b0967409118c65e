"""What somebody who types waits for: the language server on an org of many services.

    .venv/bin/python benchmarks/lsp.py 1000           # prints the table of docs/performance.md

Keys come every 150 ms into one team's file, as from a fast typist, while the whole tree is looked at again and again.
Times are an editor's, from sending to having the answer, over the pipes of a real server.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from scale import write

if TYPE_CHECKING:
    from collections.abc import Awaitable

KEYS = 100
BETWEEN = 0.15
"""Seconds."""
REST = 1.5
"""Seconds of rest after every twentieth key, in which the whole tree is looked at."""


class Typist:
    """Types in one file, and takes the time."""

    def __init__(self, path: Path) -> None:
        self.client = LanguageClient("typist", "1")
        self.path, self.version = path, 0
        self.text = path.read_text(encoding="utf-8")
        self.shown = asyncio.Event()
        self.whole = asyncio.Event()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: lsp.PublishDiagnosticsParams) -> None:
            if params.uri == path.as_uri() and params.version == self.version:
                self.shown.set()
            if any(each.code == "unknown-reference" for each in params.diagnostics):
                self.whole.set()

    async def start(self, folder: Path) -> None:
        """Open the file and wait until something is shown for it."""
        await self.client.start_io(sys.executable, "-m", "ownctl", "lsp", cwd=folder)
        await self.client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), process_id=os.getpid()))
        self.client.initialized(lsp.InitializedParams())
        item = lsp.TextDocumentItem(self.path.as_uri(), "yaml", self.version, self.text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await self.shown.wait()

    def key(self, text: str) -> None:
        """Give the file another text."""
        self.text, self.version = text, self.version + 1
        self.shown.clear()
        document = lsp.VersionedTextDocumentIdentifier(version=self.version, uri=self.path.as_uri())
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def at(self, word: str) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
        """The end of a word's first line."""
        lines = self.text.split("\n")
        line = next(number for number, each in enumerate(lines) if word in each)
        position = lsp.Position(line, lines[line].index(word) + len(word))
        return lsp.TextDocumentIdentifier(self.path.as_uri()), position


async def timed(what: Awaitable[object], times: list[float]) -> None:
    """Wait for an answer, and note the milliseconds."""
    start = time.perf_counter()
    await what
    times.append((time.perf_counter() - start) * 1000)


async def measure(folder: Path) -> dict[str, list[float]]:
    """Milliseconds by what was waited for."""
    times: dict[str, list[float]] = {
        "diagnostics of that file": [],
        "completion": [],
        "hover": [],
        "the whole tree": [],
    }
    typist = Typist(folder / "ownership/teams/t0.yaml")
    await typist.start(folder)
    await typist.client.text_document_hover_async(lsp.HoverParams(*typist.at("{person: p0")))
    base = typist.text
    for number in range(KEYS):
        typist.key(base.replace("turn_to: [{person: p0-0", f"turn_to: [{{person: p{'0' * (number % 7)}"))
        await timed(typist.shown.wait(), times["diagnostics of that file"])
        params = lsp.CompletionParams(*typist.at("turn_to: [{person: p"))
        await timed(typist.client.text_document_completion_async(params), times["completion"])
        hover = lsp.HoverParams(*typist.at("members:\n".strip()) if number % 2 else typist.at("- {person: p0"))
        await timed(typist.client.text_document_hover_async(hover), times["hover"])
        await asyncio.sleep(BETWEEN if number % 20 else REST)
    for _ in range(5):
        typist.key(base)
        await asyncio.sleep(REST)
        typist.whole.clear()
        typist.key(base.replace("turn_to: [{person: p0-0", "turn_to: [{person: nobody"))
        await timed(typist.whole.wait(), times["the whole tree"])
    await typist.client.shutdown_async(None)
    typist.client.exit(None)
    await typist.client.stop()
    return times


def main() -> None:
    """Print the table, rows for each size on the command line."""
    print("| services | from a key to | median, ms | p95, ms |")
    print("| --- | --- | --- | --- |")
    for size in sys.argv[1:] or ["1000"]:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), int(size))
            for what, times in asyncio.run(measure(Path(name))).items():
                last = statistics.quantiles(times, n=20)[-1]
                print(f"| {int(size):,} | {what} | {statistics.median(times):.0f} | {last:.0f} |")


if __name__ == "__main__":
    main()
