"""The documentation's pages, read for what they ask a reader to do.

- A ```console block holds commands (`$ …`; one that ends with a backslash goes on in the next line) and what they say;
  a line `…` stands for any lines, and where nothing is shown, anything may be said. `<!-- exit: 1 -->` before a block
  says how its last command ends.
- A ```diff block changes a file, named by its first line (`--- FILE`).
- A ```yaml block after `<!-- file: FILE -->` is the file.
- `<!-- in: example -->` anywhere says that the page starts in a clone of the example, with an account, as
  docs/how-to/try-it.md has it, else in an empty folder.

All other blocks, `sh` among them, are only read. Nothing is run that a reader doesn't see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

BLOCK = re.compile(
    r"(?:<!-- (?P<what>exit|file): (?P<value>\S+) -->\n+)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)

COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """A command, what it says (None: anything) and how it ends."""

    command: str
    says: str | None
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a file that another takes the place of."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that the reader writes."""

    file: str
    text: str


Step = Run | Change | File


def pages() -> list[Path]:
    """README, CONTRIBUTING and everything in docs/ but the rules, which are generated."""
    below = [page for page in (ROOT / "docs").rglob("*.md") if "rules" not in page.parts]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(below)]


def in_example(page: Path) -> bool:
    """Whether the page starts in a copy of the example."""
    return "<!-- in: example -->" in page.read_text(encoding="utf-8")


def steps(page: Path) -> list[Step]:
    """What the page asks a reader to do, in order."""
    found: list[Step] = []
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        value = block["value"] or ""
        if block["kind"] == "console":
            found += _runs(block["text"], int(value) if block["what"] == "exit" else 0)
        elif block["kind"] == "diff":
            found.append(_change(block["text"]))
        elif block["what"] == "file":
            found.append(File(value, block["text"]))
    return found


def _runs(text: str, ends: int) -> list[Run]:
    split = COMMAND.split(text)[1:]
    commands, says = split[::2], split[1::2]
    codes = [0] * (len(commands) - 1) + [ends]
    return [Run(command, said or None, code) for command, said, code in zip(commands, says, codes, strict=True)]


def _change(text: str) -> Change:
    first, *lines = text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    return Change(first.removeprefix("--- ").strip(), before, after)


def pattern(says: str) -> re.Pattern[str]:
    """What the output has to look like: the text, with lines `…` for any lines and `…` in a line for anything in it."""
    lines = ["(?:.*\n)*?" if line.strip() == "…" else _line(line) + r"[ ]*\n" for line in says.splitlines()]
    return re.compile("".join(lines))


def _line(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("…"))
