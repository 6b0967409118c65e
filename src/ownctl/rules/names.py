"""Which names a file may call a rule by."""

from __future__ import annotations

from functools import cache

from ownctl.rules.registry import LATER, RULES


def is_known(name: str) -> bool:
    """Whether it is a rule, one of a later version, or a check of the files' form."""
    return name in RULES or name in LATER or name in form()


@cache
def form() -> frozenset[str]:
    """The checks of the files' form, which loading makes: they have no severity to set, and can't be waived."""
    from ownctl.config.checks import CHECKS  # a long table of examples that few runs ask for

    return frozenset(CHECKS) - set(RULES)
