"""Which object of the account is which of the files: by marker, else by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from ownctl.account.resources import Kind, Ref
from ownctl.reconcile.changes import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ownctl.account.live import Live


class Named(Protocol):
    """What every declared object has."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


class HasName(Protocol):
    """What every object of the account has."""

    @property
    def name(self) -> str: ...


NAMED = 3
"""How many objects of another org are named."""

Declared = TypeVar("Declared", bound=Named)
Found = TypeVar("Found", bound=HasName)


class Pair(NamedTuple, Generic[Declared, Found]):
    """A declared object and what the account has of it."""

    declared: Declared
    live: Live[Found] | None
    adopted: bool = False
    """Whether the account's object bears no marker and only has the name."""


class Matches(NamedTuple, Generic[Declared, Found]):
    """All objects of one kind."""

    kind: Kind
    pairs: tuple[Pair[Declared, Found], ...]
    undeclared: tuple[Live[Found], ...]
    """Of this org by their marker, and not in the files any more."""
    taken: tuple[Live[Found], ...]
    """Of declared names, and of another org by their marker."""
    obstacles: tuple[Obstacle, ...]


def match(kind: Kind, org: str, declared: Sequence[Declared], lives: Iterable[Live[Found]]) -> Matches[Declared, Found]:
    """Pair what is declared with what the account has.

    An object of ours whose key is not declared, but whose name is, has been given a new key: it is kept, not deleted
    and created again. An unmarked object with a declared name is to be adopted; one with another org's marker is in
    the way.
    """
    ours: dict[str, Live[Found]] = {}
    by_name: dict[str, Live[Found]] = {}
    taken: list[Live[Found]] = []
    obstacles: list[Obstacle] = []
    for candidate in lives:
        marker = candidate.marker
        if marker and marker.org == org and marker.ref.startswith(f"{kind}/"):
            twin = ours.setdefault(marker.ref, candidate)
            if twin is not candidate:
                obstacles.append(_twins(marker.ref, twin, candidate))
        else:
            by_name.setdefault(candidate.resource.name, candidate)
    keys = {str(Ref(kind, each.key)) for each in declared}
    rekeyed = {each.resource.name: ref for ref, each in ours.items() if ref not in keys}
    pairs: list[Pair[Declared, Found]] = []
    for each in declared:
        known = str(Ref(kind, each.key))
        live: Live[Found] | None = ours.pop(known if known in ours else rekeyed.get(each.name, ""), None)
        namesake = by_name.get(each.name) if live is None else None
        if namesake and namesake.marker:
            taken.append(namesake)
        else:
            pairs.append(Pair(each, live or namesake, adopted=namesake is not None))
    return Matches(kind, tuple(pairs), tuple(ours.values()), tuple(taken), tuple(obstacles))


def _twins(ref: str, one: Live[Found], other: Live[Found]) -> Obstacle:
    return Obstacle(
        f"two objects of the account bear the marker {ref}: {one.url} and {other.url}",
        "delete the marker's line from the description of the one that is not to be managed",
    )


def taken(matches: Iterable[Matches[Any, Any]]) -> Iterator[Obstacle]:
    """One obstacle for each other org that has objects of declared names, however many these are."""
    by_owner: dict[str, list[str]] = {}
    for each in matches:
        for live in each.taken:
            name = f"the {each.kind} {live.resource.name!r}" + (f" ({live.url})" if live.url else "")
            by_owner.setdefault(live.marker.org if live.marker else "", []).append(name)
    for owner, names in by_owner.items():
        if len(names) == 1:
            yield Obstacle(
                f"{names[0]} belongs to the org {owner!r} by its marker",
                "choose another name here, or take the object out of the other org's files first",
            )
        else:
            yield Obstacle(
                f"{len(names)} objects of names declared here belong to the org {owner!r} by their markers: "
                f"{', '.join(names[:NAMED])}{', …' if len(names) > NAMED else ''}",
                f"keep `org: {owner}` if it is the same org; else choose other names here, or take the objects out of "
                "the other org's files first",
            )
