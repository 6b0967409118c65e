"""What a rule is, and the one table that holds them all."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ownctl.config import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ownctl.config import Fix
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Path, Place


class Theme(StrEnum):
    """What a rule cares for; the order is that of `ownctl rule`."""

    OWNERSHIP = "ownership"
    FIRST_ROTATIONS = "first rotations"
    SHARING = "sharing"
    COVERAGE = "coverage"
    STAGES = "stages"
    SUPPORT = "support"
    NOISE = "noise"
    HYGIENE = "hygiene"


class Found(NamedTuple):
    """What a rule yields: a finding that does not know its rule's name and severity yet."""

    message: str
    help: str
    at: Place
    about: tuple[Path, ...] = ()
    """Further objects that it concerns, each a path such as `("people", "amara")`: a waiver there covers it as well."""
    fix: Fix | None = None


def found(
    message: str,
    help: str,  # noqa: A002
    *,
    at: Place,
    about: Iterable[Path] = (),
    fix: Fix | None = None,
) -> Found:
    """Say what is wrong and why it matters (`message`), what to type instead (`help`), and what does it safely."""
    return Found(message, help, at, tuple(about), fix)


class Rule(NamedTuple):
    """One sentence of healthy ownership, and how to see where it is broken."""

    name: str
    """In kebab-case; never reused for something else, since waivers of the past name it."""
    theme: Theme
    severity: Severity
    """The default; org.yaml may say otherwise."""
    sentence: str
    """What it stands for: why it matters, in one sentence."""
    exactly: str
    """What it finds and what it leaves alone, for the page of the rule."""
    bad: Mapping[str, str]
    """Files by path that break this rule and no other; they are laid over the healthy tree."""
    good: Mapping[str, str]
    """The same place as it should be."""
    fix: str
    """What `--fix` would do, where that is safe; else empty."""
    of_waivers: bool
    """Whether it looks at what waivers did, once all others have looked; such a rule can't be waived itself."""
    find: Callable[[Look], Iterable[Found]]


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order in which the modules of the themes declare them."""

LATER = frozenset(
    {
        "firefighter",
        "back-to-back-shifts",
        "on-call-twice",
        "handoff-out-of-hours",
        "wait-too-long",
        "page-too-eager",
        "query-invalid",
    }
)
"""Names that are taken but that this version does not check: a file that names one is ahead of us, not wrong."""


def rule(
    name: str,
    theme: Theme,
    severity: Severity = Severity.ERROR,
    *,
    sentence: str,
    exactly: str,
    bad: Mapping[str, str],
    good: Mapping[str, str],
    fix: str = "",
    of_waivers: bool = False,
) -> Callable[[Callable[[Look], Iterable[Found]]], Rule]:
    """Register the decorated function as the rule `name`."""

    def register(find: Callable[[Look], Iterable[Found]]) -> Rule:
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name] = Rule(name, theme, severity, sentence, exactly, bad, good, fix, of_waivers, find)
        return RULES[name]

    return register
