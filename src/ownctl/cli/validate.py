"""`ownctl validate`: hold the files to the rules."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli import comparing
from ownctl.cli.options import OneOf, now, root_option
from ownctl.cli.printing import show, terminal_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.cli.fixing import Look, Mended
    from ownctl.config import Files, Finding, Loaded


REPORTS = ("github", "gitlab", "junit", "sarif")
"""Formats of others: each is `written` of the module `ownctl.render.findings_NAME`."""


@click.command()
@root_option
@click.option(
    "--format", "form", type=OneOf(["text", "json", *REPORTS]), default="text", show_default=True,
    help="How findings are written; github makes annotations of a pull request, gitlab a Code Quality report.",
)  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show the way to each value, too.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only, and nothing if there are none.")
@click.option("--fix", is_flag=True, help="First mend what can be mended safely, in the files.")
@click.option("--diff", is_flag=True, help="Show what --fix would write, and write nothing.")
@click.option("--against", metavar="REV", help="Count only what is new since this git revision.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Count only what FILE doesn't keep.",
)
@click.option("--write-baseline", is_flag=True, help="Let the file of --baseline keep all that is found now.")
def validate(
    root: Path,
    form: str,
    verbose: bool,
    quiet: bool,
    fix: bool,
    diff: bool,
    against: str | None,
    baseline: Path | None,
    write_baseline: bool,
) -> int:
    """Hold the files to the rules of healthy ownership.

    Ends with 1 if there are errors; warnings and notes alone end with 0. REV is compared as `git diff REV...` does it:
    with the last commit that it and HEAD have in common.
    """
    from ownctl.config import Memory, Severity
    from ownctl.rules import examine

    moment, memory = now(), Memory()

    def look(files: Files | None = None) -> tuple[Loaded, tuple[Finding, ...]]:
        return examine(root, moment, files, memory)

    _go_together(diff=diff, against=against, baseline=baseline, write_baseline=write_baseline)
    if write_baseline and baseline:
        comparing.leave_other_files(baseline)
    if diff:
        return _show_diff(look, form)
    at = comparing.revision(root, against, memory.contents) if against is not None else None
    mended = _fix_first(look, form, quiet=quiet) if fix else None
    loaded, found = (mended.loaded, mended.left) if mended else look()
    if write_baseline and baseline:
        click.echo(comparing.write_baseline(baseline, found, loaded), err=True)
        return 0
    before = comparing.in_baseline(baseline) if baseline else None
    before = comparing.at_revision(root, at(), look, loaded, found) if at else before
    compared = comparing.compare(found, loaded, before) if before else None
    findings = compared.new if compared else found
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    shown = errors if quiet else findings
    if form == "json":
        from ownctl.render.findings_json import as_json

        click.echo(as_json(shown, loaded.files, mended.fixed if mended else None, compared), nl=False)
    elif form in REPORTS:
        click.echo(_report(form, root, loaded, found, shown), nl=False)
    else:
        _print_text(loaded, shown, comparing.lines(compared, before), verbose=verbose, quiet=quiet)
    if form != "text" and not quiet:
        for line in comparing.lines(compared, before):
            click.echo(line, err=True)
    return 1 if errors or (mended and mended.failed) else 0


def _go_together(*, diff: bool, against: str | None, baseline: Path | None, write_baseline: bool) -> None:
    """Raise UsageError for options that don't."""
    if against is not None and baseline:
        raise click.UsageError("--against and --baseline both say what is known already: leave one out")
    if baseline == Path("-"):
        raise click.UsageError("--baseline needs the name of a file: standard input and output are none")
    if write_baseline and not baseline:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    if diff and (against is not None or baseline):
        raise click.UsageError("--diff shows what --fix makes of all findings: leave --against and --baseline out")


def _show_diff(look: Look, form: str) -> int:
    from ownctl.cli.fixing import show_diff

    if form != "text":
        raise click.UsageError("--diff is text: leave --format out")
    return show_diff(look)


def _fix_first(look: Look, form: str, *, quiet: bool) -> Mended:
    from ownctl.cli.fixing import fix_first

    return fix_first(look, on_stdout=form == "text", quiet=quiet)


def _report(form: str, root: Path, loaded: Loaded, found: Sequence[Finding], shown: Sequence[Finding]) -> bytes:
    """What is shown of all that was found, as others read it: in UTF-8 whatever the locale."""
    from ownctl.config.identity import identities
    from ownctl.render.report import report

    same = dict(zip(found, identities(found, loaded), strict=True))
    told = report({finding: same[finding].unique for finding in shown}, loaded.sources, root)
    written: str = importlib.import_module(f"ownctl.render.findings_{form}").written(told)
    return written.encode()


def _print_text(
    loaded: Loaded, findings: Sequence[Finding], compared: Sequence[str], *, verbose: bool, quiet: bool
) -> None:
    from ownctl.render.findings import WIDTH, summary, text

    width = terminal_width() if sys.stdout.isatty() else WIDTH
    parts = [text(findings, loaded.sources, width=width, with_paths=verbose)] if findings else []
    if not quiet:
        parts.append(summary(loaded, findings, compared))
    if parts:
        show("\n\n".join(parts))
