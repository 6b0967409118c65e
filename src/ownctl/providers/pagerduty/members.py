"""Members of events and overrides: a person, or the empty place that stands for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.providers.pagerduty.names import person_id
from ownctl.providers.pagerduty.wire import Shape, Text

if TYPE_CHECKING:
    from ownctl.account.resources import PersonRef
    from ownctl.providers.pagerduty.names import Names
    from ownctl.reconcile.steps import Ids


class MemberShape(Shape):
    type: Text = ""
    user_id: Text = ""


def person_of(member: MemberShape, names: Names) -> PersonRef | None:
    """Who it is; None for the empty place."""
    return names.person(member.user_id) if member.user_id else None


def member_body(person: PersonRef | None, ids: Ids) -> dict[str, str]:
    """A person, or the empty place. Raises `LookupError` for a person without a login."""
    if person is None:
        return {"type": "empty_member"}
    return {"type": "user_member", "user_id": person_id(ids, person)}
