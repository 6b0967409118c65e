"""A text that code of others made, as a fork's workflow: shown, and trusted with nothing.

Whoever may open a pull request may write such a text, and here a bot signs it. So it must not call people, hide
anything, or show pictures from elsewhere, and it says where it comes from.
"""

from __future__ import annotations

import re
import unicodedata

MOST = 60_000
"""Characters; GitHub takes 65,536 with all that is added here."""

MARK = re.compile(r'<!-- ownctl plan[\w ./:@%="-]*-->')

TAG = re.compile(
    r"</?(?:details|summary|b)>"  # stay tags
    r"|<(?=[A-Za-z/!?])"  # all others, comments among them
)

CALLS = re.compile(r"(?<=@)(?=\S)|(?<=#)(?=[^\s#])|(?<=!)(?=\[)|(?<=&)(?=commat|num)")
"""Where a mention, a reference or a picture begins, or an entity that is read as one."""

ZERO_WIDTH = "\u200b"
"""Put in between, it leaves text as it looks, and makes it mean nothing; in code as well."""

SHOWN = "\n\t\u200b\u200c\u200d"
"""Of what has no look of its own, this may stay: names and emoji are joined by it."""

BANNER = "> **Not checked:** this plan was made by the pull request's own run, from the files alone.\n"


class NotOurs(Exception):
    """The text does not begin as a plan does."""


def as_guest(raw: bytes) -> str:
    """The text, disarmed. Raises `NotOurs` where its first line is not the mark of a plan."""
    text = "".join(filter(_shown, raw.decode("utf-8", errors="replace")))
    mark, _, rest = text.strip().partition("\n")
    if not MARK.fullmatch(mark.strip()):
        raise NotOurs
    body = _disarmed(rest)
    if len(body) > MOST:
        body = f"{body[:MOST]}\n\n… cut here."
    return f"{mark.strip()}\n{BANNER}\n{body}\n"


def _shown(letter: str) -> bool:
    """Control characters are not, nor what turns the direction of writing."""
    return letter in SHOWN or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co")


def _disarmed(text: str) -> str:
    """Tags but our own are text, a name is no mention, a number no reference, a picture a link."""
    text = TAG.sub(lambda tag: tag[0] if len(tag[0]) > 1 else f"<{ZERO_WIDTH}", text)
    return CALLS.sub(ZERO_WIDTH, text)
