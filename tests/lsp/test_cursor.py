"""Where the cursor stands, in YAML that is whole and in YAML that is half-typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownctl.lsp.cursor import Cursor, Role
from ownctl.lsp.scan import find


def at(text: str) -> Cursor | None:
    """The place that `^` marks."""
    before, _, after = text.partition("^")
    line = before.count("\n")
    return find((before + after).split("\n"), line, len(before) - before.rfind("\n") - 1)


PLACES = [
    ("^", (), Role.KEY, ""),
    ("te^", (), Role.KEY, "te"),
    ("team: payments\n^", (), Role.KEY, ""),
    ("na^me: Payments\n", (), Role.KEY, "name"),
    ("support:\n  cov^\n  turn_to: []\n", ("support",), Role.KEY, "cov"),
    ("support:\n  ^\n", ("support",), Role.CHILD, ""),
    ("support:\n  cover: ^\n", ("support", "cover"), Role.VALUE, ""),
    ("support:\n  cover: plat^form # why\n", ("support", "cover"), Role.VALUE, "platform"),
    ("members:\n  - {person: am^ara, until: 2026-01-01}\n", ("members", 0, "person"), Role.VALUE, "amara"),
    ("members:\n  - {person: tom}\n  - {person: ^\n  - {person: li}\n", ("members", 1, "person"), Role.VALUE, ""),
    ("members:\n  - {person: tom, ^}\n", ("members", 0), Role.KEY, ""),
    ("members:\n  - ^\n", ("members", 0), Role.VALUE, ""),
    ("members:\n- per^\n", ("members", 0), Role.VALUE, "per"),
    ("members:\n- person: a\n  ^\nrotations: {}\n", ("members", 0), Role.KEY, ""),
    ("members:\n- person: a\n^\n", ("members",), Role.CHILD, ""),
    ("members:\n  - {person: a}\n\n  ^\n", ("members",), Role.CHILD, ""),
    ("members:\n  - {person: a}\n^\n", (), Role.KEY, ""),
    ("x: {a: [{team: t, rotation: ^}], b: 5m}\n", ("x", "a", 0, "rotation"), Role.VALUE, ""),
    ('x: [{team: t, rotation: "pri^"}]\n', ("x", 0, "rotation"), Role.VALUE, "pri"),
    ("x:\n  - notify:\n      - team: t\n        rot^\n", ("x", 0, "notify", 0), Role.KEY, "rot"),
    ("x:\n  depends_on: [a, b^, c]\n", ("x", "depends_on", 1), Role.VALUE, "b"),
    ("x:\n  depends_on: [a, ^\n  name: n\n", ("x", "depends_on", 1), Role.VALUE, ""),
    ("x: [a,\n  b,\n  c^]\n", ("x", 2), Role.VALUE, "c"),
    ('zone: "Eur^\nmembers: []\n', ("zone",), Role.VALUE, "Eur"),
    ('a: "never closed\nb:\n  c: d^\n', ("b", "c"), Role.VALUE, "d"),
    ("a: {never: closed\nb:\n  c: d^\n", ("b", "c"), Role.VALUE, "d"),
    ("a: |\n  text\n  - more: text\nb: c^\n", ("b",), Role.VALUE, "c"),
    ("a: &x b^\n", ("a",), Role.VALUE, "b"),
]


@pytest.mark.parametrize(("text", "path", "role", "word"), PLACES, ids=[repr(place[0]) for place in PLACES])
def test_the_place_is_found(text: str, path: tuple[str | int, ...], role: Role, word: str) -> None:
    cursor = at(text)
    assert cursor is not None
    assert (cursor.path, cursor.role, cursor.word) == (path, role, word)


@pytest.mark.parametrize(
    "text",
    ["# a ^comment\n", "a: b # c^\n", "a: |\n  te^xt: more\n", "a: {b: c} ^\n", "a: b ^\n", "x: [a, b ^]\n"],
    ids=repr,
)
def test_nothing_is_to_be_said_in_comments_texts_and_behind_values(text: str) -> None:
    assert at(text) is None


def test_keys_beside_the_cursor_are_known_even_below_it() -> None:
    cursor = at("team: t\nservices:\n  a:\n    ^\n    name: N\n    tier: 1\n  b: {runbook: r}\n")
    assert cursor is not None
    assert set(cursor.beside) == {"name", "tier"}
    assert cursor.top["team"] == "t"


PIECES = st.sampled_from(
    ["a", "team", ": ", "\n", "  ", "- ", "{", "}", "[", "]", ",", '"', "'", "#", "|", "&x ", "*x", "!", "\t", "é", "𝒳"]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 8), st.integers(0, 30))
def test_any_text_has_an_answer_and_words_are_where_they_are_said_to_be(text: str, line: int, column: int) -> None:
    lines = text.split("\n")
    cursor = find(lines, line, column)
    if cursor is not None:
        assert line < len(lines)
        assert lines[line][cursor.begin : cursor.end] == cursor.word
        assert cursor.begin <= column <= cursor.end
