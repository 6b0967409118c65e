"""What the editor asks, and who answers: the rim where the protocol's values come and go."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from ownctl.lsp import answers
from ownctl.lsp.places import home
from ownctl.lsp.positions import Units
from ownctl.lsp.scan import LARGEST, find
from ownctl.lsp.texts import Text
from ownctl.lsp.tree import Tree
from ownctl.lsp.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from ownctl.config import Edit, Finding
    from ownctl.lsp.cursor import Cursor


@dataclass(frozen=True, slots=True)
class Asked:
    """A place in a file, with all that is needed to answer for it."""

    watch: Watch
    text: Text
    line: int
    cursor: Cursor | None

    @property
    def tree(self) -> Tree:
        """The tree that the file belongs to."""
        return self.watch.tree


class Server(LanguageServer):
    """The files that an editor has open, by the trees they belong to. Files of no tree are left alone.

    Texts come whole with every change: files are small, and what counts as a line is then decided in one place.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__("ownctl", version("ownctl"), text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.now = now
        self.watches: dict[Path, Watch] = {}
        self._versions: dict[Path, tuple[str, int]] = {}
        """The editor's own name for an open file, and the version of its text."""
        self._shown: dict[Path, tuple[int | None, Sequence[Finding]]] = {}

    # what is open

    def written(self, uri: str) -> None:
        """A file was opened or edited."""
        document = self.workspace.get_text_document(uri)
        path = _path(uri)
        place = home(path, {path, *self._versions}) if path else None
        if path is None or place is None:
            return
        new = path not in self._versions
        self._versions[path] = uri, document.version or 0
        if place.root not in self.watches:
            self.watches[place.root] = Watch(Tree(place.root), self._show, self.now)
        watch = self.watches[place.root]
        watch.tree.open[path] = Text(path, place.kind, document.source)
        if new:
            watch.tree.refresh()
        watch.edited()

    def closed(self, uri: str) -> None:
        """A file was closed: what counts now is what lies on the disk."""
        path = _path(uri)
        watch = self._watch(path)
        if path is None or watch is None:
            return
        del self._versions[path], watch.tree.open[path]
        if watch.tree.open:
            self._changed(watch)
        else:
            watch.stop()
            watch.take_back()
            del self.watches[watch.tree.root]

    def stop(self) -> None:
        """Say nothing any more: the editor is about to leave, and nobody would read it."""
        for watch in self.watches.values():
            watch.stop()
        self.watches.clear()

    def changed_on_disk(self) -> None:
        """Files were written, by whomever."""
        for watch in self.watches.values():
            self._changed(watch)

    def _changed(self, watch: Watch) -> None:
        watch.tree.refresh()
        watch.edited()

    def _watch(self, path: Path | None) -> Watch | None:
        return next((watch for watch in self.watches.values() if path in watch.tree.open), None)

    # what is asked

    def asked(self, document: lsp.TextDocumentIdentifier, position: lsp.Position | None = None) -> Asked | None:
        """What a request is about; None for a file that is none of ours."""
        path = _path(document.uri)
        watch = self._watch(path)
        if path is None or watch is None:
            return None
        text = watch.tree.open[path]
        if position is None or len(text.text) > LARGEST:
            return Asked(watch, text, 0, None)
        line, column = self.units.place(text.lines, position)
        return Asked(watch, text, line, find(text.lines, line, column))

    @property
    def units(self) -> Units:
        """What columns are counted in."""
        return Units(self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16)

    # what is answered

    def uri(self, path: Path) -> str:
        """A file as the editor calls it."""
        known = self._versions.get(path)
        return known[0] if known else path.as_uri()

    def edit(self, tree: Tree, edits: Mapping[Path, Sequence[Edit]]) -> lsp.WorkspaceEdit:
        """Edits of several files; of open ones the version that they are for, so that none is edited that moved on."""
        changes = {}
        for path, each in edits.items():
            text = tree.text(path)
            if text is not None:
                changes[path] = answers.text_edits(each, text.lines, self.units)
        capabilities = self.client_capabilities.workspace
        if capabilities is None or not (capabilities.workspace_edit and capabilities.workspace_edit.document_changes):
            return lsp.WorkspaceEdit(changes={self.uri(path): each for path, each in changes.items()})
        return lsp.WorkspaceEdit(
            document_changes=[lsp.TextDocumentEdit(self._versioned(path), each) for path, each in changes.items()]
        )

    def _versioned(self, path: Path) -> lsp.OptionalVersionedTextDocumentIdentifier:
        return lsp.OptionalVersionedTextDocumentIdentifier(self.uri(path), self._versions.get(path, ("", None))[1])

    def _show(self, path: Path, findings: Sequence[Finding]) -> None:
        number = self._versions.get(path, ("", None))[1]
        if self._shown.get(path, (None, ())) == (number, findings):
            return
        self._shown[path] = number, findings
        watch = next((each for root, each in self.watches.items() if path.is_relative_to(root)), None)
        text = watch.tree.text(path) if watch else None
        lines = text.lines if text else [""]
        shown = [answers.diagnostic(finding, lines, self.units) for finding in findings]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(path), shown, version=number))


def _path(uri: str) -> Path | None:
    """The path of a file on this machine."""
    named = to_fs_path(uri)
    return Path(named) if named and Path(named).is_absolute() else None
