"""YAML becomes values of YAML 1.2 that know where they stand, and what is no good YAML a finding at its spot."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest

from ownctl.config.parse import parse
from ownctl.config.source import Source, decode
from ownctl.config.spots import key_spot, value_spot


def _parsed(text: str) -> Any:
    node, findings = parse(Source("f.yaml", text))
    assert findings == []
    return node


def _found(text: str | bytes) -> list[tuple[str, str]]:
    """Rule and marked text of each finding."""
    data = text.encode(errors="surrogateescape") if isinstance(text, str) else text
    source, findings = decode(data, "f.yaml")
    if source is None:
        return [(each.rule, "") for each in findings]
    findings = [*findings, *parse(source)[1]]
    marks = []
    for each in findings:
        line = source.lines[each.spot.line - 1]
        end = each.spot.end_column - 1 if each.spot.end_line == each.spot.line else None
        marks.append((each.rule, line[each.spot.column - 1 : end]))
    return marks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("09:30", "09:30"),
        ("1:30:00", "1:30:00"),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("-3", -3),
        ("3.5", 3.5),
        ("1e3", 1000.0),
        (".inf", math.inf),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("Null", None),
        ("2026-08-14", date(2026, 8, 14)),
        ("2026-12-24T09:30", datetime(2026, 12, 24, 9, 30)),  # local times have no zone
        ("2026-12-24T09:30:15", datetime(2026, 12, 24, 9, 30, 15)),
        ("2026-12-24T09:30Z", "2026-12-24T09:30Z"),
        ("2026-02-30", "2026-02-30"),
        ("'2026-08-14'", "2026-08-14"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("!!int '5'", 5),
        ("9" * 400, "9" * 400),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    read = _parsed(f"a: {text}\n")["a"]

    assert read == value
    assert type(read) is type(value)


def test_a_text_is_the_same_however_its_accents_are_composed() -> None:
    assert _parsed("name: Zoe\u0308\n") == {"name": "Zoë"}


def test_every_key_and_value_knows_where_it_stands() -> None:
    node = _parsed("team: payments\nmembers:\n  - {person: amara,  buddy: tom}\n\n# the end\nname: P\n")

    assert key_spot(node, "members")[1:] == (2, 1, 2, 8)
    assert value_spot(node, "members", 0, "buddy")[1:] == (3, 29, 3, 32)
    assert value_spot(node, "members", 0)[1:] == (3, 5, 3, 33)
    assert value_spot(node, "members")[1:] == (3, 3, 3, 33)  # not down to the next key
    assert value_spot(node, "members", 0, "until")[1:] == (3, 5, 3, 33)  # the nearest part that is there


def test_columns_count_characters() -> None:
    assert value_spot(_parsed("{名前: x, b: y}\n"), "b")[1:] == (1, 13 - 1, 1, 13)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", "a")]),
        ("a:\n  b: 1\n  'b': 2\n", [("duplicate-key", "'b'")]),
        ("a:\n\tb: 1\n", [("tab", "\t")]),
        ("a:\n  - b\n  \t- c\n d: 1\n", [("tab", "\t")]),
        ("a: !vault x\n", [("custom-tag", "!vault x")]),
        ("a: !!python/object:os.system\n  b: 1\n", [("custom-tag", "!!python/object:os.system")]),
        ("a: 1\n---\nb: 2\n---\n", [("several-documents", "---")]),
        ("", [("empty-file", "")]),
        ("# nothing\n", [("empty-file", "")]),
        ("---\n...\n", [("empty-file", "")]),
        ("- a\n- b\n", [("wrong-type", "- a")]),
        ("just text\n", [("wrong-type", "")]),
        ("a: *b\n", [("yaml-syntax", "*b")]),
        ("a: &b [*b]\n", [("yaml-syntax", "*b")]),
        ("? [a, b]\n: c\n", [("yaml-syntax", "[a, b]")]),
        ("a: b: c\n", [("yaml-syntax", ":")]),
        ("a: [1, 2\nb: 3\n", [("yaml-syntax", "[")]),
        ("a: 'open\nb: 3\n", [("yaml-syntax", "'")]),
        ("a: @b\n", [("yaml-syntax", "@")]),
        ("a: \x00b\n", [("hidden-character", "\x00")]),
        ("a: \x1b[31mred\n", [("hidden-character", "\x1b")]),
        ('a: "\\u202Eb"\n', [("hidden-character", '"\\u202Eb"')]),
        ('"a\\e": b\n', [("hidden-character", '"a\\e"')]),
        ("a: x\u2028b\n", [("hidden-character", "\u2028")]),
        ("a: caf\udce9\n", [("not-utf-8", "\ufffd")]),
        ("\ufeffa: 1\n", [("byte-order-mark", "")]),
        ("a: " + "[" * 64 + "\n", [("too-deep", "[")]),
        ("a: 1\na: 2\nb: !x y\nb: 1\nc: \x07\n", [
            ("hidden-character", "\x07"), ("duplicate-key", "a"), ("custom-tag", "!x y"), ("duplicate-key", "b")
        ]),
    ],
)  # fmt: skip
def test_what_is_no_good_yaml_is_a_finding_at_its_spot(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_utf_16_is_not_taken_for_garbage() -> None:
    assert _found("a: 1\n".encode("utf-16")) == [("not-utf-8", "")]


def test_64_levels_are_read() -> None:
    assert _found("a: " + "[" * 63 + "]" * 63 + "\n") == []


def test_aliases_stand_for_what_they_name() -> None:
    assert _parsed("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_an_alias_bomb_is_defused_and_found_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]

    assert _found("\n".join(lines)) == [("alias-bomb", "*a2")]


def test_no_more_than_five_hidden_characters_are_shown() -> None:
    assert len(_found("a: " + "\x01" * 100 + "\n")) == 5


def test_windows_line_ends_count_as_one() -> None:
    assert value_spot(_parsed("a: 1\r\nb: 2\r\n"), "b")[1:] == (2, 4, 2, 5)
