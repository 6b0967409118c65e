"""Times in the body of a shift-based schedule, and how far ahead they may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from ownctl.sandbox.clock import instant, rfc3339
from ownctl.sandbox.refusals import invalid

if TYPE_CHECKING:
    from datetime import datetime

    from ownctl.sandbox.calls import Call
    from ownctl.sandbox.store import Doc

FAR = "Date cannot be more than 12 months in the future"


def read(call: Call, where: str, text: str) -> datetime:
    """A time of a request. Raises Refusal if it lies more than twelve months ahead."""
    moment = instant(text).replace(microsecond=0)
    if moment > call.now + relativedelta(months=12):
        raise invalid(where, FAR)
    return moment


def read_span(call: Call, where: str, given: Doc) -> Doc:
    """`start_time` and `end_time` of a custom shift or override, in UTC. Raises Refusal."""
    start = read(call, f"{where}.start_time", given["start_time"])
    end = read(call, f"{where}.end_time", given["end_time"])
    if start >= end:
        raise invalid(f"{where}.end_time", "must be after start_time")
    return {"start_time": rfc3339(start), "end_time": rfc3339(end)}
