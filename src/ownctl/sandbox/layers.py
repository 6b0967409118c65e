"""Schedules of layers, the older kind: this account has none. Reading them says so; writing them isn't built."""

from __future__ import annotations

from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.paging import cut
from ownctl.sandbox.refusals import not_found


def list_schedules(call: Call) -> Answer:
    call.query.includes("schedule_layers", "overrides_subschedule", "final_schedule")
    return cut(call, "schedules", [])


def get_schedule(_: Call) -> Answer:
    """A shift-based schedule isn't found here: version 2 doesn't know them."""
    raise not_found()


ROUTES = (
    Route("GET", "/schedules", list_schedules),
    Route("GET", "/schedules/{id}", get_schedule),
)
