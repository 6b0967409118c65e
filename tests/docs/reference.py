"""The generated pages of docs/reference: fields from the JSON Schemas, commands from their own help.

`python -m tests.docs.reference` writes them; a test fails while they differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.docs.pages import ROOT

from ownctl.cli import COMMANDS
from ownctl.config import Declared
from ownctl.config.schemas import schema_files

FOLDER = ROOT / "docs" / "reference"

FILES = (
    ("org", "org.yaml", "Defaults for all teams. Only `org` is required."),
    ("people", "people.yaml, people/*.yaml", "Everybody, by key."),
    ("team", "teams/TEAM.yaml, teams/TEAM/team.yaml", "One team: members, rotations, escalation, services."),
    (
        "service",
        "teams/TEAM/services/*.yaml",
        "One service of a team that split itself; it begins with `service: KEY`.",
    ),
)

MODELS = {
    json.loads(schema_files()[f"{name}.schema.json"])["title"]: model
    for name, model in (("org", "OrgFile"), ("people", "PeopleFile"), ("team", "Team"), ("service", "ServiceFile"))
}
"""The schemas of whole files have titles for people."""

SCALARS = """\
| kind of value | is written |
| --- | --- |
| key | lower-case letters, digits, `-`, `_` and `.`, at most 63, beginning and ending with a letter or digit |
| date | `2026-11-30` |
| local time | `2026-12-24T09:30`, without an offset, in the rotation's zone |
| time of day | `"09:30"`, quoted |
| duration | as Prometheus writes it: `5m`, `12h`, `1w` |
| share | `35%` |
| zone | an IANA name, as `Europe/London` |
| path | from the folder that holds `ownership/` |

YAML 1.2: `no` and `on` are text. `until` of a waiver and of an opt-out is the last day that counts, `until` of a member
the day of the handover, `until` of an override the first moment that is no longer part of it.
"""

PARTS = {"build": ("codeowners",), "schema": ("write",), "ci": ("comment", "issue")}
"""Commands of commands."""


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {"files.md": _files(), "commands.md": _commands()}


def _files() -> str:
    schemas = {name: json.loads(text) for name, text in schema_files().items()}
    shown: set[str] = set()
    parts = [
        "# Files and fields\n",
        "Generated from the JSON Schemas, which `ownctl schema write` writes for editors. Bold fields are required.\n",
        SCALARS,
    ]
    for name, files, sentence in FILES:
        schema = schemas[f"{name}.schema.json"]
        parts += [f"## {files}\n", f"{sentence}\n", _table(schema)]
        for part, definition in schema.get("$defs", {}).items():
            if part not in shown and "properties" in definition:
                shown.add(part)
                parts += [f"### {part}\n", f"{definition.get('description', '').strip()}\n", _table(definition)]
    return "\n".join(parts)


def _table(schema: dict[str, Any]) -> str:
    required = schema.get("required", ())
    defaults = _defaults(schema)
    rows = [
        f"| {f'**`{name}`**' if name in required else f'`{name}`'} | {_type(field)} | {defaults.get(name, '')} |"
        f" {_description(field)} |"
        for name, field in sorted(schema["properties"].items(), key=lambda item: item[0] not in required)
    ]
    return "\n".join(["| field | is | default | says |", "| --- | --- | --- | --- |", *rows, ""])


def _description(field: dict[str, Any]) -> str:
    return str(field.get("description", "")).replace("|", "\\|")


def _defaults(schema: dict[str, Any]) -> dict[str, str]:
    """The defaults of a part's fields, as they would be written; they stand in the models, not in the schemas."""
    title = MODELS.get(schema["title"], schema["title"])
    model = {each.__name__: each for each in _models(Declared)}[title]
    fields = {field.alias or name: field.default for name, field in model.model_fields.items()}
    return {name: f"`{text}`" for name, default in fields.items() if (text := _written(default))}


def _models(above: type[Declared]) -> list[type[Declared]]:
    return [each for below in above.__subclasses__() for each in (below, *_models(below))]


def _written(default: Any) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, float):
        return f"{default:.0%}"
    if isinstance(default, timedelta):
        minutes = default // timedelta(minutes=1)
        return f"{minutes}m"
    return str(default) if isinstance(default, (str, int, ZoneInfo)) else ""


def _type(field: dict[str, Any]) -> str:
    """What may stand there, in a few words; a part of the files links to its table."""
    choices = field.get("oneOf") or field.get("anyOf") or field.get("allOf")
    if choices:
        return " or ".join(_type(choice) for choice in choices if choice.get("type") != "null")
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return _words(name)
    if "const" in field or "enum" in field:
        values = [f"`{value}`" for value in field.get("enum", [field.get("const")])]
        return ", ".join(values[:-1]) + " or " + values[-1] if len(values) > 1 else values[0]
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if field.get("type") == "object":
        inner = field.get("additionalProperties")
        return f"{_type(inner)} by key" if isinstance(inner, dict) and inner else "mapping"
    return _scalar(field)


def _scalar(field: dict[str, Any]) -> str:
    examples = field.get("examples")
    if field.get("format") == "date":
        return "date"
    if examples:
        return f"as `{examples[0]}`"
    return {"boolean": "`true` or `false`", "integer": "number"}.get(field.get("type", ""), "text")


def _words(name: str) -> str:
    definitions = [json.loads(text).get("$defs", {}) for text in schema_files().values()]
    definition = next(each[name] for each in definitions if name in each)
    return f"[{name}](#{name.lower()})" if "properties" in definition else _type(definition)


def _commands() -> str:
    parts = [
        "# Commands\n",
        "What `--help` says, of every command. Options stand after the command.\n",
        f"```\n{_help()}```\n",
    ]
    for command in COMMANDS:
        parts.append(f"## ownctl {command}\n\n```\n{_help(command)}```\n")
        parts += [f"```\n{_help(command, part)}```\n" for part in PARTS.get(command, ())]
    return "\n".join(parts)


def _help(*command: str) -> str:
    asked = subprocess.run(
        [sys.executable, "-m", "ownctl", *command, "--help"],
        env={"PATH": os.environ["PATH"], "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return "\n".join(line.rstrip() for line in asked.stdout.splitlines()) + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
