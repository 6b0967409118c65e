"""Where changes are reviewed, GitHub and GitLab: one text under a pull request, or one issue, kept up to date in place.

This package imports nothing else of ownctl.
"""

from ownctl.forges.boards import Board, ForgeError, Posted, Tracker
from ownctl.forges.guests import NotOurs, as_guest
from ownctl.forges.here import NoPlace, Place, comments, issues
from ownctl.forges.publish import Outcome, conclude, publish

__all__ = [
    "Board",
    "ForgeError",
    "NoPlace",
    "NotOurs",
    "Outcome",
    "Place",
    "Posted",
    "Tracker",
    "as_guest",
    "comments",
    "conclude",
    "issues",
    "publish",
]
