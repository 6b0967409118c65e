"""What custom shifts and overrides have in common: dated spans, made by the list and listed by the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.sandbox import fields
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.paging import cut
from ownctl.sandbox.refusals import Refusal, invalid
from ownctl.sandbox.schedules import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ownctl.sandbox.calls import Answer, Call
    from ownctl.sandbox.store import Doc


def listed(call: Call, key: str, docs: list[Doc], show: Callable[[Call, Doc], Doc]) -> Answer:
    """Those in the window that the request has to name, cut to it unless `overflow`."""
    since, until = call.query.moment("since"), call.query.moment("until")
    if since is None or until is None or since >= until:
        raise invalid("since", "and until are required, and since comes first")
    first, last = rfc3339(since), rfc3339(until)
    met = [doc for doc in docs if doc["start_time"] < last and doc["end_time"] > first]
    if not call.query.flag("overflow"):
        met = [
            {**doc, "start_time": max(doc["start_time"], first), "end_time": min(doc["end_time"], last)} for doc in met
        ]
    met.sort(key=lambda doc: (doc["start_time"], doc["id"]))
    return parts.untotalled(cut(call, key, [show(call, doc) for doc in met]))


def shown(call: Call, doc: Doc, kind: str, folder: str) -> Doc:
    """One of the schedule that the request names; `folder` is what its path calls the list of them."""
    schedule = call.params["id"]
    return {
        "id": doc["id"],
        "type": kind,
        **doc,
        "self": f"{call.base}/v3/schedules/{schedule}/{folder}/{doc['id']}",
        "html_url": f"{call.base}/web/schedule/{schedule}",
    }


def posted(call: Call, key: str, form: fields.Form, required: Iterable[str]) -> list[Doc]:
    """The list of new ones in the body, each held to its form. Raises Refusal."""
    given = call.body.get(key) if isinstance(call.body, dict) else None
    if not isinstance(given, list) or not given:
        raise invalid(key, fields.BLANK)
    taken = []
    for number, item in enumerate(given):
        try:
            taken.append(fields.take({"item": item}, "item", form, required))
        except Refusal as refusal:
            problems = {
                where.replace("item", f"{key}[{number}]", 1): reasons for where, reasons in refusal.problems.items()
            }
            raise Refusal(400, problems) from None
    return taken
