"""One ownership tree, as the editor has it: files being written, files on the disk, and the last look at all of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ownctl.config import Buffers, Disk
from ownctl.config.checks_of_fields import FIELDS
from ownctl.config.checks_of_files import SYNTAX
from ownctl.config.checks_of_values import VALUES
from ownctl.config.files import Kind as FileKind
from ownctl.config.files import scan
from ownctl.config.source import LARGEST, decode
from ownctl.lsp.names import Mark
from ownctl.lsp.shift import between
from ownctl.lsp.texts import Text
from ownctl.lsp.whole import Ask, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from ownctl.config import Finding
    from ownctl.lsp.meaning import Kind, Name

OF_ONE_FILE = frozenset({"empty-file", *(check.name for check in (*SYNTAX, *FIELDS, *VALUES))})
"""What a file shows to be wrong by itself."""
LARGEST_AT_ONCE = 200_000
"""Characters; a larger file is looked at with the whole tree only, since every key would be felt."""


class Tree:
    """What is known of a tree."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.repository = root.parent
        self.open: dict[Path, Text] = {}
        """What is being written."""
        self.seen = Seen()
        self._seen_in: Mapping[Path, tuple[Finding, ...]] = {}
        self._asked: Mapping[Path, Text] = {}
        """What was being written when it was looked at."""
        self._on_disk: dict[Path, tuple[tuple[int, int], Text]] = {}
        self._unread: list[Path] = []
        """Files whose text can't be had."""
        self._readable: dict[Path, Text] = {}
        """Each file as it last could be parsed."""

    # files

    def refresh(self) -> None:
        """Take in what has changed on the disk."""
        before, self._on_disk, self._unread = self._on_disk, {}, []
        for entry in scan(self.root, Buffers(self._texts())).entries:
            if entry.path in self.open:
                continue
            stamp = _stamp(entry.path)
            known = before.get(entry.path)
            if known is not None and known[0] == stamp:
                self._on_disk[entry.path] = known
            elif stamp is not None and (text := _read(entry.path, entry.kind)) is not None:
                self._on_disk[entry.path] = stamp, text
            else:
                self._unread.append(entry.path)

    def _texts(self) -> dict[Path, str]:
        return {path: text.text for path, text in self.open.items()}

    def text(self, path: Path) -> Text | None:
        """A file's text, being written or on the disk; None if it is none of the tree's."""
        return self.open.get(path) or self._on_disk.get(path, (None, None))[1]

    def texts(self) -> Iterator[Text]:
        """All that are known, in the order of paths."""
        everything = {path: text for path, (_, text) in self._on_disk.items()} | self.open
        return (everything[path] for path in sorted(everything))

    # names

    def marks(self) -> Iterator[tuple[Text, Mark]]:
        """Every name in the tree; of a file that can't be parsed those that it last had, where they are now."""
        for text in self.texts():
            if text.marks is not None:
                self._readable[text.path] = text
                yield from ((text, mark) for mark in text.marks)
            elif (before := self._readable.get(text.path)) is not None:
                shift = between(before.lines, text.lines)
                for mark in before.marks or ():
                    spot = shift.spot(mark.spot)
                    yield text, Mark(mark.name, spot or mark.spot, mark.declares, mark.about)

    def declared(self, kind: Kind, around: str = "") -> dict[str, str]:
        """The keys of a kind that are declared, with what people call them where that stands beside it."""
        found = (mark for _, mark in self.marks() if mark.declares and mark.name.kind is kind)
        return {mark.name.key: mark.about for mark in found if not around or mark.name.around == around}

    def marks_of(self, name: Name) -> list[tuple[Text, Mark]]:
        """Where a name stands."""
        return [(text, mark) for text, mark in self.marks() if mark.name == name]

    def unreadable(self) -> list[Path]:
        """Files that can't be read or parsed as they are, so that nobody knows what they name."""
        return [*self._unread, *(text.path for text in self.texts() if text.marks is None)]

    def team_of(self, path: Path) -> str:
        """The team whose file this is, by its key; its own folder's, for the file of a service."""
        team_file = path.parents[1] / "team.yaml" if path.parent.name == "services" else path
        text = self.text(team_file)
        marks = (text.marks if text else None) or ()
        return next((mark.name.key for mark in marks if mark.declares and mark.name.kind == "team"), "")

    # findings

    def ask(self, now: datetime) -> tuple[Ask, dict[Path, Text]]:
        """The question that a look at the tree answers, and the texts that the answer will be about."""
        return Ask(self.root, self._texts(), now), dict(self.open)

    def take(self, seen: Seen, asked: Mapping[Path, Text]) -> None:
        """Take in what a look showed."""
        self.seen, self._asked = seen, asked
        found: dict[Path, list[Finding]] = {}
        for finding in seen.findings:
            found.setdefault(self.repository / finding.spot.file, []).append(finding)
        self._seen_in = {path: tuple(findings) for path, findings in found.items()}

    def findings(self) -> dict[Path, tuple[Finding, ...]]:
        """What is wrong, by file: seen when the whole was looked at, and in what has been edited since."""
        return {**self._seen_in, **{path: self.findings_in(path) for path in self.open}}

    def findings_in(self, path: Path) -> tuple[Finding, ...]:
        """What is wrong in one file."""
        seen, text, asked = self._seen_in.get(path, ()), self.open.get(path), self._asked.get(path)
        if text is None or asked is text or len(text.text) > LARGEST_AT_ONCE:
            return seen
        before = asked or self._on_disk.get(path, (None, None))[1]
        shift = between(before.lines if before else (), text.lines)
        rest = [moved for each in seen if each.rule not in OF_ONE_FILE and (moved := shift.finding(each))]
        return (*text.findings, *rest)


def _stamp(path: Path) -> tuple[int, int] | None:
    """What tells whether a file was written since; None if it can't be looked at."""
    try:
        state = os.stat(path)  # noqa: PTH116  # half the time of Path.stat
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _read(path: Path, kind: FileKind) -> Text | None:
    try:
        data = Disk().read(path, LARGEST + 1)
    except OSError:
        return None
    source, _ = decode(data, str(path)) if len(data) <= LARGEST else (None, [])
    return Text(path, kind, source.text) if source is not None else None
