"""Rules for a terminal: the list of all, and the page of each; and all of it for programs."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from ownctl.render.findings import COLOURS
from ownctl.render.json_text import json_text
from ownctl.render.rule_words import configure, cut, first_sentence, printed, readable, rules_line, waive, waiver_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ownctl.rules.guide import Entry


def list_text(entries: Iterable[Entry], width: int) -> str:
    """All of them, theme by theme: name, severity and what it stands for, aligned."""
    entries = list(entries)
    name_width = max(len(entry.name) for entry in entries)
    indent = " " * (2 + name_width + 2 + len("warning") + 2)
    lines = []
    for theme, group in groupby(entries, key=lambda entry: entry.theme):
        lines += ["", click.style(theme.capitalize(), bold=True)]
        for entry in group:
            severity = click.style(f"{entry.severity:7}", fg=COLOURS.get(entry.severity))
            first, *rest = textwrap.wrap(first_sentence(entry.sentence), max(width - len(indent), 20))
            lines += [f"  {entry.name:{name_width}}  {severity}  {first}", *(indent + line for line in rest)]
    return "\n".join([*lines[1:], "", f"{click.style('next:', bold=True)} `ownctl rule NAME` shows one with examples"])


def page_text(entry: Entry, width: int) -> str:
    """The page of one rule."""
    severity = click.style(entry.severity, fg=COLOURS.get(entry.severity))
    lines = [f"{click.style(entry.name, bold=True)}  {severity}  {click.style(entry.theme, dim=True)}", ""]
    lines += _wrapped(entry.sentence, width)
    for title, body in _sections(entry, width):
        lines += ["", click.style(title, bold=True), *body]
    return "\n".join(lines)


def _sections(entry: Entry, width: int) -> Iterator[tuple[str, list[str]]]:
    if entry.exactly:
        yield "What it finds", _wrapped(entry.exactly, width)
    if entry.bad:
        yield "Bad", [*_files(entry.bad), "", *_indented(printed(entry, width - 2))]
    if entry.good:
        yield "Good", _files(entry.good)
    if entry.fix:
        yield "Fix", _wrapped(entry.fix, width)
    yield (
        "Configure",
        [*_wrapped(configure(entry), width), *(["", *_indented(rules_line(entry))] if entry.settable else [])],
    )
    yield "Waive", [*_wrapped(waive(entry), width), *(["", *_indented(waiver_line(entry))] if entry.waivable else [])]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ")


def _indented(text: str) -> list[str]:
    return textwrap.indent(text, "  ").splitlines()


def _files(files: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for name, text in files.items():
        lines += ["", "  " + click.style(f"# {name}", dim=True), *_indented(cut(text))]
    return lines[1:]


def as_json(entries: Iterable[Entry]) -> str:
    """Version 1 of what `ownctl rule --format json` says."""
    rules: list[dict[str, Any]] = [
        {
            "name": entry.name,
            "theme": entry.theme,
            "severity": entry.severity,
            "sentence": entry.sentence,
            "exactly": entry.exactly,
            "bad": {name: "\n".join(readable(text)) + "\n" for name, text in entry.bad.items()},
            "good": dict(entry.good),
            "fix": entry.fix,
            "settable": entry.settable,
            "waivable": entry.waivable,
        }
        for entry in entries
    ]
    return json_text({"version": 1, "rules": rules})
