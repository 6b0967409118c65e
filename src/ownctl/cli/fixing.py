"""Make the fixes that findings carry: round after round, until nothing is left that could be fixed."""

from __future__ import annotations

import difflib
import re
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.printing import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ownctl.config import Finding, Loaded

    Look = Callable[[], tuple[Loaded, tuple[Finding, ...]]]
    """Reads the files and says what is wrong with them."""

MOST_ROUNDS = 50
"""A round may uncover what the next one mends; fixes that undo each other would go on for ever."""


@dataclass(frozen=True)
class Rewritten:
    """A file and what is mended in it."""

    file: str
    before: bytes
    after: bytes
    mended: tuple[Finding, ...]


@dataclass(frozen=True)
class Mended:
    """What was mended, and what is left."""

    fixed: tuple[Finding, ...]
    failed: tuple[tuple[str, str], ...]
    """What could not be written, and what to do about it."""
    loaded: Loaded
    left: tuple[Finding, ...]


def mend(look: Look) -> Mended:
    """Write every file anew in which something can be fixed, and look again, until nothing more can be."""
    from ownctl.config.write import NotWritten, write_anew

    fixed: list[Finding] = []
    failed: dict[str, tuple[str, str]] = {}
    for _ in range(MOST_ROUNDS):
        loaded, findings = look()
        todo = [each for each in rewritten(loaded, findings) if each.file not in failed]
        for each in todo:
            try:
                write_anew(Path(each.file), each.before, each.after, within=loaded.root)
                fixed += each.mended
            except NotWritten as error:
                failed[each.file] = error.message, error.help
        if not todo:
            break
    else:
        loaded, findings = look()
    return Mended(tuple(fixed), tuple(failed.values()), loaded, findings)


def rewritten(loaded: Loaded, findings: Sequence[Finding]) -> Iterator[Rewritten]:
    """Each file in which something can be fixed at once, before and after; nothing is written."""
    from ownctl.config.edits import with_fixes
    from ownctl.config.schema_comments import without_schema_comment

    fixable = [finding for finding in (*without_schema_comment(loaded), *findings) if finding.fix is not None]
    for file, group in groupby(
        sorted(fixable, key=lambda finding: finding.spot), key=lambda finding: finding.spot.file
    ):
        of_file = tuple(group)
        before = _as_read(loaded, file)
        if before is None:
            continue
        after, made = with_fixes(before, [finding.fix for finding in of_file if finding.fix is not None])
        if after != before:
            yield Rewritten(file, before, after, tuple(finding for finding in of_file if finding.fix in made))


def _as_read(loaded: Loaded, file: str) -> bytes | None:
    """The bytes of a file; None if it isn't what it was when the findings' positions were taken."""
    from ownctl.config.source import decode

    try:
        data = Path(file).read_bytes()
    except OSError:
        return None
    source, _ = decode(data, file)
    return data if source is not None and source.text == loaded.sources[file].text else None


def diff(changes: Iterable[Rewritten]) -> str:
    """A unified diff that `git apply` takes; line ends stay as they are."""
    return "".join(line for change in changes for line in _of_file(change))


def _of_file(change: Rewritten) -> Iterator[str]:
    before, after = (re.findall(r".*\n|.+", data.decode()) for data in (change.before, change.after))
    for line in difflib.unified_diff(before, after, f"a/{change.file}", f"b/{change.file}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def fix_first(look: Look, *, on_stdout: bool, quiet: bool) -> Mended:
    """Mend what can be mended and say so, on standard output where that is for people."""
    from ownctl.render.fixes import fixed_text

    mended = mend(look)
    told = fixed_text(() if quiet else mended.fixed, mended.failed)
    if told and on_stdout:
        show(told + "\n")
    elif told:
        click.echo(told, err=True)
    return mended


def show_diff(look: Look) -> int:
    """Print what `--fix` would write, and how much that is. The exit code is that of the files as they are."""
    from ownctl.config import Severity
    from ownctl.render.fixes import counted, diff_text

    loaded, findings = look()
    changes = list(rewritten(loaded, findings))
    text = diff(changes)
    if text and sys.stdout.isatty():
        show(diff_text(text.removesuffix("\n")))
    elif text:
        click.echo(text.encode(), nl=False)  # for `git apply`: bytes as they are
    would = [finding for change in changes for finding in change.mended]
    step = f"`--fix` would mend {counted(would)}" if would else "there is nothing that `--fix` would mend"
    left = len([finding for finding in findings if finding not in would])
    click.echo(f"{step}; {left} {'is' if left == 1 else 'are'} for you" if left else step, err=True)
    return 1 if any(finding.severity is Severity.ERROR for finding in findings) else 0
