"""The engine of one org: its rotations, and among whom each seeks its buddies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ownctl.oncall.clock import handoffs
from ownctl.oncall.escalation import covers
from ownctl.oncall.pairing import Circle
from ownctl.oncall.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config import Org

REMEMBERED = 4
"""How many orgs are remembered: a plan between two revisions looks at two."""


class Engine:
    """Remembers what has been worked out for one org."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self._rosters: dict[tuple[str, str], Roster | None] = {}

    def roster(self, team_key: str, rotation_key: str) -> Roster | None:
        """A rotation's roster; None where its shift is of no length that could hand over. Raises KeyError."""
        known = (team_key, rotation_key)
        if known not in self._rosters:
            team = self.org.teams[team_key]
            rotation = team.rotations[rotation_key]
            pace = handoffs(rotation, self.org.zone(team, rotation))
            circles = partial(self._circles, team_key, rotation_key)
            self._rosters[known] = Roster(self.org, team, rotation_key, pace, circles) if pace else None
        return self._rosters[known]

    def rosters(self, team_key: str) -> list[Roster]:
        """The rosters of a team, in the order of the file."""
        found = (self.roster(team_key, key) for key in self.org.teams[team_key].rotations)
        return [roster for roster in found if roster]

    def _circles(self, team_key: str, rotation_key: str) -> Sequence[Circle]:
        roster = self.roster(team_key, rotation_key)
        if roster is None:
            return ()
        order = list(roster.team.rotations)
        # Rotations are taken in the order of the file: what comes later has no buddies yet.
        own = [(other, order.index(other.key) < order.index(rotation_key)) for other in self.rosters(team_key)]
        circles = [Circle(roster, own)]
        cover = next(covers(self.org, roster.team), None)
        primary = self.roster(cover.team, cover.primary) if cover and cover.primary else None
        if cover and primary:
            # Teams that cover each other in a circle would wait for each other's buddies.
            decided = all(team.team != team_key for team in covers(self.org, cover))
            circles.append(Circle(primary, [*own, *((other, decided) for other in self.rosters(cover.team))]))
        return circles


_latest: list[Engine] = []


def engine(org: Org) -> Engine:
    """The engine of an org, remembered for as long as it is one of the last few that were asked about."""
    for position, known in enumerate(_latest):
        if known.org is org:
            if position:
                _latest.insert(0, _latest.pop(position))
            return known
    _latest.insert(0, Engine(org))
    del _latest[REMEMBERED:]
    return _latest[0]
