"""Which fields name what: the table by which names are completed, found and renamed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from ownctl.config import (
    Approver,
    Declared,
    Member,
    OrgFile,
    Override,
    Rotation,
    Service,
    Support,
    Target,
    Team,
    TurnTo,
    Waiver,
)
from ownctl.config.outline import bare, written_fields
from ownctl.config.people import PeopleFile
from ownctl.config.services import ServiceFile

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a name can stand for."""

    PERSON = "person"
    TEAM = "team"
    ROTATION = "rotation"
    SERVICE = "service"
    ALERT = "alert"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Name:
    """What a word in a file stands for."""

    kind: Kind
    key: str
    around: str = ""
    """The team of a rotation, the service of an alert."""


Field = tuple[type[Declared], str]

REFERS: Mapping[Field, Kind] = {
    (Approver, "person"): Kind.PERSON,
    (Approver, "team"): Kind.TEAM,
    (Member, "person"): Kind.PERSON,
    (Member, "buddy"): Kind.PERSON,
    (Override, "person"): Kind.PERSON,
    (Override, "instead_of"): Kind.PERSON,
    (Rotation, "participants"): Kind.PERSON,
    (TurnTo, "person"): Kind.PERSON,
    (TurnTo, "team"): Kind.TEAM,
    (Support, "cover"): Kind.TEAM,
    (Target, "person"): Kind.PERSON,
    (Target, "team"): Kind.TEAM,
    (Target, "rotation"): Kind.ROTATION,
    (Service, "depends_on"): Kind.SERVICE,
    (Waiver, "rule"): Kind.RULE,
}
"""Values, or items of lists, that name what is declared elsewhere."""

DECLARES: Mapping[Field, Kind] = {
    (Team, "team"): Kind.TEAM,
    (ServiceFile, "service"): Kind.SERVICE,
}
"""Values that declare a name."""

KEYS_DECLARE: Mapping[Field, Kind] = {
    (PeopleFile, "people"): Kind.PERSON,
    (Team, "rotations"): Kind.ROTATION,
    (Team, "services"): Kind.SERVICE,
    (Service, "alerts"): Kind.ALERT,
}
"""Mappings whose keys declare names."""

KEYS_REFER: Mapping[Field, Kind] = {(OrgFile, "rules"): Kind.RULE}
"""Mappings whose keys name what is declared elsewhere."""


@cache
def _above(field: Field) -> tuple[Field, ...]:
    model, name = field
    return tuple((each, name) for each in model.__mro__ if issubclass(each, Declared))


def named(table: Mapping[Field, Kind], field: Field | None) -> Kind | None:
    """What a table says of a field, of its own model or of one that it builds upon."""
    if field is None:
        return None
    return next((table[each] for each in _above(field) if each in table), None)


@dataclass(frozen=True)
class Expected:
    """What the models expect at a place."""

    annotation: Any
    """Without `Annotated` and `| None`; None where the models know nothing."""
    field: Field | None
    """The field there, or the nearest above."""
    description: str
    """What that field is for."""
    is_part: bool = False
    """Whether the place is within the field: an item of its list, or a value of its mapping."""

    @cached_property
    def model(self) -> type[Declared] | None:
        """The model, if one is expected, or among others."""
        for each in alternatives(self.annotation):
            if isinstance(each, type) and issubclass(each, Declared):
                return each
        return None

    def part(self, kind: type) -> tuple[Any, ...] | None:
        """The arguments of the list (tuple) or mapping (dict) that is expected, or among others."""
        for each in alternatives(self.annotation):
            if get_origin(each) is kind:
                return tuple(bare(argument) for argument in get_args(each))
        return None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that are among what is expected: members of an enum, literals, true and false."""
        return tuple(word for each in alternatives(self.annotation) for word in words_of(each))


def words_of(annotation: Any) -> tuple[str, ...]:
    """The words that a type allows, if it allows only some."""
    if annotation is bool:
        return ("true", "false")
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(annotation)
    return tuple(str(each) for each in get_args(annotation)) if get_origin(annotation) is Literal else ()


def alternatives(annotation: Any) -> tuple[Any, ...]:
    """The parts of a union; else the type itself."""
    from types import UnionType
    from typing import Union

    if get_origin(annotation) in (Union, UnionType):
        return tuple(each for arg in get_args(annotation) for each in alternatives(bare(arg)))
    return (annotation,)


def at(model: type[Declared], path: tuple[str | int, ...]) -> Expected:
    """What is expected at a path below a model."""
    here = Expected(model, None, "")
    for step in path:
        here = below(here, step)
    return here


def below(here: Expected, step: str | int) -> Expected:
    """One step down: into a field, an item of a list, or a value of a mapping."""
    if isinstance(step, int):
        return _below(here, 0)
    return _below(here, step if here.model is not None else "")  # in a mapping, all values are alike


@cache
def _below(here: Expected, step: str | int) -> Expected:
    model = here.model
    if isinstance(step, str) and model is not None:
        field = written_fields(model).get(step)
        if field is None:
            return Expected(None, None, "")
        return Expected(bare(field.annotation), (model, step), field.description or "")
    part = here.part(tuple if isinstance(step, int) else dict)
    annotation = None if part is None else part[0 if isinstance(step, int) else 1]
    return Expected(annotation, here.field, here.description, is_part=True)
