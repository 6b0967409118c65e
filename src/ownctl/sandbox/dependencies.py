"""Which service stands on which. Only technical services: the local account has no business services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.refusals import Refusal, invalid

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc, Store

_SERVICE = fields.Reference(("service", "service_reference", "technical_service", "technical_service_reference"))
_RELATIONSHIP = fields.Thing(
    {"supporting_service": _SERVICE, "dependent_service": _SERVICE}, ("supporting_service", "dependent_service")
)


def list_dependencies(call: Call) -> Answer:
    service = call.kept("service")["id"]
    return Answer(200, {"relationships": [show(doc) for doc in _touching(call.store, service)]})


def associate(call: Call) -> Answer:
    """All of the relationships or none; one that is there already is given back as it is."""
    made = []
    for supporting, dependent in _relationships(call):
        if supporting == dependent:
            raise invalid("", "A service can't depend on itself")
        existing = _find(call, supporting, dependent)
        made.append(existing or _make(call.store, supporting, dependent))
    return Answer(200, {"relationships": [show(doc) for doc in made]})


def disassociate(call: Call) -> Answer:
    gone = []
    for supporting, dependent in _relationships(call):
        existing = _find(call, supporting, dependent)
        if existing is None:
            raise invalid("", f"There is no dependency of {dependent} on {supporting}")
        call.store.drop("dependency", existing["id"])
        gone.append(existing)
    return Answer(200, {"relationships": [show(doc) for doc in gone]})


def show(doc: Doc) -> Doc:
    return {
        "id": doc["id"],
        "type": "service_dependency",
        "supporting_service": {"id": doc["supporting"], "type": "technical_service_reference"},
        "dependent_service": {"id": doc["dependent"], "type": "technical_service_reference"},
    }


def _relationships(call: Call) -> list[tuple[str, str]]:
    given = call.body.get("relationships") if isinstance(call.body, dict) else None
    wrong = fields.Listed(_RELATIONSHIP, 1)(given)
    if wrong or given is None:
        raise invalid("relationships", wrong or fields.BLANK)
    pairs = [(item["supporting_service"]["id"], item["dependent_service"]["id"]) for item in given]
    if any(call.store.get("service", key) is None for pair in pairs for key in pair):
        raise Refusal(404)
    return pairs


def forget(store: Store, service: str) -> None:
    """Drops every dependency of or on a service that is going."""
    for doc in _touching(store, service):
        store.drop("dependency", doc["id"])


def _make(store: Store, supporting: str, dependent: str) -> Doc:
    doc = store.add("dependency", {"supporting": supporting, "dependent": dependent})
    store.link(doc["id"], "end", [supporting, dependent])
    return doc


def _touching(store: Store, service: str) -> list[Doc]:
    return [doc for key in store.linking(service, "end") if (doc := store.get("dependency", key))]


def _find(call: Call, supporting: str, dependent: str) -> Doc | None:
    found = (doc for doc in _touching(call.store, supporting) if doc["dependent"] == dependent)
    return next((doc for doc in found if doc["supporting"] == supporting), None)


ROUTES = (
    Route("GET", "/service_dependencies/technical_services/{id}", list_dependencies),
    Route("POST", "/service_dependencies/associate", associate),
    Route("POST", "/service_dependencies/disassociate", disassociate),
)
