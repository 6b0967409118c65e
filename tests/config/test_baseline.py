"""A baseline is read by people: sorted, one finding a line; and by programs, which take nothing else for one."""

from __future__ import annotations

import json

import pytest

from ownctl.config.baseline import NoBaseline, as_baseline, from_baseline
from ownctl.config.identity import Identity

ONE = Identity("no-channel", "teams/b.yaml", "teams.b", "0123456789abcdef")
OTHER = Identity("yaml-syntax", "teams/a\u2028.yaml", "", "fedcba9876543210")


def test_what_is_written_is_read_again() -> None:
    assert set(from_baseline(as_baseline([ONE, OTHER]))) == {ONE, OTHER}
    assert from_baseline(as_baseline([])) == ()


def test_a_finding_is_a_line_and_their_order_is_that_of_the_files() -> None:
    text = as_baseline([ONE, OTHER])

    assert text == as_baseline([OTHER, ONE])
    assert [line for line in text.split("\n") if "rule" in line] == [
        '    {"rule": "yaml-syntax", "file": "teams/a\u2028.yaml", "path": "", "fingerprint": "fedcba9876543210"},',
        '    {"rule": "no-channel", "file": "teams/b.yaml", "path": "teams.b", "fingerprint": "0123456789abcdef"}',
    ]


ROW = dict.fromkeys(("rule", "file", "path"), "x") | {"fingerprint": "0123456789abcdef"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it keeps no findings"),
        ('{"version": 1}', "it keeps no findings"),
        ('{"version": 2, "findings": []}', "its version is 2"),
        ('{"version": 1, "findings": [7]}', "finding 1 needs"),
        (json.dumps({"version": 1, "findings": [ROW, {**ROW, "path": None}]}), "finding 2 needs"),
        (json.dumps({"version": 1, "findings": [{**ROW, "fingerprint": "../x"}]}), "finding 1 needs"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NoBaseline, match=why):
        from_baseline(text)
