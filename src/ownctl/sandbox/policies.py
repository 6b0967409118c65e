"""Escalation policies: who is told, and who next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import association, fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.paging import page
from ownctl.sandbox.references import reference, references, shown
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.store import NameTakenError, Selection

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc, Store

TARGET_KINDS = {
    "user": "user",
    "user_reference": "user",
    "schedule": "schedule",
    "schedule_reference": "schedule",
    "schedule_v3_reference": "schedule",
}
RULE = fields.Thing(
    {
        "escalation_delay_in_minutes": fields.Whole(1),
        "targets": fields.Listed(fields.Reference(tuple(TARGET_KINDS)), 1, 10),
        "escalation_rule_assignment_strategy": fields.Choice(("round_robin", "assign_to_everyone")),
    },
    ("escalation_delay_in_minutes", "targets"),
)
FORM: fields.Form = {
    "type": fields.Choice(("escalation_policy",)),
    "name": fields.Name(),
    "description": fields.Text(nullable=True),
    "num_loops": fields.Whole(),
    "on_call_handoff_notifications": fields.Choice(("if_has_services", "always")),
    "escalation_rules": fields.Listed(RULE, 1),
    "teams": fields.Listed(fields.Reference(("team_reference",)), most=1),
}
REQUIRED = ("type", "name", "escalation_rules")
DEFAULTS: Doc = {"description": None, "num_loops": 0, "on_call_handoff_notifications": "if_has_services"}
INCLUDES = ("services", "teams", "targets", "escalation_rule_assignment_strategies")


def show(call: Call, policy: Doc, includes: frozenset[str] = frozenset()) -> Doc:
    full = shown(call, "policy", policy)
    if full["description"] is None:
        del full["description"]  # the description of the API knows no null here
    full["escalation_rules"] = [_show_rule(call, rule, includes) for rule in policy["escalation_rules"]]
    full["services"] = references(call, "service", call.store.linking(policy["id"], "policy"))
    full["teams"] = references(call, "team", call.store.linked(policy["id"], "team"))
    return full


def _show_rule(call: Call, rule: Doc, includes: frozenset[str]) -> Doc:
    targets = [reference(call, target["kind"], target["id"]) for target in rule["targets"]]
    shown_rule = {**rule, "targets": targets}
    if "escalation_rule_assignment_strategies" not in includes:
        shown_rule.pop("escalation_rule_assignment_strategy")
    return shown_rule


def list_policies(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES)
    users = call.query.many("user_ids")
    ids = users and tuple({policy for user in users for policy in call.store.linking(user, "target")})
    selection = Selection("policy", query=call.query.one("query"), teams=call.query.many("team_ids"), ids=ids)
    return page(call, "escalation_policies", selection, lambda policy: show(call, policy, includes))


def get_policy(call: Call) -> Answer:
    includes = call.query.includes(*INCLUDES)
    return Answer(200, {"escalation_policy": show(call, call.kept("policy"), includes)})


def create_policy(call: Call) -> Answer:
    given = fields.take(call.body, "escalation_policy", FORM, REQUIRED)
    return Answer(201, {"escalation_policy": show(call, _write(call, None, DEFAULTS | given))})


def update_policy(call: Call) -> Answer:
    policy = call.kept("policy")
    given = fields.take(call.body, "escalation_policy", FORM, REQUIRED)
    return Answer(200, {"escalation_policy": show(call, _write(call, policy["id"], policy | given))})


def delete_policy(call: Call) -> Answer:
    policy = call.kept("policy")["id"]
    if call.store.linking(policy, "policy"):
        raise invalid("", "Escalation policy can't be deleted if it's being used by services")
    call.store.drop("policy", policy)
    return Answer(204)


def _write(call: Call, key: str | None, policy: Doc) -> Doc:
    """Keeps a policy, with its links, and lets its people and schedules join its team."""
    teams = policy.pop("teams", None)
    del policy["type"]
    rules = [_parse_rule(call.store, number, rule) for number, rule in enumerate(policy["escalation_rules"])]
    policy["escalation_rules"] = rules
    if teams and call.store.get("team", teams[0]["id"]) is None:
        raise invalid("escalation_policy.teams", "do not exist")
    try:
        kept = call.store.add("policy", policy) if key is None else call.store.put("policy", policy)
    except NameTakenError:
        raise invalid("escalation_policy.name", "has already been taken") from None
    for number, rule in enumerate(rules):
        rule["id"] = f"{kept['id']}{number + 1}"
    call.store.put("policy", kept)
    call.store.link(kept["id"], "target", [target["id"] for rule in rules for target in rule["targets"]])
    if teams is not None:
        call.store.link(kept["id"], "team", [team["id"] for team in teams])
    association.settle_policy(call.store, kept["id"], call.now)
    return kept


def _parse_rule(store: Store, number: int, rule: Doc) -> Doc:
    where = f"escalation_policy.escalation_rules[{number}].targets"
    targets = [{"kind": TARGET_KINDS[target["type"]], "id": target["id"]} for target in rule["targets"]]
    if any(store.label(target["kind"], target["id"]) is None for target in targets):
        raise invalid(where, "do not exist")
    if len({target["id"] for target in targets}) < len(targets):
        raise invalid(where, "may not repeat")
    return {
        "escalation_delay_in_minutes": rule["escalation_delay_in_minutes"],
        "targets": targets,
        "escalation_rule_assignment_strategy": rule.get("escalation_rule_assignment_strategy", "assign_to_everyone"),
    }


ROUTES = (
    Route("GET", "/escalation_policies", list_policies),
    Route("POST", "/escalation_policies", create_policy),
    Route("GET", "/escalation_policies/{id}", get_policy),
    Route("PUT", "/escalation_policies/{id}", update_policy),
    Route("DELETE", "/escalation_policies/{id}", delete_policy),
)
