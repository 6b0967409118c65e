"""What a check of the loader is, as plain data: for `ownctl rule NAME`, and for the tests that run the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ownctl.config.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

SLIPS = (
    "`validate --fix` corrects a slip of the finger, where one known word is close and no other: letters swapped, "
    "added, left out or mistaken, two at most. Numbers in a word have to be right."
)
ORG, PEOPLE, TEAM = "ownership/org.yaml", "ownership/people.yaml", "ownership/teams/payments.yaml"


class Check(NamedTuple):
    """One kind of mistake that keeps a file, or a part of it, from being understood. It can't be waived."""

    name: str
    """In kebab-case, as findings carry it."""
    sentence: str
    """What it stands for: what is wrong, and why it matters."""
    bad: Mapping[str, str]
    """Files by path that show the mistake, and no other; bytes that are not UTF-8 are lone surrogates in them.

    Empty for what can't be shown as text: links, rights, sizes.
    """
    good: Mapping[str, str]
    """The same files as they should be."""
    severity: Severity = Severity.ERROR
    fix: str = ""
    """What `validate --fix` does about it; empty where that is for a person."""


def shown(name: str, sentence: str, bad: str, good: str, *, file: str = TEAM, fix: str = "") -> Check:
    """A check whose examples are one file. The tree around it is an org.yaml that names an org."""
    return Check(name, sentence, {file: bad}, {file: good}, fix=fix)


def told(name: str, sentence: str) -> Check:
    """A check that can only be told of."""
    return Check(name, sentence, {}, {})
