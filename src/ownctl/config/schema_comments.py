"""The comment by which an editor finds a file's schema. Nobody is told to write it; `validate --fix` does."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ownctl.config.findings import Edit, Finding, Fix, Severity
from ownctl.config.source import LINE_BREAK
from ownctl.config.spots import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ownctl.config.load import Loaded
    from ownctl.config.source import Source

FOLDER = "schemas"
"""Where `ownctl schema write` puts them, in the repository."""
KINDS = {
    "org.yaml": "org",
    "people.yaml": "people",
    "people/*.yaml": "people",
    "teams/*/services/*.yaml": "service",
    "teams/*/team.yaml": "team",
    "teams/*.yaml": "team",
}
NAMED = re.compile(r"^[ \t]*#.*\$schema\b", re.MULTILINE)


def without_schema_comment(loaded: Loaded) -> Iterator[Finding]:
    """A note for each file that could name its schema, the repository having one, and names none."""
    for source in loaded.sources.values():
        schema = loaded.repository / FOLDER / f"{_kind(source, loaded.root)}.schema.json"
        if source.text.strip() and not NAMED.search(source.text) and schema.is_file():
            yield _note(source, schema)


def _kind(source: Source, root: Path) -> str | None:
    path = Path(os.path.relpath(source.file, root))
    return next((kind for pattern, kind in KINDS.items() if len(path.parts) == pattern.count("/") + 1
                 and path.match(pattern)), None)  # fmt: skip


def _note(source: Source, schema: Path) -> Finding:
    way = Path(os.path.relpath(schema, Path(source.file).absolute().parent)).as_posix()
    comment = f"# yaml-language-server: $schema={way}"
    line_break = LINE_BREAK.search(source.text)
    spot = Spot(source.file)
    return Finding(
        "no-schema-comment",
        Severity.INFO,
        "the file names no schema, so editors can't complete and explain what stands in it",
        f"begin it with `{comment}`",
        spot,
        fix=Fix("name its schema", (Edit(spot, comment + (line_break[0] if line_break else "\n")),)),
    )
