"""Text of others in Markdown: it comes out as the text it is, on GitHub, on GitLab and in an e-mail.

A backslash stops what CommonMark and its GitHub extensions read as markup. Mentions, references and emoji are found
later, in the text that is shown, where no backslash is left: a zero-width space after the first character stops those.
"""

from __future__ import annotations

import html
import re
import unicodedata

from ownctl.render.snippet import visible

ZERO_WIDTH = "\u200b"

JOINERS = "\u200c\u200d"
"""Zero-width characters without which names in Persian or Hindi, and many emoji, are not themselves."""

MARKUP = re.compile(
    r"[\\`*\[\]<|~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is no emphasis, and keys are full of it
    r"|&(?=[#A-Za-z])"  # an entity
    r"|(?<=:)/(?=/)|(?i:(?<=www))\."  # links that need no brackets
    r"|^[#>+=-]"  # what begins a block within a list item
)
NUMBERED = re.compile(r"^(\d{1,9})([.)])")
FOUND_LATER = re.compile(
    r"(?<=@)(?=\S)"  # @team, and user@example.com
    r"|(?<=[#!&%$])(?=\d)|(?i:(?<=\bGH-))(?=\d)"  # issues, merge requests, epics, milestones, snippets
    r"|(?<=:)(?=[\w+-]+:)"  # :tada:
)


def inline(text: str, most: int = 1000) -> str:
    """`text` as part of a line of Markdown, table cells included; at most `most` of its characters."""
    stopped = NUMBERED.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", plain(text, most)))
    return FOUND_LATER.sub(ZERO_WIDTH, stopped)


def in_tag(text: str, most: int = 1000) -> str:
    """`text` between tags on a line of HTML, where Markdown is not read."""
    return FOUND_LATER.sub(ZERO_WIDTH, html.escape(plain(text, most), quote=False))


def code(text: str) -> str:
    """`text` as a code span, for what is to be typed."""
    said = plain(text)
    fence = "`" * (max(map(len, re.findall(r"`+", said)), default=0) + 1)
    room = " " if said[:1] == "`" or said[-1:] == "`" else ""
    return f"{fence}{room}{said}{room}{fence}"


def plain(text: str, most: int = 1000) -> str:
    """`text` on one line, with what doesn't show, or turns the reading direction around, as its code point."""
    said = visible(" ".join(text.split()))
    if len(said) > most:
        said = said[: most - 1].rstrip() + "…"
    hidden = {ord(char): f"<U+{ord(char):04X}>" for char in set(said) if _hidden(char)}
    return said.translate(hidden) if hidden else said


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cn"} and char not in JOINERS
