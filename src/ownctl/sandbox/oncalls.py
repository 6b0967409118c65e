"""`GET /oncalls`: who is on call, for which policy, on which level, from when to when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import rfc3339
from ownctl.sandbox.paging import cut
from ownctl.sandbox.references import reference
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.schedules.computed import EMPTY, shifts
from ownctl.sandbox.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ownctl.sandbox.store import Doc

LONGEST = timedelta(days=90)


def list_oncalls(call: Call) -> Answer:
    """Those that share a moment with the range; without one, those of now. Their spans are shown whole."""
    call.query.includes("escalation_policies", "users", "schedules")
    since = call.query.moment("since") or call.now
    until = call.query.moment("until") or since + timedelta(seconds=1)
    if since > until:
        raise invalid("until", "must not be before since")
    if until - since > LONGEST:
        raise invalid("until", "must be within 90 days of since")
    until = max(until, since + timedelta(seconds=1))
    found = [entry for entry in _entries(call, since, until) if _wanted(call, entry)]
    found.sort(key=lambda entry: (entry["policy"], entry["level"], entry["start"] or "", entry["user"]))
    if call.query.flag("earliest"):
        first: dict[tuple[str, int, str], Doc] = {}
        for entry in found:
            first.setdefault((entry["policy"], entry["level"], entry["user"]), entry)
        found = list(first.values())
    return cut(call, "oncalls", [_show(call, entry) for entry in found])


def _entries(call: Call, since: datetime, until: datetime) -> Iterator[Doc]:
    spans: dict[str, list[Doc]] = {}
    for policy in call.store.select(Selection("policy", ids=call.query.many("escalation_policy_ids"))):
        for level, rule in enumerate(policy["escalation_rules"], start=1):
            place = {"policy": policy["id"], "level": level}
            for target in rule["targets"]:
                key = target["id"]
                if target["kind"] == "user":
                    yield {**place, "user": key, "schedule": None, "start": None, "end": None}
                    continue
                if key not in spans:
                    spans[key] = _spans(call, key, since, until)
                yield from ({**place, "schedule": key, **span} for span in spans[key])


def _spans(call: Call, schedule: str, since: datetime, until: datetime) -> list[Doc]:
    """A person's shifts that follow on one another without a gap are one contiguous time on call."""
    joined: dict[str, list[Doc]] = {}
    # Shifts touching the range may go on beyond it, by days; PagerDuty shows an on-call whole.
    around = timedelta(days=1)
    for shift in shifts(call.store, schedule, since - around, until + around, overflow=True):
        if shift.member == EMPTY:
            continue
        own = joined.setdefault(shift.member, [])
        start, end = rfc3339(shift.start), rfc3339(shift.end)
        if own and own[-1]["end"] >= start:
            own[-1]["end"] = max(own[-1]["end"], end)
        else:
            own.append({"user": shift.member, "start": start, "end": end})
    first, last = rfc3339(since), rfc3339(until)
    return [span for own in joined.values() for span in own if span["start"] < last and span["end"] > first]


def _wanted(call: Call, entry: Doc) -> bool:
    users, schedules = call.query.many("user_ids"), call.query.many("schedule_ids")
    return (users is None or entry["user"] in users) and (
        schedules is None or (entry["schedule"] or "null") in schedules
    )


def _show(call: Call, entry: Doc) -> Doc:
    schedule = entry["schedule"]
    return {
        "escalation_policy": reference(call, "policy", entry["policy"]),
        "escalation_level": entry["level"],
        "user": reference(call, "user", entry["user"]),
        "schedule": reference(call, "schedule", schedule) if schedule else None,
        "start": entry["start"],
        "end": entry["end"],
    }


ROUTES = (Route("GET", "/oncalls", list_oncalls),)
