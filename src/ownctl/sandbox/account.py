"""A running account, as its controls and pages see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from ownctl.sandbox.clock import Clock
    from ownctl.sandbox.faults import Faults
    from ownctl.sandbox.store import Store


@dataclass
class Account:
    """What it keeps, its clock, what goes wrong in it. Callable as an ASGI application."""

    store: Store
    clock: Clock
    faults: Faults
    paging_window: int
    app: ASGIApp = field(init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def close(self) -> None:
        self.store.close()
