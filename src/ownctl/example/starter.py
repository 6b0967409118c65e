"""The small tree that `ownctl init` writes: templates below this file, filled with names and dates of today."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).with_name("templates") / "tree"

OTHERS = ("robin", "sasha", "kim", "alex", "charlie")
"""Placeholders for colleagues; the first three whose key and e-mail are free are taken."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who starts, as git knows them."""

    name: str
    email: str

    @property
    def key(self) -> str:
        """A key from the first name: lower-case letters and digits, never empty, and a text to YAML."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        words = (word for word in re.findall(r"[a-z][a-z0-9]*", plain) if word not in _NOT_TEXT)
        return next(words, "me")[:63]


class Filled(Template):
    """`%{name}`, because `$` is in every schema comment."""

    delimiter = "%"


def starter(me: Me, today: date) -> dict[str, str]:
    """The files by their path from the repository's root (its tree as `ownership/…`), in the order to read them.

    The rotation starts on the Monday of this week, so that somebody is on call at once; the newcomer joins next Monday.
    """
    words = _words(me, today)
    return {
        path.relative_to(TEMPLATES).as_posix(): Filled(path.read_text(encoding="utf-8")).substitute(words)
        for path in sorted(TEMPLATES.rglob("*"), key=lambda path: (len(path.parts), path))
        if path.is_file()
    }


def _words(me: Me, today: date) -> dict[str, str]:
    monday = today - timedelta(days=today.weekday())
    dates = {
        "monday": monday,
        "next_monday": monday + timedelta(weeks=1),
        "joined": monday - timedelta(weeks=60),
        "business_hours": monday - timedelta(weeks=52),
        "full": monday - timedelta(weeks=40),
    }
    taken = (me.key, me.email.lower().removesuffix("@acme.example"))
    others = [key for key in OTHERS if key not in taken][:3]
    people = {f"other_{number}": key for number, key in enumerate(others, 1)}
    names = {f"other_{number}_name": key.title() for number, key in enumerate(others, 1)}
    mine = {"me": me.key, "me_name": _quoted(me.name), "me_email": _quoted(me.email)}
    return mine | people | names | {name: day.isoformat() for name, day in dates.items()}


def _quoted(text: str) -> str:
    """As a YAML scalar: plain where that is safe within braces, else in single quotes."""
    if re.fullmatch(r"[^\W\d_][\w .'@+-]*", text) and text.strip() == text and text.lower() not in _NOT_TEXT:
        return text
    return "'" + "".join(letter for letter in text if letter.isprintable()).replace("'", "''") + "'"


_NOT_TEXT = {"true", "false", "null"}
