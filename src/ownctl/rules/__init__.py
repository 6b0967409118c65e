"""What healthy ownership means, rule by rule: the registry, and modules of rules by theme or by what they look at."""

from ownctl.rules import (  # noqa: F401  # each registers its rules
    coverage,
    first_rotations,
    hygiene,
    limits,
    metadata,
    noise,
    opt_outs,
    ownership,
    rotations,
    sharing,
    stages,
    support,
)
from ownctl.rules.check import check
from ownctl.rules.examine import examine
from ownctl.rules.registry import LATER, RULES, Rule, Theme

__all__ = ["LATER", "RULES", "Rule", "Theme", "check", "examine"]
