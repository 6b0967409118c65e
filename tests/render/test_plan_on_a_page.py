"""The comment in a real browser, on a page as wide as a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from docs.images.comment_page import browser, page, seen

GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
NARROW = 400


def test_nothing_is_wider_than_the_page_and_calendars_say_who_is_on_call_when() -> None:
    names = ("newcomer", "leaver", "override", "service-deleted", "nothing", "huge")
    comments = [(GOLDEN / f"comment-{name}.md").read_text(encoding="utf-8") for name in names]
    told = dict(zip(names, seen([page(each, unfold=True) for each in comments], NARROW), strict=True))
    for name, each in told.items():
        assert each["page"] == NARROW
        assert each["scroll"] <= NARROW, name
        assert each["widest"] <= NARROW, name
        assert not any(each["scrolled"]), name
    assert told["newcomer"]["tables"] == [
        [
            ["from 09:30", "before", "after"],
            ["now", "Inês Duarte", "Inês Duarte"],
            ["Mon 30 Nov", "Amara Okafor", "Amara Okafor"],
            ["Mon 7 Dec", "Tom Berg", "Tom Berg"],
            ["Mon 14 Dec", "Liu Yang", "Nadia Benali with Amara Okafor"],
            ["Mon 21 Dec", "Inês Duarte", "Liu Yang"],
        ]
    ]
    assert told["newcomer"]["bold"] == [
        ["Mon 14 Dec", "Nadia Benali with Amara Okafor", "Mon 21 Dec", "Liu Yang"],
    ]
    assert told["override"]["bold"] == [["Fri 4 Dec 18:00", "Tom Berg"]]
    assert told["nothing"]["tables"] == []


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="apt-get install chromium"):
        browser()
