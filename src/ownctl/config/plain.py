"""Plain scalars as YAML 1.2's core schema reads them (section 10.3.2), and dates.

So `no`, `on` and `09:30` are strings, where YAML 1.1 made booleans and a number of seconds of them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

Plain: TypeAlias = str | int | float | bool | date | None

WORDS: dict[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
    **{sign + inf: float(sign + "inf") for sign in ("", "+", "-") for inf in (".inf", ".Inf", ".INF")},
}  # fmt: skip
FIRST_OF_NUMBERS = frozenset("+-.0123456789")
INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL, HEXADECIMAL = re.compile(r"0o[0-7]+"), re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LOCAL_DATETIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
LONGEST_NUMBER = 300
"""Python refuses to read integers of thousands of digits; nobody means one of hundreds."""


def plain(text: str) -> Plain:
    """The value of a plain (unquoted) scalar. What looks like a date but is none stays a string."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in FIRST_OF_NUMBERS:
        return text
    return _number_or_date(text)


@lru_cache(maxsize=4096)  # the same dates and tiers stand in thousands of places
def _number_or_date(text: str) -> Plain:
    if len(text) > LONGEST_NUMBER:
        return text
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text)
    if OCTAL.fullmatch(text) or HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    return _date(text)


def _date(text: str) -> str | date:
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
        if LOCAL_DATETIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:  # the 30th of February: whoever expects a date here says so at this spot
        return text
    return text
