"""Why a rotation says nothing: its own settings contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall import Kind

if TYPE_CHECKING:
    from ownctl.config import Org
    from ownctl.oncall import Problem

WORDS = {
    Kind.SHIFT_NOT_ALLOWED: "its shift is neither 4h, 6h, 8h, 12h nor whole days or weeks",
    Kind.STARTS_OFF_HANDOFF_DAY: "it starts on another day of the week than it hands over",
    Kind.DAY_WITHOUT_WEEKS: "it hands over on a day of the week, and its shift is not whole weeks",
    Kind.SHIFT_WITH_HOURS: "it has hours, and its shift is neither 1d nor whole weeks",
}


def sentence(org: Org, problem: Problem) -> str:
    """Which rotation it is, why, and where that stands."""
    spot = org.teams[problem.team].spot_of(*problem.path)
    return (
        f"nobody can say who is on call in {problem.team}/{problem.rotation}: "
        f"{WORDS[problem.kind]} ({spot.file}:{spot.line})"
    )
