"""Teams and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import association, fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.paging import cut, page
from ownctl.sandbox.references import reference, shown
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.store import NameTakenError, Selection

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

FORM: fields.Form = {
    "type": fields.Choice(("team",)),
    "name": fields.Name(100),
    "description": fields.Text(1024),
    "default_role": fields.Choice(("manager", "none")),
}
REQUIRED = ("name", "type")
DEFAULTS: Doc = {"description": None, "default_role": "manager"}
ROLES = ("observer", "responder", "manager")


def show(call: Call, team: Doc) -> Doc:
    full = shown(call, "team", team)
    # The description of the API knows no null here: a team without a description has no such field.
    return {key: value for key, value in full.items() if value is not None}


def list_teams(call: Call) -> Answer:
    selection = Selection("team", query=call.query.one("query"))
    return page(call, "teams", selection, lambda team: show(call, team))


def get_team(call: Call) -> Answer:
    call.query.includes("privileges")
    return Answer(200, {"team": show(call, call.kept("team"))})


def create_team(call: Call) -> Answer:
    given = fields.take(call.body, "team", FORM, REQUIRED)
    try:
        team = call.store.add("team", DEFAULTS | _untyped(given))
    except NameTakenError:
        raise invalid("team.name", "has already been taken") from None
    return Answer(201, {"team": show(call, team)})


def update_team(call: Call) -> Answer:
    team = call.kept("team") | _untyped(fields.take(call.body, "team", FORM, REQUIRED))
    try:
        call.store.put("team", team)
    except NameTakenError:
        raise invalid("team.name", "has already been taken") from None
    return Answer(200, {"team": show(call, team)})


def delete_team(call: Call) -> Answer:
    """Only a team that owns nothing any more can go."""
    team = call.kept("team")["id"]
    kinds = sorted({kind for kind, _ in call.store.owned_by(team)} - {"user"})
    if kinds:
        names = {"policy": "escalation policies", "schedule": "schedules", "service": "services"}
        held = ", ".join(names[kind] for kind in kinds)
        raise invalid("", f"Team can't be deleted while it is associated with {held}")
    call.store.drop("team", team)
    return Answer(204)


def list_members(call: Call) -> Answer:
    includes = call.query.includes("users")
    team = call.kept("team")["id"]

    def member(user: str, role: str) -> Doc:
        full = shown(call, "user", call.store.get("user", user) or {}) if "users" in includes else None
        return {"user": full or reference(call, "user", user), "role": role}

    members = [member(user, role) for user, role in call.store.members(team).items()]
    return cut(call, "members", members)


def put_member(call: Call) -> Answer:
    team, user = call.kept("team")["id"], call.kept("user", "user_id")
    body = call.body or {}
    wrong = fields.Thing({"role": fields.Choice(ROLES)})(body)
    if wrong:
        raise invalid("", wrong.capitalize())
    if user["role"] in ("read_only_user", "read_only_limited_user"):
        raise invalid("", "User with a read-only role can't be added to a team")
    association.join(call.store, team, user["id"], body.get("role"))
    return Answer(204)


def delete_member(call: Call) -> Answer:
    team, user = call.kept("team")["id"], call.kept("user", "user_id")["id"]
    if user not in call.store.members(team):
        raise invalid("", "User is not a member of the team")
    if association.holding(call.store, team, user, call.now):
        raise invalid("", "User cannot be removed as they belong to an escalation policy on this team")
    call.store.leave(team, user)
    return Answer(204)


def put_policy(call: Call) -> Answer:
    """A policy has one team at most, so a second one takes the first one's place only after it was taken off."""
    team, policy = call.kept("team")["id"], call.kept("policy", "escalation_policy_id")["id"]
    others = [other for other in call.store.linked(policy, "team") if other != team]
    if others:
        raise invalid("", "Escalation policy may be associated with one team only")
    call.store.link(policy, "team", [team])
    association.settle_policy(call.store, policy, call.now)
    return Answer(204)


def delete_policy(call: Call) -> Answer:
    team, policy = call.kept("team")["id"], call.kept("policy", "escalation_policy_id")["id"]
    if team not in call.store.linked(policy, "team"):
        raise invalid("", "Escalation policy is not associated with the team")
    call.store.link(policy, "team", [])
    return Answer(204)


def _untyped(given: Doc) -> Doc:
    return {key: value for key, value in given.items() if key != "type"}


ROUTES = (
    Route("GET", "/teams", list_teams),
    Route("POST", "/teams", create_team),
    Route("GET", "/teams/{id}", get_team),
    Route("PUT", "/teams/{id}", update_team),
    Route("DELETE", "/teams/{id}", delete_team),
    Route("GET", "/teams/{id}/members", list_members),
    Route("PUT", "/teams/{id}/users/{user_id}", put_member),
    Route("DELETE", "/teams/{id}/users/{user_id}", delete_member),
    Route("PUT", "/teams/{id}/escalation_policies/{escalation_policy_id}", put_policy),
    Route("DELETE", "/teams/{id}/escalation_policies/{escalation_policy_id}", delete_policy),
)
