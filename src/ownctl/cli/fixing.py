"""`validate --fix`: make the fixes that findings carry, or show what they would do."""

from __future__ import annotations

import difflib
import re
import sys
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownctl.cli.printing import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ownctl.config import Files, Finding, Loaded

    Look = Callable[[Files | None], tuple[Loaded, tuple[Finding, ...]]]
    """Reads the files, from the disk unless told otherwise, and says what is wrong with them."""

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

    files: tuple[Rewritten, ...]
    loaded: Loaded
    left: tuple[Finding, ...]
    failed: tuple[tuple[str, str], ...] = ()
    """Why a file could not be written, and what to do about it."""

    @property
    def fixed(self) -> tuple[Finding, ...]:
        """Findings that are gone, each as it stood when it was its turn."""
        return tuple(finding for file in self.files for finding in file.mended)


def mend(look: Look) -> Mended:
    """Mend what can be mended, round after round until nothing is left. In memory: nothing is written."""
    from ownctl.config import Buffers

    loaded, findings = look(None)
    files: dict[str, Rewritten] = {}
    for _ in range(MOST_ROUNDS):
        round_ = list(_round(loaded, findings, files))
        if not round_:
            break
        for after in round_:
            before = files.get(after.file)
            files[after.file] = _joined(before, after) if before else after
        texts = {Path(each.file): each.after.decode() for each in files.values()}
        loaded, findings = look(Buffers(texts))
    return Mended(tuple(files.values()), loaded, findings)


def _joined(first: Rewritten, then: Rewritten) -> Rewritten:
    return Rewritten(first.file, first.before, then.after, first.mended + then.mended)


def _round(loaded: Loaded, findings: Sequence[Finding], files: dict[str, Rewritten]) -> Iterator[Rewritten]:
    """Each file in which something can be fixed at once."""
    from ownctl.config.edits import with_fixes
    from ownctl.config.schema_comments import without_schema_comment

    fixable = [finding for finding in (*without_schema_comment(loaded), *findings) if finding.fix is not None]
    for file, group in groupby(
        sorted(fixable, key=lambda finding: finding.spot), key=lambda finding: finding.spot.file
    ):
        before = files[file].after if file in files else _as_read(loaded, file)
        if before is not None:
            of_file = tuple(group)
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


def written(mended: Mended, look: Look) -> Mended:
    """Write the files. Where one can't be written, what is left is looked for again, and `failed` says why."""
    from ownctl.config.write import NotWritten, write_anew

    failed, done = [], []
    for each in mended.files:
        try:
            write_anew(Path(each.file), each.before, each.after, within=mended.loaded.root)
            done.append(each)
        except NotWritten as error:
            failed.append((error.message, error.help))
    if not failed:
        return mended
    loaded, left = look(None)
    return replace(mended, files=tuple(done), loaded=loaded, left=left, failed=tuple(failed))


def diff(files: Iterable[Rewritten]) -> str:
    """A unified diff that `git apply` takes, of files below the working directory; line ends stay as they are."""
    return "".join(line for each in files for line in _of_file(each))


def _of_file(change: Rewritten) -> Iterator[str]:
    before, after = (re.findall(r".*\n|.+", data.decode()) for data in (change.before, change.after))
    names = (change.file, change.file) if Path(change.file).is_absolute() else (f"a/{change.file}", f"b/{change.file}")
    for line in difflib.unified_diff(before, after, *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def fix_first(look: Look, *, on_stdout: bool, quiet: bool) -> Mended:
    """Mend what can be mended and say so, on standard output where that is for people."""
    from ownctl.render.fixes import fixed_text

    mended = written(mend(look), look)
    told = fixed_text(() if quiet else mended.fixed, mended.failed)
    if told and on_stdout:
        show(told + "\n")
    elif told:
        show(told, err=True)
    return mended


def show_diff(look: Look) -> int:
    """Print what `--fix` would write, and how much that is. The exit code is that of the files as they are."""
    from ownctl.config import Severity
    from ownctl.render.fixes import counted, diff_text

    mended = mend(look)
    text = diff(mended.files)
    if text and sys.stdout.isatty():
        show(diff_text(text.removesuffix("\n")), fold=False)
    elif text:
        click.echo(text.encode(), nl=False)  # for `git apply`: bytes as they are
    would = f"`--fix` would mend {counted(mended.fixed)}" if mended.fixed else "`--fix` would mend nothing"
    left = len(mended.left)
    click.echo(f"{would}; {left} {'is' if left == 1 else 'are'} for you" if left else would, err=True)
    return 1 if any(finding.severity is Severity.ERROR for finding in (*mended.fixed, *mended.left)) else 0
