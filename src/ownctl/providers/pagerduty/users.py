"""Users: matched by e-mail, never written."""

from __future__ import annotations

from typing import Any

from ownctl.account.live import User
from ownctl.providers.pagerduty.paging import Listing
from ownctl.providers.pagerduty.wire import References, Shape, Text, typed

LISTING = Listing("/users", "users", params={"include[]": "teams"})
"""With their teams: what the members of each team would take one request a team to say."""


class UserShape(Shape):
    id: str
    name: Text = ""
    email: Text = ""
    teams: References = ()


def read(item: Any) -> User:
    """A user, with the ids of their teams. Raises `Unreachable` as `typed` does."""
    user = typed(UserShape, item, "user")
    return User(user.id, user.name, user.email, tuple(team.id for team in user.teams))
