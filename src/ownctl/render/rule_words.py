"""What the terminal and docs/rules say alike about a rule: its examples, how to configure and how to waive it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.render.findings import text as findings_text
from ownctl.render.snippet import visible
from ownctl.rules.guide import FORM, shown

if TYPE_CHECKING:
    from ownctl.rules.guide import Entry

MOST_LINES = 30
LONGEST_LINE = 110
"""Beyond these, an example is cut: the reader has understood."""
UNTIL = "2027-06-30"


def cut(text: str) -> str:
    """An example, without what is too long to read."""
    lines = [line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…" for line in readable(text)]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES // 2
        lines = [*lines[: MOST_LINES // 2], f"# … and {more} lines more of the kind"]
    return "\n".join(lines)


def first_sentence(text: str) -> str:
    """What stands before the first dot, with one."""
    return text.split(". ", 1)[0].rstrip(".") + "."


def readable(text: str) -> list[str]:
    """The lines of an example as they may be shown."""
    # some examples hold what a terminal had better not see: control characters, bytes that are not UTF-8
    decoded = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return [visible(line) for line in decoded.replace("\t", "→   ").split("\n")[: -1 if text.endswith("\n") else None]]


def printed(entry: Entry, width: int) -> str:
    """The finding that the bad example gives, as `ownctl validate` prints it. With ANSI colours."""
    findings, sources = shown(entry)
    # the heading of the file, and the empty line below it, say nothing new below an example
    return "\n".join(findings_text(findings, sources, width=width).splitlines()[2:])


def configure(entry: Entry) -> str:
    """How much it weighs, and whether org.yaml may say otherwise."""
    if not entry.settable:
        reason = ": nothing else can be judged before" if entry.theme == FORM and entry.severity == "error" else ""
        return f"Always {_one(entry.severity)}{reason}."
    return f"By default {_one(entry.severity)}. In org.yaml it may be error, warning, info, or ignore to switch it off:"


def _one(severity: str) -> str:
    return f"{'a' if severity == 'warning' else 'an'} {severity}"


def rules_line(entry: Entry) -> str:
    """The line of org.yaml that says otherwise."""
    return f"rules: {{{entry.name}: {'warning' if entry.severity == 'error' else 'error'}}}"


def waive(entry: Entry) -> str:
    """Whether and how it can be waived."""
    if not entry.waivable:
        return "It can't be waived."
    return (
        "On the object in question, or on any around it, with a reason and a last day. After that day the finding is "
        "back, and so is one about the waiver:"
    )


def waiver_line(entry: Entry) -> str:
    """The line that waives it."""
    return f"waive: [{{rule: {entry.name}, because: WHY, until: {UNTIL}}}]"
