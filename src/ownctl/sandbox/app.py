"""The account as an ASGI application: routes, tokens, one transaction a request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route as WebRoute

from ownctl.sandbox import (
    abilities,
    controls,
    dependencies,
    events_api,
    incident_requests,
    integrations,
    layers,
    oncalls,
    paging,
    policies,
    services,
    teams,
    users,
    web,
)
from ownctl.sandbox.account import Account
from ownctl.sandbox.calls import Answer, Call, Query, Route
from ownctl.sandbox.clock import Clock
from ownctl.sandbox.faults import Faults
from ownctl.sandbox.gate import EVENTS, Gate, Witness, nobody
from ownctl.sandbox.ratelimit import A_MINUTE, RateLimit
from ownctl.sandbox.refusals import Refusal, error_body, invalid
from ownctl.sandbox.schedules import custom_shifts, events, overrides, rotations, schedule
from ownctl.sandbox.store import Selection, Store
from ownctl.sandbox.tokens import Access, access

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from starlette.requests import Request

OWNER = {"name": "Account Owner", "email": "owner@sandbox.example", "role": "owner"}
"""An account has an owner from its first day."""

OPERATIONS: tuple[Route, ...] = (
    *abilities.ROUTES,
    *users.ROUTES,
    *teams.ROUTES,
    *schedule.ROUTES,
    *rotations.ROUTES,
    *events.ROUTES,
    *custom_shifts.ROUTES,
    *overrides.ROUTES,
    *layers.ROUTES,
    *policies.ROUTES,
    *services.ROUTES,
    *integrations.ROUTES,
    *dependencies.ROUTES,
    *oncalls.ROUTES,
    *incident_requests.ROUTES,
    *events_api.ROUTES,
)


def create_app(
    file: Path | None = None,
    *,
    seed: Iterable[Mapping[str, Any]] = (),
    clock: Clock | None = None,
    rate_limit: int = A_MINUTE,
    paging_window: int = paging.WINDOW,
    witness: Witness = nobody,
) -> Account:
    """Opens the account in `file`, or one in memory, and puts those people of `seed` into it who aren't there yet.

    `rate_limit` is in requests a minute. Raises Refusal where a person of the seed can't be a user.
    """
    account = Account(Store(file), clock or Clock.from_environment(), Faults(), paging_window)
    with account.store.transaction():
        populate(account.store, seed)
    routes = [_web_route(account, route) for route in OPERATIONS]
    inner = Starlette(
        routes=[*routes, *controls.routes(account), *web.routes(account)],
        exception_handlers={404: _no_route, 405: _no_route},
    )
    account.app = Gate(inner, account.store, account.clock, account.faults, RateLimit(rate_limit), witness)
    return account


def populate(store: Store, seed: Iterable[Mapping[str, Any]]) -> None:
    """Enrols who is missing, by e-mail; the owner first."""
    if store.count(Selection("user")) == 0:
        users.enrol(store, OWNER)
    for person in seed:
        if store.by_handle("user", str(person.get("email"))) is None:
            users.enrol(store, dict(person))


def _web_route(account: Account, route: Route) -> WebRoute:
    async def endpoint(request: Request) -> Response:
        path = request.url.path
        try:
            _admit(request, path)
            body = _body(await request.body())
            answer = _handle(account, route, request, body)
        except Refusal as refusal:
            return JSONResponse(error_body(refusal, path), refusal.status)
        return Response(status_code=204) if answer.status == 204 else JSONResponse(answer.body, answer.status)

    return WebRoute(route.path, endpoint, methods=[route.method])


def _handle(account: Account, route: Route, request: Request, body: Any) -> Answer:
    with account.store.transaction():
        return route.handler(
            Call(
                store=account.store,
                now=account.clock.now(),
                base=str(request.base_url).rstrip("/"),
                params=request.path_params,
                query=Query(tuple(request.query_params.multi_items())),
                body=body,
                headers=request.headers,
                paging_window=account.paging_window,
            )
        )


def _admit(request: Request, path: str) -> None:
    """Events come with their routing key; everything else with a token. Raises Refusal."""
    if path == EVENTS:
        return
    allowed = access(request.headers.get("authorization"))
    if allowed is Access.NONE:
        raise Refusal(401)
    if allowed is Access.READ and request.method not in ("GET", "HEAD"):
        raise Refusal(403)


def _body(sent: bytes) -> Any:
    try:
        return json.loads(sent) if sent else None
    except ValueError:
        raise invalid("", "The request body is not JSON") from None


async def _no_route(request: Request, error: Exception) -> Response:
    status: int = getattr(error, "status_code", 404)
    return JSONResponse(error_body(Refusal(status), request.url.path), status)
