"""References, with the links that they carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.sandbox.calls import Call
    from ownctl.sandbox.store import Doc

API_PATH = {
    "user": "/users",
    "team": "/teams",
    "policy": "/escalation_policies",
    "schedule": "/v3/schedules",
    "service": "/services",
    "incident": "/incidents",
}
TYPE = {
    "user": "user",
    "team": "team",
    "policy": "escalation_policy",
    "schedule": "schedule_v3",
    "service": "service",
    "incident": "incident",
}


def links(call: Call, kind: str, key: str) -> Doc:
    """`self` for programs, `html_url` for people: a page of the local account under `/web`."""
    return {"self": f"{call.base}{API_PATH[kind]}/{key}", "html_url": f"{call.base}/web/{kind}/{key}"}


def reference(call: Call, kind: str, key: str) -> Doc:
    return {
        "id": key,
        "type": f"{TYPE[kind]}_reference",
        "summary": call.store.label(kind, key),
        **links(call, kind, key),
    }


def references(call: Call, kind: str, keys: Iterable[str]) -> list[Doc]:
    return [reference(call, kind, key) for key in keys]


def shown(call: Call, kind: str, doc: Doc) -> Doc:
    """What every full object has in front: id, type, summary and links; then its own fields."""
    summary = doc.get("name") or doc.get("title")
    return {"id": doc["id"], "type": TYPE[kind], "summary": summary, **links(call, kind, doc["id"]), **doc}
