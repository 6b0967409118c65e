"""Whatever others have named their things, what is printed steers neither a terminal nor a runner that reads along."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from ownctl.cli.printing import folded
from ownctl.render.snippet import harmless
from ownctl.sandbox import Running

from .conftest import Run, edit


def commands(output: str) -> list[str]:
    """The lines that GitHub's runner takes for commands: of the newer kind where they begin, of the older anywhere."""
    return [line for line in output.splitlines() if line.lstrip().startswith("::") or "##[" in line]


HOSTILE = [
    "::stop-commands::x",
    "  ::set-output name=a::b",
    "\u3000::add-mask::c",
    "a ##[add-mask]b",
    "x\n::error::y",
    "###[[z]",
    "::::",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("around", ["{}", "  {}", "\x1b[1m{}\x1b[0m", "  \x1b[1m \x1b[31m{}"])
def test_no_line_is_a_command_to_the_runner_with_or_without_colours(name: str, around: str) -> None:
    printed = harmless(around.format(name))

    assert commands(click.unstyle(printed)) == commands(printed) == []
    assert re.sub("<U\\+003A>", ":", re.sub("<U\\+005B>", "[", printed)) == around.format(name)


@pytest.mark.parametrize("steers", ["\x1b[2J", "\x1b]0;title\x07", "\r", "\x08", "\x9b31m", "\u202e", "\ud83d"])
def test_nothing_steers_a_terminal_but_our_own_colours(steers: str) -> None:
    printed = harmless(click.style(f"a{steers}b", fg="red"))

    assert set(click.unstyle(printed)) <= set("ab<U+0123456789ABCDEF>[2J]titlem;3")
    assert printed.startswith("\x1b[31m")


LINE = " next: nothing listens at \x1b[1m127.0.0.1:8350\x1b[0m: start `ownctl sandbox` there"


@pytest.mark.parametrize("columns", [24, 40, 60])
def test_a_line_too_long_for_a_terminal_breaks_between_words(columns: int) -> None:
    lines = folded(LINE, columns)

    assert " ".join(line.strip() for line in lines) == LINE.strip()
    assert all(len(click.unstyle(line)) <= columns for line in lines)
    assert all(line.startswith("   ") for line in lines[1:])


def test_a_word_that_is_longer_than_a_terminal_stays_whole() -> None:
    assert folded("see https://wiki.acme.example/incidents/211 there", 20) == [
        "see",
        "  https://wiki.acme.example/incidents/211",
        "  there",
    ]


def test_all_else_stays_as_it_is() -> None:
    text = "Payments ·\tMon 7 Dec\n  a::b 12::1 # [x] 名前 e\u0301 👩\u200d💻 @\u200bteam\n"

    assert harmless(text) == text


@pytest.mark.parametrize("words", [("validate",), ("plan",), ("oncall",), ("who", "checkout-api"), ("apply", "--yes")])
def test_no_command_says_anything_to_the_runner(words: tuple[str, ...], run: Run, tree: Path, pager: Running) -> None:
    edit(tree / "teams" / "payments.yaml", "name: Payments", 'name: "::stop-commands::x"')
    edit(tree / "teams" / "payments.yaml", "name: Checkout API", 'name: "::add-mask::x ##[add-mask]y"')
    edit(tree / "teams" / "payments.yaml", 'channel: "#team-payments"', 'channel: "::error::x"')

    ended = run(*words)

    assert commands(ended.out + ended.err) == []
    assert (ended.code, "stop-commands" in ended.out or words == ("validate",)) == (0, True)


@pytest.mark.parametrize("words", [("validate",), ("plan",), ("oncall",), ("who", "checkout-api")])
def test_no_json_says_anything_to_the_runner_and_it_says_the_same(
    words: tuple[str, ...], run: Run, tree: Path, pager: Running
) -> None:
    edit(tree / "teams" / "payments.yaml", "name: Checkout API", 'name: "##[add-mask]y"')
    edit(tree / "teams" / "payments.yaml", 'channel: "#team-payments"', 'channel: "##[add-mask]ü"')
    if words == ("validate",):
        edit(tree / "teams" / "payments.yaml", "description: Takes", '"##[add-mask]": x\ndescription: Takes')

    ended = run(*words, "--format", "json")

    assert commands(ended.out) == []
    assert ended.out.isascii()
    assert "##[" in repr(json.loads(ended.out)) or words == ("oncall",)
