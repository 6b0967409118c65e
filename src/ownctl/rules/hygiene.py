"""Hygiene: exceptions have a reason and an end, and go when they are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ownctl.config import Severity
from ownctl.config.check import SLIPS
from ownctl.rules.names import is_known, is_of_form
from ownctl.rules.registry import LATER, RULES, Found, Theme, found, rule
from ownctl.rules.suggest import did_you_mean, respelt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from ownctl.config import Fix
    from ownctl.rules.look import Look
    from ownctl.rules.scope import Place
    from ownctl.rules.waivers import Placed

ORG, PAYMENTS = "ownership/org.yaml", "ownership/teams/payments.yaml"

COVERS = """\
A waiver covers the object that bears it and all that lies within: on a team its members, rotations, escalation and \
services, on a service its alerts, on a member or a person what is found about them, in `org.yaml` everything. Where \
several could silence a finding, the nearest one does. The day named by `until` is the last one on which it holds, in \
the team's zone. What the files' form demands (`unknown-field`, `invalid-date` and the like) and the rules about \
waivers themselves can't be waived."""

WITHOUT_RUNBOOK = """\
services:
  checkout-api:
    name: Checkout API
"""


@rule(
    "waiver-incomplete",
    Theme.HYGIENE,
    sentence="An exception without a reason can't be judged, and one without an end is a rule of its own.",
    exactly=f"A waiver lacks `because` or `until`. Until it is mended it silences what it names. {COVERS}",
    bad={
        PAYMENTS: f"""\
waive:
  - {{rule: service-without-runbook, because: written with the new on-call handbook}}
{WITHOUT_RUNBOOK}"""
    },
    good={
        PAYMENTS: f"""\
waive:
  - {{rule: service-without-runbook, because: written with the new on-call handbook, until: 2027-03-31}}
{WITHOUT_RUNBOOK}"""
    },
    of_waivers=True,
)
def waiver_incomplete(look: Look) -> Iterator[Found]:
    """Waivers without reason or end."""
    for placed in look.waivers.all:
        if placed.over:
            continue  # it is to go, whatever it lacks
        lacks = [name for name in ("because", "until") if _lacks(placed, name)]
        if lacks:
            example = {"because": "because: WHY", "until": f"until: {_in_three_months(look.now.date())}"}
            what = {"because": "says why", "until": "says until when"}
            yield found(
                f"no one {' or '.join(what[name] for name in lacks)} {placed.waiver.rule} is waived, "
                "so nobody can tell when it is time to end that",
                f"add {' and '.join(f'`{example[name]}`' for name in lacks)}",
                at=placed.here,
            )


def _lacks(placed: Placed, name: str) -> bool:
    return not getattr(placed.waiver, name) and not placed.waiver.is_broken(name)


def _in_three_months(today: date) -> date:
    month = today.month + 3
    return today.replace(year=today.year + (month > 12), month=(month - 1) % 12 + 1, day=1)


@rule(
    "waiver-expired",
    Theme.HYGIENE,
    sentence="An exception that outlives its date is how a rule dies quietly.",
    exactly=f"A waiver's last day is past. It silences nothing any more. {COVERS}",
    bad={
        PAYMENTS: """\
waive:
  - {rule: service-without-runbook, because: written with the new on-call handbook, until: 2026-10-31}
"""
    },
    good={
        PAYMENTS: f"""\
waive:
  - {{rule: service-without-runbook, because: written with the new on-call handbook, until: 2027-03-31}}
{WITHOUT_RUNBOOK}"""
    },
    fix="Where nothing is found any more that the waiver covered, `validate --fix` deletes it.",
    of_waivers=True,
)
def waiver_expired(look: Look) -> Iterator[Found]:
    """Waivers past their last day."""
    for placed in look.waivers.all:
        if placed.over:
            needed = placed in look.touched
            name, until = placed.waiver.rule, placed.waiver.until
            rest = f"but {name} is still found here" if needed else "and there is nothing left for it to silence"
            help_ = "mend what is found, then delete the waiver; or agree on a new date" if needed else "delete it"
            fix = None if needed else _deleted(look, placed)
            yield found(f"the waiver of {name} ended on {until}, {rest}", help_, at=placed.at("until"), fix=fix)


