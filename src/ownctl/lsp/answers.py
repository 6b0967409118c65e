"""Values of ours as the protocol has them: diagnostics, edits, locations, choices, symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from ownctl.config import Severity
from ownctl.lsp.complete import What
from ownctl.lsp.meaning import Kind
from ownctl.render.snippet import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ownctl.config import Edit, Finding, Spot
    from ownctl.lsp.complete import Choice
    from ownctl.lsp.cursor import Cursor
    from ownctl.lsp.names import Mark
    from ownctl.lsp.positions import Units
    from ownctl.lsp.texts import Text

WEIGHTS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}
SOURCE = "ownctl"
PICTURES = {
    What.FIELD: lsp.CompletionItemKind.Field,
    What.NAME: lsp.CompletionItemKind.Reference,
    What.WORD: lsp.CompletionItemKind.EnumMember,
    What.ZONE: lsp.CompletionItemKind.Constant,
}
SYMBOLS = {
    Kind.PERSON: lsp.SymbolKind.Variable,
    Kind.TEAM: lsp.SymbolKind.Module,
    Kind.ROTATION: lsp.SymbolKind.Event,
    Kind.SERVICE: lsp.SymbolKind.Class,
    Kind.ALERT: lsp.SymbolKind.Method,
    Kind.RULE: lsp.SymbolKind.Constant,
}


def diagnostic(finding: Finding, lines: Sequence[str], units: Units) -> lsp.Diagnostic:
    """A finding at its place; the message ends with what to type instead."""
    said = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    return lsp.Diagnostic(
        units.range(lines, finding.spot),
        "\n".join(visible(line) for line in said.split("\n")),
        severity=WEIGHTS.get(finding.severity, lsp.DiagnosticSeverity.Hint),
        code=finding.rule,
        source=SOURCE,
    )


def text_edits(edits: Iterable[Edit], lines: Sequence[str], units: Units) -> list[lsp.TextEdit]:
    """Edits of one file."""
    return [lsp.TextEdit(units.range(lines, edit.spot), edit.text) for edit in edits]


def items(
    choices: Sequence[Choice], cursor: Cursor, line: int, lines: Sequence[str], units: Units
) -> list[lsp.CompletionItem]:
    """Choices, each of which takes the place of the word at the cursor; what has to be there comes first."""
    text = lines[line]
    instead = lsp.Range(units.position(lines, line, cursor.begin), units.position(lines, line, cursor.end))
    has_colon = text[cursor.end :].lstrip("\"' \t").startswith(":")
    gap = " " if not cursor.word and text[: cursor.begin].endswith((":", "-")) else ""
    found = []
    for number, choice in enumerate(sorted(choices, key=lambda choice: not choice.first)):
        insert = gap + (choice.insert.rstrip(": ") if has_colon else choice.insert)
        found.append(
            lsp.CompletionItem(
                choice.label,
                kind=PICTURES[choice.what],
                detail=choice.detail or None,
                documentation=choice.about or None,
                sort_text=f"{number:04}",
                filter_text=choice.label,
                text_edit=lsp.TextEdit(instead, insert),
            )
        )
    return found


def location(text: Text, spot: Spot, units: Units, uri: str) -> lsp.Location:
    """A spot in a file."""
    return lsp.Location(uri, units.range(text.lines, spot))


def symbol(mark: Mark, at: lsp.Location) -> lsp.SymbolInformation:
    """A declared name, for the outline of its file."""
    name = mark.name
    label = f"{name.key} · {mark.about}" if mark.about else name.key
    return lsp.SymbolInformation(at, label, SYMBOLS[name.kind], container_name=name.around or None)
