"""What the account can do. The list also serves to test a token: `/users/me` refuses an account-level key."""

from __future__ import annotations

from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.refusals import Refusal

ABILITIES = (
    "advanced_permissions",
    "event_rules",
    "read_only_users",
    "service_support_hours",
    "sso",
    "team_responders",
    "teams",
    "urgencies",
)


def list_abilities(_: Call) -> Answer:
    return Answer(200, {"abilities": list(ABILITIES)})


def test_ability(call: Call) -> Answer:
    if call.params["id"] not in ABILITIES:
        raise Refusal(402)
    return Answer(204)


ROUTES = (
    Route("GET", "/abilities", list_abilities),
    Route("GET", "/abilities/{id}", test_ability),
)
