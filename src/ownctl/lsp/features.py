"""The requests of the protocol that are understood, each as the one call that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from ownctl.lsp import answers
from ownctl.lsp.complete import complete, likely
from ownctl.lsp.explain import explain
from ownctl.lsp.rename import IN_THE_PAGER, CantRename, inside, may_rename, rename
from ownctl.lsp.server import Server
from ownctl.lsp.under import name_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Edit
    from ownctl.lsp.meaning import Name
    from ownctl.lsp.names import Mark
    from ownctl.lsp.server import Asked
    from ownctl.lsp.texts import Text

    Positioned = lsp.DefinitionParams | lsp.ReferenceParams | lsp.PrepareRenameParams | lsp.RenameParams


class Declined(JsonRpcException):
    """What was asked for can't be done, and the message says why (LSP 3.17, RequestFailed)."""

    CODE = lsp.LSPErrorCodes.RequestFailed.value


def server(now: Callable[[], datetime]) -> Server:
    """A language server that has yet to be started. `now` gives the moment for which it answers, with an offset."""
    made = Server(now)
    for method, (handler, options) in FEATURES.items():
        made.feature(method, options)(handler)
    return made


def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """A file is shown."""
    ls.written(params.text_document.uri)


def edited(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """A key was pressed."""
    ls.written(params.text_document.uri)


def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """A file is no longer shown."""
    ls.closed(params.text_document.uri)


def saved(ls: Server, _: lsp.DidSaveTextDocumentParams) -> None:
    """A file was written; it may be one that findings ask for."""
    ls.changed_on_disk()


def changed(ls: Server, _: lsp.DidChangeWatchedFilesParams) -> None:
    """Files were written, by whomever."""
    ls.changed_on_disk()


def folders(ls: Server, _: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Trees are found from the files that are open, whichever folders there are."""
    ls.changed_on_disk()


def initialized(ls: Server, _: lsp.InitializedParams) -> None:
    """Ask to be told of files that others write, where the editor can."""
    workspace = ls.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched is None or not watched.dynamic_registration:
        return
    globs = [lsp.FileSystemWatcher("**/*.yaml"), lsp.FileSystemWatcher("**/*.json")]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(globs)
    registration = lsp.Registration("watched", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    ls.client_register_capability(lsp.RegistrationParams([registration]))


def leaving(ls: Server, _: None) -> None:
    """The editor is about to leave."""
    ls.stop()


async def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """Who or what is that?"""
    asked = ls.asked(params.text_document, params.position)
    if asked is None or asked.cursor is None:
        return None
    await asked.watch.looked()
    said = explain(asked.tree, asked.text, asked.cursor, ls.now())
    if said is None:
        return None
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said), _word(ls, asked))


def completion(ls: Server, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What could stand here?"""
    asked = ls.asked(params.text_document, params.position)
    if asked is None or asked.cursor is None:
        return None
    choices, more = likely(complete(asked.tree, asked.text, asked.cursor), asked.cursor.word)
    items = answers.items(choices, asked.cursor, asked.line, asked.text.lines, ls.units)
    return lsp.CompletionList(is_incomplete=more, items=items)


def definition(ls: Server, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """Where is that declared?"""
    return _places(ls, params, with_references=False, with_declarations=True)


def references(ls: Server, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """Where is that named?"""
    return _places(ls, params, with_references=True, with_declarations=params.context.include_declaration)


def prepare_rename(ls: Server, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Can that have another key?"""
    asked, name = _named(ls, params)
    word = _word(ls, asked) if asked else None
    if asked is None or name is None or word is None:
        return None
    asked.tree.refresh()
    try:
        may_rename(asked.tree, name)
    except CantRename as reason:
        raise Declined(str(reason)) from reason
    return lsp.PrepareRenamePlaceholder(word, name.key)


def renamed(ls: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Give it another key, everywhere."""
    asked, name = _named(ls, params)
    if asked is None or name is None:
        raise Declined("nothing stands here that has a key")
    asked.tree.refresh()
    try:
        edits = rename(asked.tree, name, params.new_name)
    except CantRename as reason:
        raise Declined(str(reason)) from reason
    if name.kind in IN_THE_PAGER:
        told = f"The pager knows this {name.kind} by its key: see `ownctl plan` for what a new one means there."
        ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, told))
    return ls.edit(asked.tree, edits)


def actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """What can be mended on these lines?"""
    asked = ls.asked(params.text_document)
    wanted = params.context.only
    if asked is None or not (wanted is None or lsp.CodeActionKind.QuickFix in wanted):
        return []
    found = []
    for finding in asked.tree.findings_in(asked.text.path):
        lines = range(finding.spot.line - 1, finding.spot.end_line)
        if (
            finding.fix is None
            or not finding.fix.is_of_text
            or params.range.end.line < lines.start
            or params.range.start.line >= lines.stop
        ):
            continue
        edits: dict[Path, list[Edit]] = {}
        for edit in finding.fix.edits:
            edits.setdefault(asked.tree.repository / edit.spot.file, []).append(edit)
        found.append(
            lsp.CodeAction(
                finding.fix.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[answers.diagnostic(finding, asked.text.lines, ls.units)],
                edit=ls.edit(asked.tree, edits),
                is_preferred=True,
            )
        )
    return found


def outline(ls: Server, params: lsp.DocumentSymbolParams) -> list[lsp.SymbolInformation] | None:
    """What does this file declare?"""
    asked = ls.asked(params.text_document)
    if asked is None:
        return None
    marks = [(text, mark) for text, mark in asked.tree.marks() if text is asked.text and mark.declares]
    return [
        answers.symbol(mark, answers.location(text, mark.spot, ls.units, ls.uri(text.path))) for text, mark in marks
    ]


def anywhere(ls: Server, params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
    """Where is something declared that is called like this?"""
    query = params.query.casefold()
    return [
        _symbol(ls, text, mark)
        for watch in ls.watches.values()
        for text, mark in watch.tree.marks()
        if mark.declares and (query in mark.name.key or query in mark.about.casefold())
    ]


def _symbol(ls: Server, text: Text, mark: Mark) -> lsp.SymbolInformation:
    return answers.symbol(mark, answers.location(text, mark.spot, ls.units, ls.uri(text.path)))


def _named(ls: Server, params: Positioned) -> tuple[Asked | None, Name | None]:
    asked = ls.asked(params.text_document, params.position)
    if asked is None or asked.cursor is None:
        return asked, None
    return asked, name_at(asked.tree, asked.text, asked.cursor)


def _word(ls: Server, asked: Asked) -> lsp.Range | None:
    if asked.cursor is None:
        return None
    columns = (asked.cursor.begin, asked.cursor.end)
    start, end = (ls.units.position(asked.text.lines, asked.line, column) for column in columns)
    return lsp.Range(start, end)


def _places(
    ls: Server, params: Positioned, *, with_references: bool, with_declarations: bool
) -> list[lsp.Location] | None:
    asked, name = _named(ls, params)
    if asked is None or name is None:
        return None
    asked.tree.refresh()
    return [
        answers.location(text, inside(text, mark), ls.units, ls.uri(text.path))
        for text, mark in asked.tree.marks_of(name)
        if (with_declarations if mark.declares else with_references)
    ]


FEATURES: dict[str, tuple[Callable[..., object], object]] = {
    lsp.INITIALIZED: (initialized, None),
    lsp.SHUTDOWN: (leaving, None),
    lsp.TEXT_DOCUMENT_DID_OPEN: (opened, None),
    lsp.TEXT_DOCUMENT_DID_CHANGE: (edited, None),
    lsp.TEXT_DOCUMENT_DID_CLOSE: (closed, None),
    lsp.TEXT_DOCUMENT_DID_SAVE: (saved, None),
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: (changed, None),
    lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (folders, None),
    lsp.TEXT_DOCUMENT_HOVER: (hover, None),
    lsp.TEXT_DOCUMENT_COMPLETION: (completion, lsp.CompletionOptions(trigger_characters=[" ", "-", "{", "[", ","])),
    lsp.TEXT_DOCUMENT_DEFINITION: (definition, None),
    lsp.TEXT_DOCUMENT_REFERENCES: (references, None),
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: (prepare_rename, None),
    lsp.TEXT_DOCUMENT_RENAME: (renamed, lsp.RenameOptions(prepare_provider=True)),
    lsp.TEXT_DOCUMENT_CODE_ACTION: (actions, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])),
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (outline, None),
    lsp.WORKSPACE_SYMBOL: (anywhere, None),
}
