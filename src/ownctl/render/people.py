"""People on call, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.oncall import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ownctl.config import Org
    from ownctl.oncall import OnCall


def together(org: Org, people: Sequence[OnCall]) -> str:
    """Who is on call in one rotation: `Liu Yang with Tom Berg`, and who has somebody's place by an override."""
    return " with ".join(shown(org, one) for one in people)


def shown(org: Org, one: OnCall) -> str:
    """Somebody's name; their key where nobody declares them."""
    person = org.people.get(one.person)
    name = person.name if person else one.person
    return f"{name} (override)" if one.role is Role.OVERRIDE else name
