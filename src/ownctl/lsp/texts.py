"""One file as it stands in the editor or on the disk: its lines, its names, and what is wrong with it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ownctl.config import Finding, Source
from ownctl.config.files import Kind
from ownctl.config.parse import parse
from ownctl.config.pieces import org_piece, people_piece, service_piece, team_piece
from ownctl.config.source import decode
from ownctl.lsp.names import Mark, marks
from ownctl.lsp.places import MODELS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ownctl.config.pieces import Piece

READ: dict[Kind, Callable[[bytes, str, str], Piece[Any]]] = {
    Kind.ORG: org_piece,
    Kind.PEOPLE: people_piece,
    Kind.TEAM: team_piece,
    Kind.SERVICE: service_piece,
}


@dataclass(frozen=True)
class Text:
    """A file's text. What is worked out of it is remembered with it."""

    path: Path
    kind: Kind
    text: str

    @cached_property
    def data(self) -> bytes:
        """As it would be on the disk."""
        return self.text.encode(errors="surrogatepass")

    @cached_property
    def lines(self) -> list[str]:
        """Without their ends; an editor's lines, too, end with CR, LF or both, and with nothing else."""
        return Source("", self.text).lines

    @cached_property
    def marks(self) -> tuple[Mark, ...] | None:
        """Its names; None while it can't be parsed."""
        source, _ = decode(self.data, str(self.path))
        node = parse(source)[0] if source else None
        return marks(node, MODELS[self.kind]) if node is not None else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it, whatever other files say; files in spots are absolute paths."""
        beside = self.path.parent.name if self.path.name == "team.yaml" else ""
        piece = READ[self.kind](self.data, str(self.path), beside)
        return (*piece.findings, *(piece.said.findings if piece.said else ()))

    def written_at(self, mark: Mark) -> str:
        """What stands at a mark, with its quotes or whatever else belongs to it."""
        spot = mark.spot
        if spot.line != spot.end_line or spot.line > len(self.lines):
            return ""
        return self.lines[spot.line - 1][spot.column - 1 : spot.end_column - 1]
