"""People of the account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ownctl.sandbox import association, fields, teams
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.incidents import open_incidents
from ownctl.sandbox.paging import page
from ownctl.sandbox.references import references, shown
from ownctl.sandbox.refusals import Refusal, invalid
from ownctl.sandbox.store import NameTakenError, Selection, Store

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

INCLUDES = ("contact_methods", "notification_rules", "teams", "subdomains")
ROLES = (
    "admin",
    "limited_user",
    "observer",
    "owner",
    "read_only_user",
    "restricted_access",
    "read_only_limited_user",
    "user",
)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _email(value: Any) -> str | None:
    wrong = fields.Text(100, shortest=6)(value)
    return wrong or (None if ADDRESS.fullmatch(value) else "is invalid")


FORM: fields.Form = {
    "type": fields.Choice(("user",)),
    "name": fields.Text(100, shortest=1),
    "email": _email,
    "time_zone": fields.optional(fields.zone),
    "color": fields.Text(),
    "role": fields.Choice(ROLES),
    "description": fields.Text(nullable=True),
    "job_title": fields.Text(100),
}
DEFAULTS: Doc = {"time_zone": "Etc/UTC", "color": "purple", "role": "user", "description": None}


def enrol(store: Store, person: Doc) -> Doc:
    """Puts a person into the account. Raises Refusal for one that can't be."""
    user = DEFAULTS | fields.take({"user": {"type": "user", **person}}, "user", FORM, ("name", "email", "type"))
    user = {key: value for key, value in user.items() if key != "type"}
    user["time_zone"] = user["time_zone"] or DEFAULTS["time_zone"]
    try:
        return store.add("user", user)
    except NameTakenError:
        raise invalid("user.email", "has already been taken") from None


def show(call: Call, user: Doc, includes: frozenset[str] = frozenset()) -> Doc:
    keys = list(call.store.memberships(user["id"]))
    if "teams" in includes:
        full = [teams.show(call, doc) for key in keys if (doc := call.store.get("team", key))]
    else:
        full = references(call, "team", keys)
    return {
        **shown(call, "user", user),
        "avatar_url": f"{call.base}/web/user/{user['id']}",
        "invitation_sent": False,
        "created_via_sso": False,
        "teams": full,
        "contact_methods": [],
        "notification_rules": [],
    }


def list_users(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES)
    selection = Selection("user", query=call.query.one("query"), teams=call.query.many("team_ids"))
    return page(call, "users", selection, lambda user: show(call, user, includes))


def get_user(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES, "calendar_urls")
    return Answer(200, {"user": show(call, call.kept("user"), includes)})


def get_me(_: Call) -> Answer:
    """Tokens of the local account are the account's, not a person's."""
    raise invalid("", "You cannot get the current user when you use an account-level access token")


def create_user(call: Call) -> Answer:
    require_from(call)
    if not isinstance(call.body, dict) or not isinstance(call.body.get("user"), dict):
        raise invalid("user", fields.BLANK)
    fields.take(call.body, "user", FORM, ("name", "email", "type"))
    return Answer(201, {"user": show(call, enrol(call.store, call.body["user"]))})


def update_user(call: Call) -> Answer:
    user = call.kept("user")
    change = fields.take(call.body, "user", FORM, ("name", "email", "type"))
    try:
        call.store.put("user", user | {key: value for key, value in change.items() if key != "type"})
    except NameTakenError:
        raise invalid("user.email", "has already been taken") from None
    return get_user(call)


def delete_user(call: Call) -> Answer:
    """Not while somebody would be paged through them: on a policy, on a schedule, or on an open incident."""
    user = call.kept("user")["id"]
    if call.store.linking(user, "target") or association.schedules_with(call.store, user, call.now):
        raise invalid("", "User can't be deleted: they are on an escalation policy or a schedule")
    if any(user in incident["assignees"] for incident in open_incidents(call.store)):
        raise invalid("", "User has incidents assigned that need to be resolved or reassigned")
    call.store.drop("user", user)
    return Answer(204)


def require_from(call: Call) -> Doc:
    """The person in whose name the request is made. Raises Refusal where the `From` header names nobody."""
    user = call.store.by_handle("user", call.headers.get("from", ""))
    if user is not None:
        return user
    raise Refusal(400, {"": ["Requester User Not Found: the From header is the e-mail of a user of the account"]})


ROUTES = (
    Route("GET", "/users", list_users),
    Route("POST", "/users", create_user),
    Route("GET", "/users/me", get_me),
    Route("GET", "/users/{id}", get_user),
    Route("PUT", "/users/{id}", update_user),
    Route("DELETE", "/users/{id}", delete_user),
)
