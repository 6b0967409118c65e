"""libyaml's complaints, in words of people who write YAML by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.findings import Finding, Severity
from ownctl.config.spots import Spot

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

    from ownctl.config.source import Source
    from ownctl.config.spots import Span

WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second `key:` stands on one line, or this line is indented deeper than its neighbours",
        'indent it like its neighbours, or put quotes around a text with ": " in it',
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "write `key: value`, with a space after the colon",
    ),
    (
        "did not find expected key",
        "this line belongs to nothing above it: its indentation fits no other line, or a quote or bracket is open",
        "indent it like its neighbours, two spaces a level, and close what is open above",
    ),
    (
        "did not find expected '-' indicator",
        "this line is neither an item of the list above nor out of it",
        "begin it with `- `, or indent it less",
    ),
    (
        "block sequence entries are not allowed",
        "a list can't begin here, behind a key or a value",
        "put each `- ` on a line of its own",
    ),
    ("did not find expected ',' or ']'", "the list that [ opens is not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "the mapping that { opens is not closed", "close it with }"),
    ("found unexpected end of stream", "a quote that opens is never closed", "close the quote"),
    ("found unexpected document indicator", "a quote that opens is never closed", "close the quote"),
    (
        "found unknown escape character",
        'a \\ in "…" begins an escape that YAML doesn\'t know',
        "write \\\\, or use '…'",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "* and & name things in YAML, and no name follows",
        'put quotes around a text that begins with * or &, as in "*"',
    ),
    ("exceeded maximum nesting", "this is nested deeper than anything declared here", "declare it flatter"),
    ("found undefined tag handle", "a tag that nothing defines", "delete the tag, or put quotes around the text"),
)
CANT_BEGIN = "found character that cannot start any token"


def in_words(error: MarkedYAMLError, source: Source, quoted: Span | None) -> Finding:
    """The finding for a syntax error, at the spot where libyaml stumbled, or where what it misses was opened.

    `quoted` is the last quoted text of several lines that came before.
    """
    if (conflict := _conflict(source)) is not None:
        return conflict
    problem = str(error.problem or "")
    spot = _spot(error, source)
    line = source.lines[spot.line - 1]
    here = line[spot.column - 1 : spot.column]
    if here == "\t" or "tab character" in problem or _indented_by_tab(source, spot.line):
        return _tab(source, spot)
    rule, severity = "yaml-syntax", Severity.ERROR
    if quoted is not None and error.problem_mark is not None and quoted.end.line == error.problem_mark.line:
        begin = quoted.spot(source.file)
        spot = begin._replace(end_line=begin.line, end_column=begin.column + 1)
        message = f"the quote that opens here is closed only on line {begin.end_line}, where the next one stands"
        return Finding(rule, severity, message, "close the quote on this line", spot)
    if problem == CANT_BEGIN:
        return Finding(
            rule, severity, f"a value can't begin with {here}, which YAML keeps for itself", "put it in quotes", spot
        )
    for begins, message, help_ in WORDS:
        if problem.startswith(begins):
            return Finding(rule, severity, message, help_, spot)
    return Finding(rule, severity, f"this is no YAML: {problem or error}", "correct the line or the one above", spot)


def _spot(error: MarkedYAMLError, source: Source) -> Spot:
    problem, context = error.problem_mark, error.context_mark
    opened = str(error.context or "").startswith(("while parsing a flow", "while scanning a quoted"))
    mark = context if opened and context is not None else problem or context
    line = min(mark.line, len(source.lines) - 1) if mark else 0
    column = min(mark.column, len(source.lines[line])) if mark else 0
    end = min(column + 1, len(source.lines[line]))
    return Spot(source.file, line + 1, column + 1, line + 1, end + 1)


def _conflict(source: Source) -> Finding | None:
    """What git leaves where it can't merge; libyaml stumbles only lines below."""
    for number, line in enumerate(source.lines, 1):
        if line.startswith("<<<<<<< "):
            return Finding(
                "yaml-syntax",
                Severity.ERROR,
                "git could not merge what stands from here on",
                "keep the lines that hold, and delete those that begin with <<<<<<<, ======= and >>>>>>>",
                Spot(source.file, number, 1, number, 8),
            )
    return None


def _indented_by_tab(source: Source, line: int) -> bool:
    text = source.lines[line - 1]
    return "\t" in text[: len(text) - len(text.lstrip())]


def _tab(source: Source, spot: Spot) -> Finding:
    at = max(source.lines[spot.line - 1].find("\t"), 0) + 1
    spot = spot._replace(column=at, end_column=at + 1)
    lines = sum("\t" in line[: len(line) - len(line.lstrip())] for line in source.lines)
    more = f" ({lines} lines of this file begin with one)" if lines > 1 else ""
    return Finding(
        "tab",
        Severity.ERROR,
        f"a tab indents this line, and every editor shows tabs in another width, so YAML forbids it{more}",
        "indent with spaces, two a level",
        spot,
    )
