"""Which names a file may call a rule by."""

from __future__ import annotations

from ownctl.rules.registry import LATER, RULES


def is_known(name: str) -> bool:
    """Whether it is a rule, one of a later version, or a check of the files' form."""
    return name in RULES or name in LATER or is_of_form(name)


def is_of_form(name: str) -> bool:
    """Whether it is a check of the files' form, which loading makes: those have no severity to set, and no waivers."""
    if name in RULES:
        return False
    from ownctl.config.checks import CHECKS  # a long table of examples that few runs ask for

    return name in CHECKS
