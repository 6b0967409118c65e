"""A schedule as a whole: its name, its teams, and, on request, who is on call when."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ownctl.sandbox import fields
from ownctl.sandbox.calls import Answer, Call, Route
from ownctl.sandbox.clock import instant
from ownctl.sandbox.incidents import open_incidents
from ownctl.sandbox.paging import page
from ownctl.sandbox.references import reference, references, shown
from ownctl.sandbox.refusals import invalid
from ownctl.sandbox.schedules import parts
from ownctl.sandbox.schedules.computed import coverage, shifts
from ownctl.sandbox.store import Selection

if TYPE_CHECKING:
    from ownctl.sandbox.store import Doc

FORM: fields.Form = {
    "name": fields.Name(255),
    "time_zone": fields.zone,
    "description": fields.Text(1024),
}
TEAMS: fields.Form = {"teams": fields.Listed(fields.Reference(("team_reference",)))}
REJECTED = ("rotations", "escalation_policies")


def show(call: Call, schedule: Doc) -> Doc:
    key = schedule["id"]
    return {
        **shown(call, "schedule", schedule),
        "teams": references(call, "team", call.store.teams_of(key)),
        "escalation_policies": references(call, "policy", call.store.linking(key, "target")),
        "rotations": [parts.show_rotation(call, key, doc) for doc in parts.rotations(call.store, key)],
    }


def list_schedules(call: Call) -> Answer:
    """Names and ids only: whoever wants more asks for each."""
    selection = Selection("schedule", query=call.query.one("query"), teams=call.query.many("team_ids"))

    def show_name(schedule: Doc) -> Doc:
        return reference(call, "schedule", schedule["id"])

    return page(call, "schedules", selection, show_name, default=100, most=1000)


def get_schedule(call: Call) -> Answer:
    schedule = call.kept("schedule")
    includes = call.query.includes("final_schedule")
    since, until = call.query.moment("since"), call.query.moment("until")
    zone = call.query.one("time_zone")
    if zone is not None and fields.zone(zone):
        raise invalid("time_zone", "is not a valid time zone")
    full = show(call, schedule)
    if "final_schedule" in includes and since and until:
        if since >= until:
            raise invalid("until", "must be after since")
        held = shifts(call.store, schedule["id"], since, until, overflow=call.query.flag("overflow"))
        full["final_schedule"] = {
            "type": "final_schedule",
            "rendered_coverage_percentage": coverage(held, since, until),
            "computed_shift_assignments": [_rendered(shift.show(), zone) for shift in held],
        }
    return Answer(200, {"schedule": full})


def create_schedule(call: Call) -> Answer:
    refuse_parts(call)
    given = fields.take(call.body, "schedule", FORM | TEAMS, ("name", "time_zone"))
    teams = [team["id"] for team in given.pop("teams", [])]
    if any(call.store.get("team", team) is None for team in teams):
        raise invalid("schedule.teams", "do not exist")
    schedule = call.store.add("schedule", {"description": "", **given})
    call.store.link(schedule["id"], "team", teams)
    return Answer(201, {"schedule": show(call, schedule)})


def update_schedule(call: Call) -> Answer:
    """Name, description and zone; teams are taken at creation only."""
    schedule = call.kept("schedule")
    refuse_parts(call)
    schedule |= fields.take(call.body, "schedule", FORM, ())
    return Answer(200, {"schedule": show(call, call.store.put("schedule", schedule))})


def delete_schedule(call: Call) -> Answer:
    """Not while a policy names it, nor while an open incident escalates by a policy that named it."""
    schedule = call.kept("schedule")["id"]
    if call.store.linking(schedule, "target"):
        raise invalid("schedule", "Schedule can't be deleted if it's being used by escalation policies")
    holding = [incident["number"] for incident in open_incidents(call.store) if schedule in _snapshot(incident)]
    if holding:
        numbers = ", ".join(f"#{number}" for number in holding)
        used = "an escalation policy snapshot with open incidents"
        raise invalid("schedule", f"Schedule can't be deleted if it's being used by {used}: {numbers}")
    call.store.drop("schedule", schedule)
    return Answer(204)


def refuse_parts(call: Call) -> None:
    inner = call.body.get("schedule") if isinstance(call.body, dict) else None
    for name in REJECTED:
        if isinstance(inner, dict) and name in inner:
            raise invalid(f"schedule.{name}", "is not accepted here")


def _snapshot(incident: Doc) -> set[str]:
    return {target["id"] for rule in incident["rules"] for target in rule["targets"]}


def _rendered(shift: Doc, zone: str | None) -> Doc:
    if zone is not None:
        for key in ("start_time", "end_time"):
            shift[key] = instant(shift[key]).astimezone(ZoneInfo(zone)).isoformat()
    return shift


ROUTES = (
    Route("GET", "/v3/schedules", list_schedules),
    Route("POST", "/v3/schedules", create_schedule),
    Route("GET", "/v3/schedules/{id}", get_schedule),
    Route("PUT", "/v3/schedules/{id}", update_schedule),
    Route("DELETE", "/v3/schedules/{id}", delete_schedule),
)
