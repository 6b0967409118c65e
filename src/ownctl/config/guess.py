"""What a file probably declares, though it can't be parsed: so that who refers to it isn't scolded as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ownctl.config.files import Entry, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config.source import Source

KEY = re.compile(r"""^[ \t-]*["']?([A-Za-z0-9][\w.-]*)["']?[ \t]*:""", re.MULTILINE)
NAMED = re.compile(r"""^[ \t]*(team|service)[ \t]*:[ \t]*["']?([\w.-]+)""", re.MULTILINE)


def guessed_refs(entry: Entry, source: Source | None) -> Iterator[str]:
    """References of `Org.broken` for a file that can't be parsed, or, without a source, not even be read."""
    if source is None:
        yield from unseen_refs(entry.kind)
        return
    keys = set(KEY.findall(source.text))
    named = {key for _, key in NAMED.findall(source.text)} | {entry.beside or entry.path.stem}
    if entry.kind is Kind.PEOPLE:
        yield from (f"person/{key}" for key in keys)
    if entry.kind is Kind.TEAM:
        yield from (f"team/{key}" for key in named)
        yield from (f"rotation/{key}" for key in named)
    if entry.kind in (Kind.TEAM, Kind.SERVICE):
        yield from (f"service/{key}" for key in keys | named)


def unseen_refs(kind: Kind) -> Iterator[str]:
    """References for what can't be seen at all: anything of its kind may be there."""
    if kind is Kind.PEOPLE:
        yield "person/*"
    elif kind is Kind.ORG:
        yield from ("person/*", "team/*", "rotation/*", "service/*")
    else:
        yield from ("team/*", "rotation/*", "service/*") if kind is Kind.TEAM else ("service/*",)
