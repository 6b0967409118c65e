"""What findings are held against, where only the new ones matter: a git revision, or a file that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.cli.exits import CannotRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ownctl.cli.fixing import Look
    from ownctl.config import Finding, Loaded
    from ownctl.config.compared import Compared
    from ownctl.config.identity import Identity
    from ownctl.config.meanwhile import Meanwhile
    from ownctl.config.revision import Revision


class Before(NamedTuple):
    """What an earlier run found."""

    found: tuple[Identity, ...] | None
    """None where nobody looked, because nothing is found now."""
    said: str
    """Where that is from, as `main (1a2b3c4)` or a file's name."""
    shrinks_by: str = ""
    """How to take out what is gone; empty where that takes care of itself."""


def revision(root: Path, rev: str, known: Callable[[], Iterable[bytes]]) -> Meanwhile[Revision]:
    """A revision's files, for which git is asked while something else is done. Its answer may raise NoRevision.

    Files that hold what is `known` by the time that they are needed are not read again.
    """
    from ownctl.config.git import NoGit
    from ownctl.config.meanwhile import Meanwhile
    from ownctl.config.revision import Revision

    def asked() -> Revision:
        try:
            return Revision(root, rev, known)
        except NoGit as error:
            way = "`ownctl validate --baseline FILE --write-baseline` does without git"
            raise NoGit(error.message, f"{error.help}; {way}") from error

    return Meanwhile(asked)


def at_revision(root: Path, files: Revision, look: Look, loaded: Loaded, found: Sequence[Finding]) -> Before:
    """What is found in the files of a revision, by today's rules and today's date. Raises NoRevision.

    `loaded` is the tree as it is now: that of the same org is its earlier one where it has been moved.

    Where nothing is `found` now, nothing can be new, so nobody looks.
    """
    from ownctl.config import moved
    from ownctl.config.identity import identities

    if not found:
        return Before(None, files.since.said)
    place = moved.earlier_place(root, loaded.org.settings.org, files) if loaded.org else None
    if place is not None:
        files.take(root, place)
    elif files.look(root) is None:
        return Before((), f"{files.since.said}, which has no ownership tree here")
    before, findings = look(files)
    called = files.since.said if place is None else f"{files.since.said}, {moved.said(place)}"
    return Before(tuple(identities(findings, before)), called)


def in_baseline(path: Path) -> Before:
    """What a baseline keeps. Raises CannotRun."""
    from ownctl.config.baseline import NoBaseline, from_baseline, is_ours

    again = f"ownctl validate --baseline {path} --write-baseline"
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        found = from_baseline(text)
    except FileNotFoundError as error:
        raise CannotRun(f"there is no baseline {path}", f"write one with: {again}") from error
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}", "name a file with --baseline") from error
    except (NoBaseline, UnicodeDecodeError) as error:
        help_ = f"write it again with: {again}" if is_ours(text) else "name the baseline with --baseline"
        raise CannotRun(f"{path} is no baseline: {error}", help_) from error
    return Before(found, str(path), again)


def leave_other_files(path: Path) -> None:
    """Raise CannotRun where a baseline would take the place of a file that is none; pipes and devices have no place."""
    from ownctl.config.baseline import is_ours

    if path.is_file():
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise CannotRun(f"{path} can't be read: {error.strerror}", "name another file with --baseline") from error
        if not is_ours(text):
            raise CannotRun(
                f"{path} is no baseline, and is left as it is", "name a new file with --baseline, or delete this one"
            )


def compare(findings: Sequence[Finding], loaded: Loaded, before: Before) -> Compared:
    """All findings of this run held against those of the earlier one."""
    from ownctl.config.compared import Compared, compared

    return compared(findings, loaded, before.found or ()) if before.found is not None else Compared((), (), None)


def lines(compared: Compared | None, before: Before | None) -> list[str]:
    """What a comparison says beside the new findings; nothing where there was none."""
    if compared is None or before is None:
        return []
    from ownctl.render.findings_compared import lines as said

    return list(said(compared, before.said, before.shrinks_by))


def write_baseline(path: Path, findings: Sequence[Finding], loaded: Loaded) -> str:
    """Keep all findings of a run; says what was kept. Raises CannotRun where the file can't be written."""
    from ownctl.cli.whole import write_whole
    from ownctl.config.baseline import as_baseline
    from ownctl.config.identity import identities

    try:
        write_whole(path, as_baseline(identities(findings, loaded)))
    except OSError as error:
        raise CannotRun(f"{path} can't be written: {error.strerror}", "name another file with --baseline") from error
    finding = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
    return f"{path} keeps {finding}; whatever comes on top is new. Commit it, and let it shrink."
