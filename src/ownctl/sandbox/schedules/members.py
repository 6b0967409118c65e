"""Members of shifts: a person of the account, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.refusals import invalid

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc, Store

MEMBER = fields.Thing(
    {"type": fields.Choice(("user_member", "empty_member")), "user_id": fields.optional(fields.Text())}, ("type",)
)


def read(store: Store, where: str, given: Doc) -> Doc:
    """Raises Refusal for a member who isn't in the account."""
    if given["type"] == "empty_member":
        return {"type": "empty_member"}
    user = given.get("user_id")
    if not user:
        raise invalid(where, "user_id can't be blank for a user_member")
    if store.label("user", user) is None:
        raise invalid(where, f"user {user} does not exist")
    return {"type": "user_member", "user_id": user}