def _deleted(look: Look, placed: Placed) -> Fix | None:
    node, source = placed.bearer.node, look.sources.get(placed.here.spot.file)
    if node is None or source is None or look.waivers.is_shared(placed):
        return None
    from ownctl.config.removal import without_item  # needed only where something is to go

    return without_item(f"delete the waiver of {placed.waiver.rule}", source, node, "waive", placed.index)


@rule(
    "waiver-unused",
    Theme.HYGIENE,
    Severity.WARNING,
    sentence="A waiver that silences nothing will silence the next mistake.",
    exactly=f"Nothing is found that the waiver could silence. {COVERS}",
    bad={
        PAYMENTS: """\
waive:
  - {rule: no-channel, because: we sit in one room, until: 2027-03-31}
"""
    },
    good={
        PAYMENTS: f"""\
waive:
  - {{rule: service-without-runbook, because: written with the new on-call handbook, until: 2027-03-31}}
{WITHOUT_RUNBOOK}"""
    },
    fix="`validate --fix` deletes it.",
    of_waivers=True,
)
def waiver_unused(look: Look) -> Iterator[Found]:
    """Waivers that could silence nothing."""
    for placed in look.waivers.all:
        name = placed.waiver.rule
        if placed.over or placed in look.touched or not placed.certain or name in LATER or not is_known(name):
            continue
        yield found(
            f"nothing is waived here: {_why_unused(look, name, placed)}, and the next mistake would go unseen",
            "delete the waiver",
            at=placed.here,
            fix=_deleted(look, placed),
        )


def _why_unused(look: Look, name: str, placed: Placed) -> str:
    if is_of_form(name):
        return f"{name} is about the form of the files and can't be waived"
    if RULES[name].of_waivers:
        return f"{name} is about waivers and can't be waived itself"
    if look.org.settings.rules.get(name) is Severity.IGNORE:
        return f"org.yaml switches {name} off"
    return f"{name} finds nothing in {placed.described}"


@rule(
    "unknown-rule",
    Theme.HYGIENE,
    Severity.WARNING,
    sentence="A misspelt rule is neither silenced nor made to count more, and nobody notices.",
    exactly="`rules` in org.yaml or a waiver names a rule that this version does not know; another version may. "
    "What the files' form demands has no severity of its own to set.",
    bad={
        ORG: """\
org: acme
rules: {no-past-incident: ignore}
"""
    },
    good={
        ORG: """\
org: acme
rules: {no-past-incidents: ignore}
"""
    },
    fix=SLIPS,
)
def unknown_rule(look: Look) -> Iterator[Found]:
    """Names of rules that aren't any."""
    for name in look.org.settings.rules:
        at = look.settings.key("rules", name)
        if is_of_form(name):
            yield found(
                f"{name} is about the form of the files, without which nothing else can be judged; its severity stays",
                "delete the line",
                at=at,
            )
        elif not is_known(name):
            yield _unknown(name, "so this severity counts for nothing", at, look.org.settings.rules)
    for placed in look.waivers.all:
        if not is_known(placed.waiver.rule):
            yield _unknown(placed.waiver.rule, "so this waiver silences nothing", placed.here)


def _unknown(name: str, so: str, at: Place, beside: Collection[str] = ()) -> Found:
    known = [*RULES, *LATER]
    help_ = did_you_mean(name, known, "`ownctl rule` lists the rules")
    fix = respelt(name, known, at.spot, beside)
    return found(f"this version of ownctl has no rule {name}, {so}", help_, at=at, fix=fix)
