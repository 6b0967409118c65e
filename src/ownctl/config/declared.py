"""What all models share: they are values, they know where they stand in the files, and rules can be waived on them.

The modules of models do without `from __future__ import annotations`: pydantic would have to evaluate every
annotation again, which is a third of what importing them costs.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ownctl.config.scalars import Date
from ownctl.config.spots import Mapping, Spot, key_spot, value_spot

NOWHERE = Spot("<nowhere>")


class Declared(BaseModel):
    """Something that a file declares, and that knows where."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    __slots__ = ("_node",)

    def place_at(self, node: Mapping) -> None:
        """Remember where this stands. The loader does it once the values are known to be right."""
        object.__setattr__(self, "_node", node)

    @property
    def node(self) -> Mapping | None:
        """The mapping in the file, unless this was made by a program or stands in no file."""
        found: Mapping | None = getattr(self, "_node", None)
        return found

    def spot_of(self, *path: str | int) -> Spot:
        """The spot of the value at `path` (names as in the file), or of the nearest part above it that the file has."""
        return value_spot(self.node, *path) if self.node is not None else NOWHERE

    def key_spot_of(self, *path: str | int) -> Spot:
        """The spot of the key at the end of `path`."""
        return key_spot(self.node, *path) if self.node is not None else NOWHERE

    def is_broken(self, name: str) -> bool:
        """Whether `name` (as in the file) stands there, but is missing or incomplete here, because it is wrong.

        A finding has told of it already, so what would follow from it stays silent.
        """
        return self.node is not None and name in self.node.broken

    def __eq__(self, other: object) -> bool:
        """Two declarations are equal when they say the same, wherever they stand."""
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # they hold mappings

    def __copy__(self) -> Any:
        """A copy stands where the original does."""
        copied = super().__copy__()
        if self.node is not None:
            copied.place_at(self.node)
        return copied


class Waiver(Declared):
    """A reasoned, dated exception from one rule."""

    rule: str = Field(description="The rule that is waived, by its name.")
    because: str | None = Field(None, description="Why the rule does not apply here.")
    until: Date | None = Field(None, description="The last day on which the waiver holds.")


class Waivable(Declared):
    """What rules look at, and where they can be waived."""

    waive: tuple[Waiver, ...] = Field((), description="Rules that do not apply here, with reason and end date.")
