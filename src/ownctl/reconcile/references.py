"""What objects of the account name, by what the files call it: also what is adopted, or has been given a new key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ownctl.account.resources import Foreign, Policy, Ref, ScheduleTarget, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ownctl.account.resources import Target
    from ownctl.reconcile.matching import Matches, Named, Pair

    Names = Mapping[Ref | Foreign | None, Ref]

Declared = TypeVar("Declared", bound="Named")
Found = TypeVar("Found", Policy, Service)


def resolved(matches: Matches[Declared, Found], named: Iterable[Matches[Any, Any]]) -> Matches[Declared, Found]:
    """The same matches, with what the account's objects name called as in the files where `named` has a pair of it."""
    names = dict(name for other in named for pair in other.pairs for name in _names(pair, other.kind))
    pairs = tuple(
        pair._replace(live=pair.live._replace(resource=_renamed(pair.live.resource, names))) if pair.live else pair
        for pair in matches.pairs
    )
    return matches._replace(pairs=pairs)


def _names(pair: Pair[Any, Any], kind: Any) -> Iterable[tuple[Ref | Foreign | None, Ref]]:
    if pair.live is None:
        return
    declared = Ref(kind, pair.declared.key)
    yield Foreign(pair.live.id), declared
    if pair.live.marker and not pair.adopted:
        yield Ref(kind, pair.live.marker.ref.partition("/")[2]), declared


def _renamed(resource: Any, names: Names) -> Any:
    match resource:
        case Policy():
            levels = tuple(
                level._replace(targets=tuple(_target(each, names) for each in level.targets))
                for level in resource.levels
            )
            return resource._replace(team=names.get(resource.team, resource.team), levels=levels)
        case Service():
            return resource._replace(policy=names.get(resource.policy, resource.policy))
    raise AssertionError(resource)


def _target(target: Target, names: Names) -> Target:
    if isinstance(target, ScheduleTarget):
        return ScheduleTarget(names.get(target.schedule, target.schedule))
    return target
