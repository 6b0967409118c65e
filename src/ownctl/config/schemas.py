"""The JSON Schemas of the files, for editors and for other tools: generated from the models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from ownctl.config.people import PeopleFile
from ownctl.config.services import ServiceFile
from ownctl.config.settings import OrgFile
from ownctl.config.teams import Team

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import core_schema

    from ownctl.config.declared import Declared

NAMED = "urn:ownctl:schema:"
"""A name, not a place: nobody is to fetch it."""
FILES: Mapping[str, tuple[type[Declared], str]] = {
    "org": (OrgFile, "org.yaml"),
    "people": (PeopleFile, "people.yaml, or people/*.yaml"),
    "team": (Team, "teams/*.yaml, or teams/DIR/team.yaml"),
    "service": (ServiceFile, "teams/DIR/services/*.yaml"),
}
"""What each schema is for."""


class _Generator(GenerateJsonSchema):
    """Schemas of what people write: defaults as they are written, and no titles that repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        """Without the default: it is a value of the program, and the description says what holds by default."""
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> dict[str, Any]:
        """With a pattern for the names of properties, where pydantic would let any other name pass."""
        generated = super().dict_schema(schema)
        for pattern, below in generated.pop("patternProperties", {}).items():
            generated |= {"propertyNames": {"pattern": pattern}, "additionalProperties": below}
        return generated

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        """Without null: who has nothing to say leaves a field out."""
        return self.generate_inner(schema["schema"])


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by its name: org, people, team and service; JSON Schema, draft 2020-12."""
    return {name: _schema(name, model, files) for name, (model, files) in FILES.items()}


def _schema(name: str, model: type[Declared], files: str) -> dict[str, Any]:
    generated = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    head = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"{NAMED}{name}",
        "title": f"ownctl: {files}",
    }
    return {**head, **{key: value for key, value in generated.items() if key != "title"}}


def schema_files() -> dict[str, str]:
    """The text of each file of the folder schemas/, by file name."""
    return {
        f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas().items()
    }
