"""Which names a file may call a rule by."""

from __future__ import annotations

from ownctl.rules.registry import LATER, RULES

FORM: frozenset[str] = frozenset()


def is_known(name: str) -> bool:
    """Whether it is a rule, one of a later version, or a check of the files' form."""
    return name in RULES or name in LATER or name in FORM
