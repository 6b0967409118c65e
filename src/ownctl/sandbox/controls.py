"""`/_sandbox`: the account's own controls, without a token. They are no part of PagerDuty's API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ownctl.sandbox import faults
from ownctl.sandbox.clock import instant, rfc3339
from ownctl.sandbox.store import Selection

if TYPE_CHECKING:
    from starlette.requests import Request

    from ownctl.sandbox.account import Account
    from ownctl.sandbox.store import Doc, Store


def routes(account: Account) -> list[Route]:
    """Log (`GET`, `DELETE`), clock and faults (`GET`, `POST`), and who was paged (`GET`)."""

    async def requests(request: Request) -> Response:
        if request.method == "DELETE":
            account.store.forget_traffic()
            return Response(status_code=204)
        return JSONResponse({"requests": account.store.traffic()})

    async def now(request: Request) -> Response:
        if request.method == "POST":
            given = (await request.json()).get("now")
            try:
                account.clock.set(None if given is None else instant(given))
            except (TypeError, ValueError):
                return _wrong("now is an RFC 3339 time with offset, or null for the real one")
        return JSONResponse({"now": rfc3339(account.clock.now())})

    async def set_faults(request: Request) -> Response:
        if request.method == "POST":
            try:
                account.faults.set(tuple(map(faults.parse, (await request.json())["faults"])))
            except (KeyError, TypeError, ValueError) as error:
                return _wrong(f'send {{"faults": […]}}: {error}')
        return JSONResponse({"faults": [faults.dump(fault) for fault in account.faults.listed()]})

    async def paged(request: Request) -> Response:  # noqa: ARG001 - starlette's form
        with account.store.transaction():
            return JSONResponse({"pages": pages(account.store)})

    return [
        Route("/_sandbox/requests", requests, methods=["GET", "DELETE"]),
        Route("/_sandbox/now", now, methods=["GET", "POST"]),
        Route("/_sandbox/faults", set_faults, methods=["GET", "POST"]),
        Route("/_sandbox/pages", paged, methods=["GET"]),
    ]


def pages(store: Store) -> list[Doc]:
    """Who was paged, when, on which level of which incident; oldest first."""
    found = []
    for page in reversed(store.select(Selection("page", descending=True))):
        incident = store.get("incident", page["incident"]) or {}
        user = store.get("user", page["user"]) or {}
        found.append(
            {
                "at": page["at"],
                "user": {"id": page["user"], "name": user.get("name"), "email": user.get("email")},
                "level": page["level"],
                "urgency": page["urgency"],
                "incident": {"id": page["incident"], "number": incident.get("number"), "title": incident.get("title")},
                "service": {"id": page["service"], "name": store.label("service", page["service"])},
            }
        )
    return found


def _wrong(reason: str) -> Response:
    return JSONResponse({"error": {"message": reason, "code": 2001}}, 400)
