"""The last line of a description says whose an object is, what it is, and which overrides are ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ownctl.account.live import Marker
from ownctl.account.markers import fingerprint, parse, text_above, with_marker
from ownctl.account.resources import Foreign, Kind, Override, Ref

REF = Ref(Kind.SERVICE, "checkout-api")


@pytest.mark.parametrize("text", ["", "Takes money.", "Two\n\nparagraphs.", "  spaces around  "])
def test_a_marker_is_read_as_it_was_written_and_leaves_the_text(text: str) -> None:
    marked = with_marker(text, "acme", REF, ("0123abcd", "89abcdef"))
    assert parse(marked) == Marker("acme", "service/checkout-api", ("0123abcd", "89abcdef"))
    assert text_above(marked) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "ownctl",
        "ownctl acme",
        "ownctl acme nonsense",
        "ownctl acme service/checkout-api and more",
        "ownctl acme service/checkout-api\nsomething below it",
        "ownctl acme service/checkout-api overrides XYZ",
    ],
)
def test_what_is_no_marker_is_text(text: str | None) -> None:
    assert parse(text) is None
    assert text_above(text) == (text or "")


def test_spaces_and_lines_at_the_end_are_no_hindrance() -> None:
    assert parse("Text.\r\n\r\nownctl acme team/payments  \n\n") == Marker("acme", "team/payments")


def override(**different: object) -> Override:
    said = {
        "rotation": "primary",
        "person": "tom",
        "instead_of": "amara",
        "start": datetime(2026, 12, 2, 9, 30, tzinfo=UTC),
        "end": datetime(2026, 12, 4, 9, 30, tzinfo=UTC),
    }
    return Override(**{**said, **different})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "different",
    [
        {"person": "liu"},
        {"person": None},
        {"instead_of": Foreign("PAB12")},
        {"start": datetime(2026, 12, 2, 9, 31, tzinfo=UTC)},
        {"end": datetime(2026, 12, 4, 9, 31, tzinfo=UTC)},
    ],
)
def test_overrides_that_differ_in_anything_have_other_fingerprints(different: dict[str, object]) -> None:
    assert fingerprint(override(**different)) != fingerprint(override())


def test_an_override_keeps_its_fingerprint_when_its_rotation_holds_another_slot() -> None:
    assert fingerprint(override(rotation="primary 09:00–17:30")) == fingerprint(override())


def test_a_fingerprint_is_the_same_on_any_machine_and_any_day() -> None:
    assert fingerprint(override()) == fingerprint(override())
    assert len(fingerprint(override())) == 8
