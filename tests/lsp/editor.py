"""An editor for tests: pygls' own language client, over the pipes of a real `ownctl lsp`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

T = TypeVar("T")
NOW = "2026-11-24T12:00:00+00:00"
PATIENCE = 20.0
"""Seconds after which an answer is taken for missing."""


class Editor:
    """Opens, types and asks; waits for what the server says by itself."""

    def __init__(self, runner: asyncio.Runner, encodings: list[lsp.PositionEncodingKind]) -> None:
        self._runner = runner
        self._encodings = encodings
        self.client = LanguageClient("editor", "1")
        self.shown: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.log = ""
        self._news = asyncio.Event()
        self._versions: dict[Path, int] = {}
        self.texts: dict[Path, str] = {}
        self.capabilities: lsp.ServerCapabilities | None = None
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._diagnostics(params))
        self.client.feature(lsp.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(lsp.WINDOW_LOG_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(lambda params: None)

    def _diagnostics(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.shown[params.uri] = params
        self._news.set()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something to its end."""
        return self._runner.run(asyncio.wait_for(work, PATIENCE))

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for diagnostics that make it true."""

        async def wait() -> None:
            while not true():
                self._news.clear()
                await self._news.wait()

        try:
            self.do(wait())
        except TimeoutError as error:
            shown = {uri: (each.version, each.diagnostics) for uri, each in self.shown.items()}
            raise AssertionError(f"this was all that was shown: {shown}, {self.messages}") from error

    async def start(self, folder: Path) -> None:
        environment = {**os.environ, "OWNCTL_NOW": NOW, "PYTHONWARNINGS": "error"}
        await self.client.start_io(sys.executable, "-P", "-m", "ownctl", "lsp", cwd=folder, env=environment)
        capabilities = lsp.ClientCapabilities(
            general=lsp.GeneralClientCapabilities(position_encodings=self._encodings),
            workspace=lsp.WorkspaceClientCapabilities(
                workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
                did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            ),
        )
        folders = [lsp.WorkspaceFolder(folder.as_uri(), folder.name)]
        answer = await self.client.initialize_async(
            lsp.InitializeParams(capabilities, process_id=os.getpid(), workspace_folders=folders)
        )
        self.capabilities = answer.capabilities
        self.client.initialized(lsp.InitializedParams())

    async def end(self) -> int:
        """Leave as editors do. The server's exit code; its log is in `log` from then on."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        server = self.client._server
        assert server is not None
        assert server.stderr is not None
        self.log = (await server.stderr.read()).decode()
        code = await server.wait()
        await self.client.stop()  # type: ignore[no-untyped-call]
        return code

    # what a user does

    def open(self, path: Path, text: str | None = None) -> None:
        """Show a file: as it is on the disk, or as it is about to be."""
        self.texts[path] = path.read_text(encoding="utf-8") if text is None else text
        self._versions[path] = 1
        item = lsp.TextDocumentItem(path.as_uri(), "yaml", 1, self.texts[path])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def write(self, path: Path, text: str) -> None:
        """Give an open file another text, without saving it."""
        self.texts[path] = text
        self._versions[path] += 1
        document = lsp.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=self._versions[path])
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def close(self, path: Path) -> None:
        """Show a file no longer, and forget what was typed."""
        del self.texts[path], self._versions[path]
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self._document(path)))

    def saved(self, path: Path) -> None:
        """Write an open file to the disk."""
        path.write_text(self.texts[path], encoding="utf-8")
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(self._document(path)))

    def _document(self, path: Path) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(path.as_uri())

    # what a user sees

    def findings(self, path: Path) -> list[lsp.Diagnostic]:
        """What is shown in a file at the moment."""
        shown = self.shown.get(path.as_uri())
        return list(shown.diagnostics) if shown else []

    def rules(self, path: Path) -> list[str]:
        """The names of what is shown in a file at the moment."""
        return sorted(str(each.code) for each in self.findings(path))

    def until_shown(self, path: Path, *rules: str) -> list[lsp.Diagnostic]:
        """Wait until exactly these are shown for the newest text of a file."""
        self.until(lambda: path.as_uri() in self.shown and self.rules(path) == sorted(rules) and self._is_new(path))
        return self.findings(path)

    def until_answered(self, path: Path) -> None:
        """Wait until something is shown for the newest text of a file."""
        self.until(lambda: self._is_new(path))

    def _is_new(self, path: Path) -> bool:
        shown = self.shown.get(path.as_uri())
        return shown is not None and (path not in self._versions or shown.version == self._versions[path])

    def _at(self, path: Path, before: str, after: str) -> tuple[lsp.TextDocumentIdentifier, lsp.Position]:
        text = self.texts[path]
        assert text.count(before + after) == 1, f"{before}|{after} stands {text.count(before + after)} times"
        index = text.index(before + after) + len(before)
        line = text.count("\n", 0, index)
        start = text.rfind("\n", 0, index) + 1
        return self._document(path), lsp.Position(line, self.units(text[start:index]))

    def units(self, text: str) -> int:
        """Columns as was agreed upon."""
        assert self.capabilities is not None
        kind = str(lsp.PositionEncodingKind(self.capabilities.position_encoding or "utf-16").value)
        name, width = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[kind]
        return len(text.encode(name, "surrogatepass")) // width

    def hover(self, path: Path, before: str, after: str = "") -> str:
        """What is said of what stands at `before|after`; empty where that is nothing."""
        found = self.do(self.client.text_document_hover_async(lsp.HoverParams(*self._at(path, before, after))))
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    def hover_until(self, path: Path, before: str, after: str, said: str) -> str:
        """The same, once the whole tree has been looked at and this is part of it."""
        patient_until = time.monotonic() + PATIENCE
        while said not in (found := self.hover(path, before, after)):
            assert time.monotonic() < patient_until, found
            time.sleep(0.05)
        return found

    def completion(self, path: Path, before: str, after: str = "") -> dict[str, lsp.CompletionItem]:
        params = lsp.CompletionParams(*self._at(path, before, after))
        found = self.do(self.client.text_document_completion_async(params))
        return {item.label: item for item in found.items} if isinstance(found, lsp.CompletionList) else {}

    def definition(self, path: Path, before: str, after: str = "") -> list[lsp.Location]:
        params = lsp.DefinitionParams(*self._at(path, before, after))
        found: Any = self.do(self.client.text_document_definition_async(params))
        return list(found or [])

    def references(self, path: Path, before: str, after: str = "") -> list[lsp.Location]:
        context = lsp.ReferenceContext(include_declaration=True)
        params = lsp.ReferenceParams(context, *self._at(path, before, after))
        found: Any = self.do(self.client.text_document_references_async(params))
        return list(found or [])

    def rename(self, path: Path, before: str, after: str, new: str) -> lsp.WorkspaceEdit:
        document, position = self._at(path, before, after)
        found = self.do(self.client.text_document_rename_async(lsp.RenameParams(document, position, new)))
        assert found is not None
        return found

    def actions(self, path: Path, before: str, after: str = "") -> list[lsp.CodeAction]:
        document, position = self._at(path, before, after)
        params = lsp.CodeActionParams(document, lsp.Range(position, position), lsp.CodeActionContext([]))
        found = self.do(self.client.text_document_code_action_async(params))
        return [each for each in found or [] if isinstance(each, lsp.CodeAction)]

    def ask_everything(self, path: Path, index: int) -> None:
        """Ask all that an editor may ask of a place, without looking at the answers."""
        text = self.texts[path]
        line = text.count("\n", 0, index)
        at = lsp.Position(line, self.units(text[text.rfind("\n", 0, index) + 1 : index]))
        document = self._document(path)
        client = self.client
        asked: list[Coroutine[Any, Any, Any]] = [
            client.text_document_hover_async(lsp.HoverParams(document, at)),
            client.text_document_completion_async(lsp.CompletionParams(document, at)),
            client.text_document_definition_async(lsp.DefinitionParams(document, at)),
            client.text_document_references_async(
                lsp.ReferenceParams(lsp.ReferenceContext(include_declaration=True), document, at)
            ),
            client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document)),
            client.text_document_code_action_async(
                lsp.CodeActionParams(document, lsp.Range(at, at), lsp.CodeActionContext([]))
            ),
        ]

        async def all_of_it() -> None:
            await asyncio.gather(*asked)

        self.do(all_of_it())

    def apply(self, edit: lsp.WorkspaceEdit) -> dict[str, str]:
        """What the files would be after an edit, by the last two parts of their paths; versions are checked."""
        after = {}
        for change in edit.document_changes or []:
            assert isinstance(change, lsp.TextDocumentEdit)
            path = next((path for path in self.texts if path.as_uri() == change.text_document.uri), None)
            assert change.text_document.version == (self._versions[path] if path else None)
            named = Path(unquote(change.text_document.uri.removeprefix("file://")))
            text = self.texts[path] if path else named.read_text(encoding="utf-8")
            after["/".join(named.parts[-2:])] = self._edited(text, change.edits)
        return after

    def _edited(self, text: str, edits: Any) -> str:
        lines = text.split("\n")
        for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
            first, last = (lines[at.line] for at in (edit.range.start, edit.range.end))
            begin = first[: self._column(first, edit.range.start.character)]
            end = last[self._column(last, edit.range.end.character) :]
            lines[edit.range.start.line : edit.range.end.line + 1] = [begin + edit.new_text + end]
        return "\n".join(lines)

    def _column(self, line: str, units: int) -> int:
        return next(column for column in range(len(line) + 1) if self.units(line[:column]) == units)


@contextmanager
def editing(folder: Path, *encodings: lsp.PositionEncodingKind) -> Iterator[Editor]:
    """An editor with a folder open. In the end the server must leave well, and have nothing in its log."""
    with asyncio.Runner() as runner:
        editor = Editor(runner, list(encodings) or [lsp.PositionEncodingKind.Utf16])
        editor.do(editor.start(folder))
        yield editor
        assert editor.do(editor.end()) == 0
    assert editor.log == ""


def run(*words: str, said: str = "", env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`ownctl lsp` as a command, with what is said to it before its input ends."""
    command = [sys.executable, "-m", "ownctl", "lsp", *words]
    return subprocess.run(command, input=said, capture_output=True, text=True, env=env, check=False)
