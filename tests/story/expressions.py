"""The few expressions that our workflows use, as GitHub evaluates them. Anything else is an error of the test."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
TERM = re.compile(r"(?P<left>[\w.-]+|'[^']*')(?:\s*(?P<sign>==|!=)\s*(?P<right>[\w.-]+|'[^']*'))?")


def filled(text: str, contexts: Mapping[str, Any]) -> str:
    """A text with its expressions evaluated."""
    return EXPRESSION.sub(lambda found: said(value(found[1], contexts)), text)


def holds(condition: str | None, contexts: Mapping[str, Any], *, failed: bool) -> bool:
    """An `if:`. One without a word on the status asks for success as well."""
    if condition is None:
        return not failed
    inner = EXPRESSION.fullmatch(condition.strip())
    terms = [term.strip() for term in (inner[1] if inner else condition).split("&&")]
    if "!cancelled()" in terms:
        terms.remove("!cancelled()")
    elif failed:
        return False
    return all(value(term, contexts) not in (False, "", None) for term in terms)


def value(expression: str, contexts: Mapping[str, Any]) -> Any:
    """One comparison, or what a dotted name leads to."""
    term = TERM.fullmatch(expression)
    assert term, f"the test can't evaluate {expression}"
    left = _looked_up(term["left"], contexts)
    if term["sign"] is None:
        return left
    same = said(left) == said(_looked_up(term["right"], contexts))
    return same if term["sign"] == "==" else not same


def said(found: Any) -> str:
    """A value as it stands in a text."""
    if isinstance(found, bool):
        return str(found).lower()
    return "" if found is None else str(found)


def _looked_up(name: str, contexts: Mapping[str, Any]) -> Any:
    if name.startswith("'"):
        return name[1:-1]
    found: Any = contexts
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
