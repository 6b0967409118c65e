"""Pages for people: what is in the account. Every object's `html_url` leads to one."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.controls import pages
from ownctl.sandbox.schedules.computed import on_call
from ownctl.sandbox.store import Selection

if TYPE_CHECKING:
    from starlette.requests import Request

    from ownctl.sandbox.account import Account
    from ownctl.sandbox.store import Doc, Store

KINDS = {
    "team": "Teams",
    "user": "People",
    "schedule": "Schedules",
    "policy": "Escalation policies",
    "service": "Services",
    "incident": "Incidents",
}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b2733 }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
ul { padding-left: 1.2rem; columns: 18rem } li { break-inside: avoid }
a { color: #0b5cad } pre { background: #f3f5f7; padding: 1rem; overflow-x: auto } .quiet { color: #5b6b7b }
"""


def routes(account: Account) -> list[Route]:
    async def front(request: Request) -> Response:  # noqa: ARG001 - starlette's form
        with account.store.transaction():
            return HTMLResponse(_front(account))

    async def one(request: Request) -> Response:
        kind, key = request.path_params["kind"], request.path_params["key"]
        with account.store.transaction():
            doc = account.store.get(kind, key) if kind in KINDS else None
            if doc is None:
                return HTMLResponse(_page("Not found", "<p>There is no such object in this account."), 404)
            return HTMLResponse(_object(account, kind, doc))

    return [Route("/", front), Route("/web/{kind}/{key}", one)]


def _front(account: Account) -> str:
    store = account.store
    parts = [f"<p class=quiet>A local account. Its clock says {rfc3339(account.clock.now())}."]
    for kind, title in KINDS.items():
        docs = store.select(Selection(kind), limit=200)
        items = "".join(f"<li>{_link(kind, doc)}{_note(account, kind, doc)}" for doc in docs)
        parts.append(f"<h2>{title} ({store.count(Selection(kind))})</h2><ul>{items}</ul>")
    paged = "".join(
        f"<li>{page['at']}: {escape(str(page['user']['name']))}, level {page['level']}:"
        f" {escape(str(page['incident']['title']))}"
        for page in pages(store)[-50:]
    )
    parts.append(f"<h2>Who was paged</h2><ul>{paged}</ul>")
    return _page("ownctl sandbox", "".join(parts))


def _note(account: Account, kind: str, doc: Doc) -> str:
    if kind == "schedule":
        people = on_call(account.store, doc["id"], account.clock.now())
        names = ", ".join(str(account.store.label("user", user)) for user in people) or "nobody"
        return f" <span class=quiet>on call: {escape(names)}</span>"
    return f" <span class=quiet>{doc['status']}</span>" if kind == "incident" else ""


def _object(account: Account, kind: str, doc: Doc) -> str:
    store: Store = account.store
    body = f"<p class=quiet>{KINDS[kind]} · {doc['id']}{_note(account, kind, doc)}"
    body += f"<pre>{escape(json.dumps(doc, indent=2, ensure_ascii=False))}</pre>"
    for name in ("team", "target", "policy"):
        linked = store.linked(doc["id"], name)
        body += "".join(f"<li>{name}: {_linked(store, key)}" for key in linked)
    if kind == "schedule":
        for rotation in store.children("rotation", doc["id"]):
            events = store.children("event", rotation["id"])
            shown = escape(json.dumps(events, indent=2, ensure_ascii=False))
            body += f"<h2>Rotation {rotation['id']}</h2><pre>{shown}</pre>"
    if kind == "service":
        kept = escape(json.dumps(store.children("integration", doc["id"]), indent=2))
        body += f"<h2>Integrations</h2><pre>{kept}</pre>"
    return _page(str(doc.get("name") or doc.get("title")), body + "<p><a href=/>All of the account</a>")


def _linked(store: Store, key: str) -> str:
    for kind in KINDS:
        if doc := store.get(kind, key):
            return _link(kind, doc)
    return escape(key)


def _link(kind: str, doc: Doc) -> str:
    return f"<a href=/web/{kind}/{doc['id']}>{escape(str(doc.get('name') or doc.get('title')))}</a>"


def _page(title: str, body: str) -> str:
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>{body}"
    )
