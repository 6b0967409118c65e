"""Teams."""

from __future__ import annotations

from typing import Any

from ownctl.account.live import Live
from ownctl.account.resources import Kind, Team
from ownctl.providers.pagerduty.names import own
from ownctl.providers.pagerduty.paging import Listing
from ownctl.providers.pagerduty.wire import Shape, Text, typed

LISTING = Listing("/teams", "teams", by_team=False)


class TeamShape(Shape):
    id: str
    name: Text = ""
    description: Text = ""
    html_url: Text = ""


def read(item: Any, org: str) -> Live[Team]:
    """A team of the account; its key is empty where it is not `org`'s. Raises `Unreachable` as `typed` does."""
    team = typed(TeamShape, item, "team")
    marker, ref = own(team.description, org, Kind.TEAM)
    return Live(team.id, team.html_url, Team(ref.key if ref else "", team.name, team.description), marker)


def body(team: Team) -> dict[str, Any]:
    """The whole team."""
    return {"team": {"type": "team", "name": team.name, "description": team.description}}
