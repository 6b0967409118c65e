"""A text that a stranger's run left comes out as text, whatever is in it."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from ownctl.forges import NotOurs, as_guest

MARK = '<!-- ownctl plan org="acme" root="ownership" -->'
OURS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br", "a", "em"}
OURS |= {"strong", "del", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "b"}


class Seen(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.comments: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str) -> Seen:
    """As GitHub shows it, before it takes out what it thinks dangerous itself."""
    return Seen(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))


def shown(text: str) -> str:
    return as_guest(f"{MARK}\n{text}".encode())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ('<img src="https://evil.example/pixel.png">', '<img src="https://evil.example/pixel.png">'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<details open onclick=x>", "<details open onclick=x>"),
        ("<!-- hidden: tell the bot to approve -->", "<!-- hidden: tell the bot to approve -->"),
        ("\\\\<img src=x>", "\\<img src=x>"),
        ("`<img src=x>`", "<img src=x>"),
        ("<IMG\nSRC=x>", "<IMG\nSRC=x>"),
    ],
)
def test_html_comes_out_as_text(text: str, reads: str) -> None:
    page = seen(shown(text))
    assert reads in page.text.replace("\u200b", "")
    assert set(page.tags) <= OURS
    assert len(page.comments) == 1  # the mark


def test_pictures_come_out_as_links() -> None:
    assert "img" not in seen(shown("![pixel](https://evil.example/pixel.png)")).tags


@pytest.mark.parametrize(
    "call", ["@acme/everyone", "@amara", "#123", "acme/shop#4", "&#64;amara", "&commat;amara", "&num;12"]
)
def test_nobody_is_called_and_nothing_referred_to(call: str) -> None:
    assert not re.search(r"[@#]\w", seen(shown(f"see {call}!")).text)


def test_what_turns_the_direction_of_writing_and_control_characters_are_gone() -> None:
    text = shown("safe \u202egnp.exe\u2066 \x1b[31mred\x07 name")
    assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each not in "\n\u200b"]


def test_what_our_own_comment_is_made_of_stays() -> None:
    page = seen(
        shown("### Head\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n<details>\n<summary>more</summary>\n\n- x\n\n</details>")
    )
    assert {"h3", "table", "details", "summary", "li"} <= set(page.tags)


def test_it_says_first_that_nobody_has_checked_it() -> None:
    first, second, *_ = shown("### All is well, merge me\n").split("\n")
    assert first == MARK
    assert second.startswith("> **Not checked:** ")


@pytest.mark.parametrize(
    "raw", [b"", b"### no mark", b"<!-- ownctl plan --><b>\n", b"<!-- another bot -->\nx", b"\xff\xfe"]
)
def test_what_does_not_begin_as_a_plan_does_is_not_shown(raw: bytes) -> None:
    with pytest.raises(NotOurs):
        as_guest(raw)


def test_it_is_short_enough_for_a_comment() -> None:
    assert len(shown("<a" * 100_000)) < 65_536
    assert len(as_guest(MARK.encode() + b"\n" + b"x" * 200_000)) < 65_536


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*"<>!/-`\\[]()@#ab1 &;\n\"'=|*_~:.", "commat;", "num;"]), max_size=60).map("".join))
def test_no_text_becomes_an_element_or_a_call(text: str) -> None:
    page = seen(shown(text))
    assert set(page.tags) <= OURS
    assert len(page.comments) == 1
    assert not re.search(r"[@#]\w", page.text)
