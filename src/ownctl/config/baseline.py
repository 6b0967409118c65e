"""Findings that an org lives with for now, kept in a file that is reviewed like any other: sorted, one a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ownctl.config.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = 1
NAMES = ("rule", "file", "path", "fingerprint")
BEGINS = re.compile(r'\s*\{\s*"version": \d+,\s*(<<<<<<<|"findings": \[\s*(\]|\{"rule": "[^"]*", "file": "|<<<<<<<))')
"""A baseline of any version; one in which git has left a conflict, too."""
FINGERPRINT = re.compile(r"[0-9a-f]{16}")


class NoBaseline(Exception):  # it reads as the sentence that it says
    """The text is no baseline of this version."""


def as_baseline(found: Iterable[Identity]) -> str:
    """The text of the file; the same findings give the same text."""
    rows = sorted({(each.file, each.path, each.rule, each.fingerprint) for each in found})
    lines = [
        json.dumps({"rule": rule, "file": file, "path": path, "fingerprint": fingerprint}, ensure_ascii=False)
        for file, path, rule, fingerprint in rows
    ]
    listed = ",".join(f"\n    {line}" for line in lines) + ("\n  " if lines else "")
    return f'{{\n  "version": {VERSION},\n  "findings": [{listed}]\n}}\n'


def is_ours(text: str) -> bool:
    """Whether nothing is lost where a baseline takes the place of this text: it is empty, or was one itself."""
    if not text.strip() or BEGINS.match(text):
        return True
    try:
        from_baseline(text)
    except NoBaseline:
        return False
    return True


def from_baseline(text: str) -> tuple[Identity, ...]:
    """The findings that a baseline keeps. Raises NoBaseline."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoBaseline(f"it is not JSON: {error}") from error
    if not isinstance(kept, dict) or not isinstance(kept.get("findings"), list):
        raise NoBaseline("it keeps no findings")
    if kept.get("version") != VERSION:
        raise NoBaseline(f"its version is {kept.get('version')!r}, and this ownctl knows {VERSION}")
    return tuple(_identity(number, each) for number, each in enumerate(kept["findings"], 1))


def _identity(number: int, row: Any) -> Identity:
    texts = [str(row[name]) for name in NAMES if isinstance(row.get(name), str)] if isinstance(row, dict) else []
    if len(texts) < len(NAMES) or not FINGERPRINT.fullmatch(texts[-1]):
        raise NoBaseline(f"finding {number} needs {', '.join(NAMES)}, each a text")
    return Identity(*texts)
