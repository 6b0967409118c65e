"""Text of others comes out of Markdown as the text it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.shown import Shown, shown

from ownctl.render.markdown_escape import code, in_tag, inline, plain

FOUND_LATER = re.compile(r"@\w|[#!]\d|GH-\d|:[\w+-]+:")
"""What GitHub and GitLab look for in text that is shown: mentions, references, emoji."""

HOSTILE = {
    "emphasis": "*all* of __it__ and ***more***",
    "underscore": "_it_ checkout_api __init__",
    "strike": "~~gone~~ ~gone~",
    "heading": "# Approved",
    "quote": "> somebody said",
    "bullet": "- one",
    "plus": "+ one",
    "number": "1. one",
    "bracket number": "123) one",
    "year": "2026. A year",
    "rule": "---",
    "underline": "=== ",
    "task": "[x] done",
    "html": "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>",
    "open comment": "<!-- the rest is hidden",
    "closing comment": "--> back again",
    "details": "</details><details open><summary>more</summary>",
    "processing": "<?php ?> <!DOCTYPE x> <![CDATA[x]]>",
    "mention": "@acme/everyone and @octocat, mail@acme.example",
    "issue": "#123 GH-7 acme/shop#9 !45",
    "link": "[click](https://evil.example)",
    "reference": "[click][1] [1]: https://evil.example",
    "footnote": "[^1] [^1]: note",
    "pixel": "![](https://evil.example/pixel.gif)",
    "autolink": "<https://evil.example> https://evil.example www.evil.example ftp://evil.example",
    "mail": "mailto:a@evil.example <a@evil.example> xmpp:a@evil.example",
    "backticks": "`code` ``` ````",
    "fence": "```\nout of it\n```",
    "pipes": "a | b || c \\| d",
    "backslash": "\\ \\* \\\\| end\\",
    "newlines": "one\ntwo\r\nthree\u2028four\n\n# five",
    "emoji": ":tada: :+1: :100: 10:30:00",
    "entities": "&lt;b&gt; &amp;amp; &#42; &copy R&D",
    "dollars": "$x^2$ $$\\color{white}{x}$$ $`x`$",
    "spaces": "  two  \t spaces  ",
}


def outcome(text: str) -> str:
    """What shall be seen of it."""
    return plain(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_comes_out_as_text(text: str) -> None:
    places = {
        "paragraph": ("said {} there", {"p"}),
        "item": ("- {}\n- next", {"ul", "li"}),
        "bold": ("- **{}**: said", {"ul", "li", "strong"}),
        "cell": ("| a | b |\n| :-- | :-- |\n| {} | **{}** |", {"table", "thead", "tbody", "tr", "th", "td", "strong"}),
        "heading": ("### {} go", {"h3"}),
    }
    for template, elements in places.values():
        seen = shown(template.replace("{}", inline(text)))
        assert set(seen.elements) == elements
        assert seen.text.count(outcome(text)) == template.count("{}")
        assert not seen.hidden
        harmless(seen)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_comes_out_of_tags_and_code_as_text(text: str) -> None:
    seen = shown(f"<details>\n<summary><b>{in_tag(text)}</b></summary>\n\nbody\n\n</details>")
    assert seen.elements == ["details", "summary", "b", "p"]
    assert seen.text == f"{outcome(text)} body"
    harmless(seen)
    seen = shown(f"type {code(text)} now")
    assert (seen.elements, seen.text) == (["p", "code"], f"type {outcome(text)} now")


def harmless(seen: Shown) -> None:
    """Nothing is left that a forge would make a mention, a reference or a picture of; they look at piece by piece."""
    assert not [piece for piece in seen.outside_code if FOUND_LATER.search(piece)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("tom\u202eliu", "tom<U+202E>liu"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("a\x00b\x7fc\u0085d", "a<U+0000>b<U+007F>c d"),
        ("zero\u200bwidth\ufeff\u00ad", "zero<U+200B>width<U+FEFF><U+00AD>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("half \ud800", "half <U+D800>"),
        ("##[error]x", "##<U+005B>error]x"),
    ],
)
def test_what_does_not_show_is_named(text: str, seen: str) -> None:
    assert shown(inline(text)).text == seen
    assert plain(text) == seen


@pytest.mark.parametrize(
    "text", ["Inês Duarte", "Trần Quang Minh", "O'Neil-Smith", "علی\u200cرضا", "👩\u200d💻 on call", "李"]
)
def test_names_of_people_stay_as_they_are(text: str) -> None:
    assert inline(text) == text


def test_a_long_text_is_shortened_before_it_is_escaped() -> None:
    assert shown(inline("*" * 5000, 100)).text == "*" * 99 + "…"


MARKUP = st.text(st.sampled_from("*_`~[]()<>!#@|\\&;:/$.-+=1aw \n\t\"'") | st.characters(), max_size=40)


@given(MARKUP)
def test_any_text_survives_and_adds_no_element(text: str) -> None:
    seen = shown(
        f"- **{inline(text)}** {inline(text)} end\n\n| {inline(text)} | b |\n| --- | --- |\n| {inline(text)} | c |"
    )
    strong = [] if not plain(text) else ["strong"]
    assert seen.elements[: 2 + len(strong)] == ["ul", "li", *strong]
    assert set(seen.elements) <= {"ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    said = outcome(text)
    assert seen.text == " ".join(f"{said if said else '****'} {said} end {said} b {said} c".split())
    harmless(seen)
