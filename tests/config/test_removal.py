"""Waivers taken out of their lists, in every style in which people write them."""

from __future__ import annotations

import pytest

from ownctl.config.edits import with_fixes
from ownctl.config.parse import parse
from ownctl.config.removal import without_item
from ownctl.config.source import Source
from ownctl.config.spots import Mapping, descend


def removed(text: str, index: int, *above: str | int) -> str:
    """The text without item `index` of the list `waive`."""
    source = Source("t.yaml", text)
    node, findings = parse(source)
    assert findings == []
    around = descend(node, above)
    assert isinstance(around, Mapping)
    fix = without_item("delete it", source, around, "waive", index)
    if fix is None:
        return "no fix"
    after, made = with_fixes(text.encode(), [fix])
    assert made == (fix,)
    expected, _ = parse(Source("t.yaml", text))
    here = descend(expected, above)
    assert isinstance(here, Mapping)
    del here["waive"][index]
    if not here["waive"]:
        del here["waive"]
    assert parse(Source("t.yaml", after.decode()))[0] == expected
    return after.decode()


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("a: 1\nwaive: [{rule: x}]\nb: 2\n", 0, "a: 1\nb: 2\n"),
        ("a: 1\nwaive: [{rule: x}]  # for now\nb: 2\n", 0, "a: 1\nb: 2\n"),
        ("a: 1\nwaive: [{rule: x}]", 0, "a: 1\n"),
        ("waive: [{rule: x}, {rule: y}]\n", 0, "waive: [{rule: y}]\n"),
        ("waive: [{rule: x}, {rule: y}]\n", 1, "waive: [{rule: x}]\n"),
        ("waive: [ {rule: x} , {rule: y} , ]\n", 1, "waive: [ {rule: x} , ]\n"),
        ("waive: [{rule: x}, {rule: y}, {rule: z}]\n", 1, "waive: [{rule: x}, {rule: z}]\n"),
        (
            "waive: [\n  {rule: x},  # why x\n  {rule: y},  # why y\n]\na: 1\n",
            1,
            "waive: [\n  {rule: x},  # why x\n]\na: 1\n",
        ),
        ("waive: [\n  {rule: x},\n  {rule: y}]\n", 1, "waive: [\n  {rule: x},\n  ]\n"),
        ("waive: [\n  {rule: x,\n   until: y}, {rule: z}]\n", 0, "waive: [\n  {rule: z}]\n"),
        ("waive:\n  - {rule: x}\n  - {rule: y}\na: 1\n", 0, "waive:\n  - {rule: y}\na: 1\n"),
        ("waive:\n- rule: x\n  because: |\n    so\n    # text\n- rule: y\na: 1\n", 0, "waive:\n- rule: y\na: 1\n"),
        ("a: 1\nwaive:\n  # about x\n  - rule: x\n    until: y\nb: 2\n", 0, "a: 1\n  # about x\nb: 2\n"),
        ("waive:\n  - rule: x\n  # about y\n  - rule: y", 1, "waive:\n  - rule: x\n  # about y\n"),
        ("a: 1\r\nwaive:\r\n  - rule: x\r\n\r\n# 𝕏\r\nb: 2\r\n", 0, "a: 1\r\n\r\n# 𝕏\r\nb: 2\r\n"),
        ("𝕏: '𝕏𝕏'\nwaive: [{rule: 𝕏}, {rule: y}]\n", 0, "𝕏: '𝕏𝕏'\nwaive: [{rule: y}]\n"),
        ("a: 1\nwaive:\n  - rule: x\n    because: >-\n      long\n      text\n\nb: 2\n", 0, "a: 1\n\nb: 2\n"),
    ],
)  # fmt: skip
def test_an_item_goes_and_nothing_else(before: str, index: int, after: str) -> None:
    assert removed(before, index) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("m:\n  - {person: tom, waive: [{rule: x}]}\n", "m:\n  - {person: tom}\n"),
        ("m:\n  - {waive: [{rule: x}], person: tom}\n", "m:\n  - {person: tom}\n"),
        ("m:\n - {person: tom,\n    waive: [{rule: x}],\n    until: y}\n", "m:\n - {person: tom,\n    until: y}\n"),
        ("m:\n  - {person: tom,\n     waive: [{rule: x}]}\n", "m:\n  - {person: tom,\n     }\n"),
        ("m:\n  - waive: [{rule: x}]  # for now\n    person: tom\n", "m:\n  - person: tom\n"),
        ("m:\n  - person: tom\n    waive:\n      - rule: x\n", "m:\n  - person: tom\n"),
    ],
)  # fmt: skip
def test_the_last_one_takes_its_key_along(before: str, after: str) -> None:
    assert removed(before, 0, "m", 0) == after


@pytest.mark.parametrize(
    "text",
    [
        "waive: &w [{rule: x}]\nb: *w\n",
        "b: &w [{rule: x}]\nwaive: *w\n",
        "waive:\n  - &w {rule: x}\n  - {rule: y}\nb: *w\n",
        "waive:\n  -\n    rule: x\n  - rule: y\n",
    ],
)
def test_what_is_not_plain_is_left_to_a_person(text: str) -> None:
    assert removed(text, 0) == "no fix"
