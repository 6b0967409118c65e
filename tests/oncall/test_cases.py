"""The oracle: small orgs, each with every span of one team over ten weeks."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.oncall.orgs import org_of

from ownctl.oncall import spans

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
FILE = ROOT / ".." / "shared" / "oncall" / "cases.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text())["cases"] if FILE.exists() else []

pytestmark = pytest.mark.skipif(not CASES, reason="cases.json is not at hand")


def in_order(listed: Iterable[tuple[str, datetime, datetime, list[tuple[str, str]]]]) -> list[Any]:
    return sorted((rotation, start, end, sorted(people)) for rotation, start, end, people in listed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_engine_names_exactly_the_people_of_the_case(case: dict[str, Any]) -> None:
    since, until = (datetime.fromisoformat(case[key]) for key in ("from", "until"))

    found = spans(org_of(case["files"]), case["team"], since, until)

    assert in_order(
        (span.rotation, span.start, span.end, [(one.person, str(one.role)) for one in span.people]) for span in found
    ) == in_order(
        (
            span["rotation"],
            datetime.fromisoformat(span["from"]),
            datetime.fromisoformat(span["until"]),
            [(person, role) for person, role in span["people"]],
        )
        for span in case["spans"]
    )
