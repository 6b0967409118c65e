"""A text that code of others made, as a fork's workflow: shown, and trusted with nothing.

Whoever may open a pull request may write such a text, and here a bot signs it. So it must not call people, hide
anything, or show pictures from elsewhere, and it says where it comes from.
"""

from __future__ import annotations

import re
import unicodedata

MOST = 60_000
"""Characters; GitHub takes 65,536 with all that is added here."""

MARK = re.compile(r"<!-- ownctl plan[\w ./:@-]*-->")

OURS = re.compile(r"</?(?:details|summary|table|thead|tbody|tr|th|td|b|i|strong|em|code|sub|sup|kbd|del|ins|br)\s*/?>")
"""The tags, without attributes, that stay tags."""

BANNER = (
    "> [!NOTE]\n> This plan was made in the fork, by the fork's own workflow, from the files alone. Nothing of it has"
    " been checked here.\n"
)


class NotOurs(Exception):
    """The text does not begin as a plan does."""


def as_guest(raw: bytes) -> str:
    """The text, disarmed. Raises `NotOurs` where its first line is not the mark of a plan."""
    text = "".join(_plain(letter) for letter in raw.decode("utf-8", errors="replace"))
    mark, _, rest = text.lstrip().partition("\n")
    if not MARK.fullmatch(mark.strip()):
        raise NotOurs
    rest = rest.strip()
    cut = rest[:MOST] + ("\n\n… cut here." if len(rest) > MOST else "")
    return f"{mark.strip()}\n{BANNER}\n{_disarmed(cut)}\n"


def _plain(letter: str) -> str:
    """Without control characters and what turns the direction of writing."""
    return letter if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co") else ""


def _disarmed(text: str) -> str:
    """Tags but our own are text; a name is no mention, a number no reference, a picture a link."""
    text = re.sub(r"<[^<>]*>?", lambda tag: tag[0] if OURS.fullmatch(tag[0]) else "&lt;" + tag[0][1:], text)
    return re.sub(r"([@#])(?=\w)|!(?=\[)", lambda sign: sign[0] + "\u200b", text)
