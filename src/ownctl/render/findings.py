"""Findings for people: place, reason, the line with the spot marked, and what to type instead."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ownctl.config import Finding, Severity
from ownctl.config.phrases import many
from ownctl.render.snippet import marked, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ownctl.config import Loaded, Source

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WIDTH = 100
"""Cells of a line where the output is no terminal."""


def text(
    findings: Iterable[Finding], sources: Mapping[str, Source], *, width: int = WIDTH, with_paths: bool = False
) -> str:
    """Findings one below the other, grouped by file. With ANSI colours: `click.echo` takes them out where need be.

    `with_paths` adds the way to each value, as `teams.payments.members[2].person`.
    """
    ordered = sorted(findings, key=lambda finding: finding.spot)
    parts = []
    for file, group in groupby(ordered, key=lambda finding: finding.spot.file):
        of_file = list(group)
        parts.append(_heading(file, of_file))
        parts += ["\n".join(_lines(finding, sources.get(file), width, with_paths)) for finding in of_file]
    return "\n\n".join(parts)


def _heading(file: str, findings: Sequence[Finding]) -> str:
    return click.style(visible(file), bold=True, underline=True) + click.style(f"  {counted(findings)}", dim=True)


def _lines(finding: Finding, source: Source | None, width: int, with_paths: bool) -> Iterator[str]:
    spot, colour = finding.spot, COLOURS.get(finding.severity)
    place = click.style(f"{visible(spot.file)}:{spot.line}:{spot.column}", bold=True)
    yield f"{place} {click.style(finding.severity, fg=colour, bold=True)} {click.style(finding.rule, dim=True)}"
    if with_paths and finding.path:
        yield click.style(f"  in {visible(finding.path)}", dim=True)
    yield f"  {visible(finding.message)}"
    number = str(spot.line)
    snippet = marked(source, spot, width - len(number) - 5) if source else None
    if snippet:
        bar = click.style("|", fg="blue")
        yield f"  {click.style(number, fg='blue')} {bar} {snippet.text}"
        yield f"  {' ' * len(number)} {bar} {click.style(snippet.carets, fg=colour, bold=True)}"
    if finding.help:
        yield f"  {click.style('help:', fg='green', bold=True)} {visible(finding.help)}"


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each severity: `2 errors, 1 warning`."""
    count = Counter(finding.severity for finding in findings)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(many(count[severity], word) for severity, word in words.items() if count[severity])


def summary(loaded: Loaded, findings: Sequence[Finding], compared: Sequence[str] = ()) -> str:
    """The closing line, and the next step; between them the lines of `findings_compared`, if only new ones count."""
    files = many(loaded.files, "file")
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    new = "new " if compared else ""
    if not findings:
        line = click.style(f"No {new}findings in {files}{_declared(loaded)}.", fg="green", bold=True)
    else:
        line = click.style(
            f"{'New: ' if compared else ''}{counted(findings)} in {files}{_declared(loaded)}.",
            fg="red" if errors else None,
            bold=True,
        )
    if findings:
        mended = sum(finding.fix is not None for finding in findings)
        fix = f"`ownctl validate --fix` mends {mended} of {len(findings)}, " if mended else ""
        step = f"{fix}`ownctl rule {_first_rule(findings)}` says why that is checked"
    else:
        step = "`ownctl plan` shows what would change in the pager"
    return "\n".join([line, *compared, f"{click.style('next:', bold=True)} {step}"])


def _first_rule(findings: Sequence[Finding]) -> str:
    order = list(Severity)
    return min(findings, key=lambda finding: (order.index(finding.severity), finding.spot)).rule


def _declared(loaded: Loaded) -> str:
    if loaded.org is None:
        return ""
    org = loaded.org
    numbers = {"team": len(org.teams), "service": sum(1 for _ in org.services)}
    people = len(org.people)
    words = [many(number, word) for word, number in numbers.items()]
    return f" ({', '.join([*words, f'{people} ' + ('person' if people == 1 else 'people')])})"
