"""Columns as editors count them, and spots after an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind

from ownctl.config import Finding, Severity, Spot
from ownctl.lsp.positions import Units
from ownctl.lsp.shift import between

KINDS = list(PositionEncodingKind)


@pytest.mark.parametrize(("kind", "units"), [("utf-8", 7), ("utf-16", 5), ("utf-32", 4)])
def test_a_character_beyond_the_basic_plane_counts_as_the_encoding_has_it(kind: str, units: int) -> None:
    line = 'x="😋"'
    assert Units(kind).position([line], 0, 4) == Position(0, units)
    assert Units(kind).place([line], Position(0, units)) == (0, 4)


@given(st.text(max_size=20), st.sampled_from(KINDS), st.data())
def test_a_column_survives_the_way_to_the_editor_and_back(
    text: str, kind: PositionEncodingKind, data: st.DataObject
) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    column = data.draw(st.integers(0, len(line)))
    units = Units(kind)
    assert units.place([line], units.position([line], 0, column)) == (0, column)


@pytest.mark.parametrize("kind", KINDS)
def test_a_position_beyond_the_text_is_its_end(kind: PositionEncodingKind) -> None:
    units = Units(kind)
    assert units.place(["ab", "cdé"], Position(9, 9)) == (1, 3)
    assert units.place(["ab", "cdé"], Position(0, 99)) == (0, 2)
    assert units.position(["ab"], 7, 7) == Position(0, 2)


def test_a_position_within_a_character_is_before_it() -> None:
    assert Units("utf-16").place(["a😋b"], Position(0, 2)) == (0, 1)


LINES = st.lists(st.sampled_from(["a", "b", "c"]), max_size=8)


@given(LINES, LINES, st.data())
def test_a_spot_moves_with_its_line_or_is_lost_but_never_lands_on_another_text(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    if not before:
        return
    line = data.draw(st.integers(1, len(before)))
    spot = between(before, after).spot(Spot("f", line, 1, line, 2))
    if spot is not None:
        assert after[spot.line - 1] == before[line - 1]


def test_spots_below_an_inserted_line_move_down_and_those_on_an_edited_line_go() -> None:
    shift = between(["a", "b", "c"], ["a", "x", "y", "c"])
    found = [shift.finding(Finding("r", Severity.ERROR, "m", "h", Spot("f", line, 1, line, 2))) for line in (1, 2, 3)]
    assert [each and each.spot.line for each in found] == [1, None, 4]
