"""Teams, policies, services and integrations: field by field against the account."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ownctl.account.live import Marker
from ownctl.account.markers import parse, text_above
from ownctl.account.resources import (
    Desired,
    Foreign,
    Integration,
    Kind,
    Level,
    PersonTarget,
    Policy,
    Ref,
    ScheduleTarget,
    Service,
    Team,
)
from ownctl.reconcile.changes import Action, Change, Field, digest
from ownctl.reconcile.steps import (
    CreateIntegration,
    CreatePolicy,
    CreateService,
    CreateTeam,
    Delete,
    Step,
    UpdatePolicy,
    UpdateService,
    UpdateTeam,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ownctl.account.live import Live
    from ownctl.reconcile.matching import Pair

COMPARED: dict[Kind, tuple[str, ...]] = {
    Kind.TEAM: ("name", "description"),
    Kind.POLICY: ("name", "description", "team", "levels", "loops", "handoff_notifications"),
    Kind.SERVICE: (
        "name",
        "description",
        "policy",
        "urgency",
        "acknowledgement_timeout",
        "auto_resolve_timeout",
        "alert_creation",
    ),
}
"""The fields that ownctl declares, by kind; the rest stays as it is in the account."""


def changes(kind: Kind, desired: Desired, pairs: Iterable[Pair[Any, Any]]) -> Iterable[Change]:
    """A change for every pair that differs."""
    for pair in pairs:
        change = _change(kind, desired, pair)
        if change:
            yield change


def _change(kind: Kind, desired: Desired, pair: Pair[Any, Any]) -> Change | None:
    declared, live = pair.declared, pair.live
    ref = Ref(kind, declared.key)
    has = live.resource if live else None
    different = tuple(name for name in COMPARED[kind] if has is None or getattr(declared, name) != getattr(has, name))
    if not different:
        return None
    action = Action.CREATE if live is None else Action.ADOPT if pair.adopted else Action.UPDATE
    return Change(
        action,
        ref,
        declared.name,
        desired.owners.get(ref),
        live.id if live else None,
        live.url if live else None,
        tuple(field for name in different for field in _fields(name, has, declared, desired.names)),
        (_step(live, declared, different),),
        digest(has),
        frozenset(_needs(declared)),
    )


def _step(live: Live[Any] | None, declared: Team | Policy | Service, different: tuple[str, ...]) -> Step:
    match declared:
        case Team():
            return UpdateTeam(live.id, declared) if live else CreateTeam(declared)
        case Policy():
            return UpdatePolicy(live.id, declared) if live else CreatePolicy(declared)
        case Service():
            return UpdateService(live.id, declared, different) if live else CreateService(declared)


def _needs(declared: Team | Policy | Service) -> Iterable[Ref]:
    match declared:
        case Policy():
            yield from (each for each in (declared.team,) if isinstance(each, Ref))
            for level in declared.levels:
                for target in level.targets:
                    if isinstance(target, ScheduleTarget) and isinstance(target.schedule, Ref):
                        yield target.schedule
        case Service() if isinstance(declared.policy, Ref):
            yield declared.policy


def deletion(kind: Kind, live: Live[Any], desired: Desired, lost: str | None = None) -> Change:
    """The delete of an object that bears our marker and is declared no more."""
    assert live.marker  # noqa: S101  # only what bears a marker is ever deleted
    key = live.marker.ref.partition("/")[2]
    return Change(
        Action.DELETE,
        Ref(kind, key),
        live.resource.name,
        _last_owner(kind, live, key, desired),
        live.id,
        live.url,
        (),
        (Delete(kind, live.id, live.resource.name),),
        digest(live.resource),
        lost=lost,
    )


def _last_owner(kind: Kind, live: Live[Any], key: str, desired: Desired) -> str | None:
    """Whose it was, where the files still have that team: a service's is told by the policy that it pages through."""
    named = live.resource.policy if kind is Kind.SERVICE else Ref(kind, key)
    team = named.key.partition("/")[0] if isinstance(named, Ref) else ""
    return team if Ref(Kind.TEAM, team) in desired.owners else None


def integration_changes(
    desired: Desired, pairs: Iterable[Pair[Service, Service]], existing: Mapping[str, Mapping[str, str]]
) -> Iterable[Change]:
    """Integrations are known by their name within the service; the API can't delete one."""
    lives = {pair.declared.key: pair.live for pair in pairs}
    for each in desired.integrations:
        live = lives.get(each.service)
        names = set(existing.get(live.id, {}).values()) if live else set()
        if each.name not in names:
            yield _new_integration(each, desired)


def _new_integration(each: Integration, desired: Desired) -> Change:
    service = Ref(Kind.SERVICE, each.service)
    ref = Ref(Kind.INTEGRATION, each.key)
    return Change(
        Action.CREATE,
        ref,
        each.name,
        desired.owners.get(service),
        None,
        None,
        (Field("service", None, each.service),),
        (CreateIntegration(each),),
        needs=frozenset({service}),
    )


def _fields(name: str, before: Any, after: Any, people: Mapping[str, str]) -> Iterable[Field]:
    """What a reader sees of one field; the marker at the end of a description is a matter of its own."""
    has, wants = getattr(before, name) if before else None, getattr(after, name)
    if name != "description":
        yield Field(name, said(has, people), said(wants, people))
        return
    if text_above(has) != text_above(wants):
        yield Field("description", text_above(has) or None, text_above(wants) or None)
    if before and parse(has) != parse(wants):
        yield Field("marker", said(parse(has), people), said(parse(wants), people))


def said(value: Any, people: Mapping[str, str]) -> str | None:
    """A field's value as a reader would say it."""
    match value:
        case None:
            return None
        case timedelta():
            return duration(value)
        case Marker():
            return f"{value.org} {value.ref}"
        case Ref() | Foreign():
            return str(value)
        case tuple():
            return " → ".join(_level(level, people) for level in value)
        case _:
            return str(value)


def _level(level: Level, people: Mapping[str, str]) -> str:
    targets = " + ".join(_target(each, people) for each in level.targets)
    return f"{targets} for {duration(level.wait)}"


def _target(target: ScheduleTarget | PersonTarget, people: Mapping[str, str]) -> str:
    match target:
        case ScheduleTarget(schedule=Ref(key=key)):
            return key
        case ScheduleTarget(schedule=other):
            return f"schedule {other}"
        case PersonTarget(person=Foreign() as other):
            return f"person {other}"
        case PersonTarget(person=key):
            return people.get(str(key), str(key))


def duration(span: timedelta) -> str:
    """A duration as Prometheus writes it."""
    seconds = int(span.total_seconds())
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
