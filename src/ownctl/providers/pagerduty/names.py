"""From the account's ids to what the files say, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ownctl.account import markers
from ownctl.account.resources import Foreign, Kind, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ownctl.account.live import Marker
    from ownctl.account.resources import PersonRef
    from ownctl.reconcile.steps import Ids


@dataclass(frozen=True, slots=True)
class Names:
    """What this org calls the people and objects of the account, by their ids."""

    people: Mapping[str, str]
    objects: Mapping[str, Ref]

    def person(self, user_id: str) -> PersonRef:
        return self.people.get(user_id) or Foreign(user_id)

    def object(self, object_id: str) -> Ref | Foreign:
        return self.objects.get(object_id) or Foreign(object_id)


def own(description: str, org: str, kind: Kind) -> tuple[Marker | None, Ref | None]:
    """The marker of a description, and the reference in it where it is `org`'s and of this `kind`."""
    marker = markers.parse(description)
    if marker is None or marker.org != org:
        return marker, None
    said, _, key = marker.ref.partition("/")
    return marker, Ref(kind, key) if said == kind else None


def person_id(ids: Ids, person: PersonRef) -> str:
    """Raises `LookupError` for a person without a login, which a plan has refused before."""
    return person.id if isinstance(person, Foreign) else ids.people[person]


def object_id(ids: Ids, named: Ref | Foreign) -> str:
    """Raises `LookupError` for an object that has not been created yet, whose dependants are not to be tried."""
    return named.id if isinstance(named, Foreign) else ids.objects[named]


def rotation_id(ids: Ids, schedule: Ref, rotation: str) -> str:
    """The id of a rotation that is named by its slot, or by the id itself."""
    return ids.rotations.get((schedule, rotation), rotation)
