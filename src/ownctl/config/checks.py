"""The table of what loading checks: name → sentence, severity, a bad and a good example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config.check import Check
from ownctl.config.checks_of_fields import FIELDS
from ownctl.config.checks_of_files import FILES, SYNTAX
from ownctl.config.checks_of_values import TOGETHER, VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKS: Mapping[str, Check] = {check.name: check for check in (*FILES, *SYNTAX, *FIELDS, *VALUES, *TOGETHER)}
"""By name, in the order in which a reader of `ownctl rule` meets them."""

__all__ = ["CHECKS", "Check"]
