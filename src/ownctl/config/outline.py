"""What a model expects at a place: which fields there are, and what a missing one is for."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from ownctl.config.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Place:
    """A place in a file, as the models see it."""

    thing: str
    """What stands around it, with an article: `a rotation`."""
    name: str
    """The field there, or the nearest above it; empty at the top."""
    is_part: bool
    """Whether the place is within the field: an item of its list, or a value of its mapping."""
    fields: tuple[str, ...]
    """The fields of the thing around it, as they are written."""
    description: str
    """What the field is for."""

    @property
    def label(self) -> str:
        """The place in a sentence."""
        if not self.name:
            return self.thing
        return f"a part of `{self.name}`" if self.is_part else f"`{self.name}`"


NAMES = {
    "OrgFile": "org.yaml",
    "PeopleFile": "a file of people",
    "OptOut": "an opt-out",
    "OnCallPolicy": "on_call",
    "Paging": "paging",
    "Protection": "protection",
    "Hours": "a row of hours",
    "TurnTo": "an entry of turn_to",
    "PastIncident": "a past incident",
    "Support": "support",
    "Approver": "an approver",
    "Target": "a target",
    "Level": "a level",
    "Handoff": "a handoff",
}
"""How a model is called in a sentence, where that isn't just its name."""


def called(model: type[Declared]) -> str:
    """The model's name in a sentence: `a rotation`, `an alert`."""
    name = model.__name__
    return NAMES.get(name) or f"{'an' if name[0] in 'AEIOU' else 'a'} {name.lower()}"


def written_fields(model: type[Declared]) -> dict[str, Any]:
    """The fields of a model by the names that files use."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def place_of(model: type[Declared], location: Sequence[str | int]) -> Place:
    """The place that pydantic's location stands for."""
    annotation: Any = model
    around, name, description, is_part = model, "", "", False
    for step in location:
        if isinstance(annotation, type) and issubclass(annotation, Declared):
            around, name, is_part = annotation, str(step), False
            field = written_fields(annotation).get(name)
            if field is None:
                annotation = None
                break
            annotation, description = bare(field.annotation), field.description or ""
        else:
            annotation, is_part = _below(annotation, step), isinstance(step, int) or is_part
    return Place(called(around), name, is_part, tuple(written_fields(around)), description)


def bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and `| None`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin in (Union, UnionType):
        others = [arg for arg in get_args(annotation) if arg is not NoneType]
        if len(others) == 1:
            return bare(others[0])
    return annotation


def _below(annotation: Any, step: str | int) -> Any:
    """One step down: into an item of a list, a value of a mapping, or a branch of a union."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return next((bare(arg) for arg in args if get_origin(bare(arg)) is tuple), None)
    if origin is dict and step != "[key]":
        return bare(args[1])
    if origin is tuple and isinstance(step, int):
        return bare(args[0])
    return None
