"""The questions that the layers above ask. Instants are aware, answers are in UTC, stretches are half-open.

A team or rotation that does not exist raises KeyError.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from ownctl.oncall import overlay
from ownctl.oncall.engine import engine
from ownctl.oncall.values import Lanes

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.config import Org
    from ownctl.oncall.values import Span, Turn

NOTHING = Lanes((), (), (), ())


def spans(org: Org, team_key: str, since: datetime, until: datetime, rotation: str | None = None) -> tuple[Span, ...]:
    """Who is on call in a team's rotations (or in one of them): by rotation in the order of the file, then by time.

    Neighbours with the same people are one span; where nobody is on call there is none.
    """
    keys = [rotation] if rotation is not None else list(org.teams[team_key].rotations)
    return tuple(span for key in keys for span in overlay.spans(team_key, key, lanes(org, team_key, key, since, until)))


def lanes(org: Org, team_key: str, rotation_key: str, since: datetime, until: datetime) -> Lanes:
    """A rotation laid apart into holders, buddies and overrides, cut to `[since, until)`."""
    roster = engine(org).roster(team_key, rotation_key)
    if roster is None or since >= until:
        return NOTHING
    return roster.lanes(since.astimezone(UTC), until.astimezone(UTC))


def turns(org: Org, team_key: str, rotation_key: str, since: datetime, until: datetime) -> tuple[Turn, ...]:
    """The turns of a rotation that have a part in `[since, until)`, whole, with their pairings."""
    roster = engine(org).roster(team_key, rotation_key)
    if roster is None or since >= until:
        return ()
    return roster.turns(since.astimezone(UTC), until.astimezone(UTC))
