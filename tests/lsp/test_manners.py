"""How the server starts and ends, what it counts in, and what it makes of names that mean harm."""

from __future__ import annotations

import json
import os
import random
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import Position, PositionEncodingKind
from tests.config.trees import lay
from tests.lsp.editor import NOW, editing, run

from ownctl.config import Memory
from ownctl.example import copy_shop
from ownctl.lsp.whole import Ask, look

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert) **b** `c` @team ::error::"
TREE = {
    "ownership/org.yaml": "org: acme\n",
    "ownership/people.yaml": f"people:\n  '😋': {{}}\n  amara: {{name: '{HOSTILE}', email: a@acme.example}}\n",
    "ownership/teams/t.yaml": "team: t\nname: '😋 T'\nmembers: [{person: amara}] # 😋\n"
    "support: {channel: '😋', covr: x}\n",
}


def test_columns_are_counted_as_agreed_and_hostile_names_come_out_as_text(tmp_path: Path) -> None:
    kind = PositionEncodingKind.Utf32  # all other tests count in UTF-16
    path = lay(tmp_path, TREE) / "teams/t.yaml"
    with editing(tmp_path, kind) as editor:
        assert editor.capabilities is not None
        assert editor.capabilities.position_encoding == kind
        editor.open(path)
        editor.until(lambda: "unknown-field" in editor.rules(path))
        found = next(each for each in editor.findings(path) if each.code == "unknown-field")
        assert found.range.start == Position(3, 24)
        said = editor.hover(path, "{person: am", "ara")
        assert r"\<img src=x onerror=alert(1)> \[x\](javascript:alert) \*\*b\*\* \`c\`" in said
        other = lay(tmp_path / "second", TREE) / "teams/t.yaml"  # a second tree in the same editor
        editor.open(other, "team: t\nname: T\nsupport: {cover: u}\n")
        editor.until(lambda: "unknown-reference" in editor.rules(other))
        assert "unknown-reference" not in editor.rules(path)
        editor.close(other)
        editor.until(lambda: editor.rules(other) == [])


WORDS = [
    "", ": ", "\n", "  ", "- ", "{", "}", "[", "]", ",", '"', "'", "#", "|", "&a ", "*a", "!!x ", "\t", "😋", "é", "\r",
    "person: ", "amara", "2026-13-01", "\u2028", "\x00", "\ud800", "waive: [{rule: ", "<<: ", "---\n", "? ",
]  # fmt: skip


def edited(text: str, chance: random.Random) -> str:
    """The text after something was typed, pasted or deleted somewhere."""
    begin = chance.randrange(len(text) + 1)
    end = min(begin + chance.choice([0, 0, 0, 1, 5, 60]), len(text))
    return text[:begin] + chance.choice(WORDS) + text[end:]


def random_edits(folder: Path, number: int, seed: int) -> None:
    """Edit one file at random, ask about places, and leave nothing in the log."""
    copy_shop(folder)
    path = folder / "ownership/teams/payments.yaml"
    chance = random.Random(seed)
    with editing(folder) as editor:
        editor.open(path)
        whole = editor.texts[path]
        for step in range(number):
            text = edited(editor.texts[path] if step % 25 else whole, chance)
            editor.write(path, text)
            if step % 3 == 0:
                editor.ask_everything(path, chance.randrange(len(text) + 1))
        editor.until_answered(path)
        editor.write(path, whole)
        editor.until_shown(path)


def test_any_edit_has_its_answers_and_nothing_is_in_the_log(tmp_path: Path) -> None:
    random_edits(tmp_path, 150, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 4))
def test_two_thousand_edits_have_their_answers(tmp_path: Path, seed: int) -> None:
    random_edits(tmp_path, 1000, seed)


@pytest.mark.long
def test_a_whole_tree_is_looked_at_whatever_one_file_holds(tmp_path: Path) -> None:
    copy_shop(tmp_path)
    root = tmp_path / "ownership"
    chance, memory, now = random.Random(5), Memory(), datetime.fromisoformat(NOW)
    for name in ("teams/payments.yaml", "teams/platform.yaml", "people.yaml", "org.yaml"):
        whole = text = (root / name).read_text(encoding="utf-8")
        for step in range(60):
            text = edited(text if step % 10 else whole, chance)
            seen = look(Ask(root, {root / name: text}, now), memory)
            assert all(each.spot.line >= 1 for each in seen.findings)


def test_without_pygls_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError\n", encoding="utf-8")
    ended = run(env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])})
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "pip install 'ownctl[lsp]'" in ended.stderr


def test_a_wrong_clock_is_told_at_once() -> None:
    ended = run(env={**os.environ, "OWNCTL_NOW": "tomorrow"})
    assert ended.returncode == 3
    assert "OWNCTL_NOW" in ended.stderr


def test_messages_that_break_the_protocol_are_logged_on_a_line_each() -> None:
    place = {"textDocument": {"uri": "file:///x.yaml"}, "position": {"line": -1, "character": 0}}
    bodies = ["hello", json.dumps({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": place})]
    ended = run(said="".join(f"Content-Length: {len(body)}\r\n\r\n{body}" for body in bodies))
    assert ended.returncode == 0
    assert ended.stderr.count("ERROR") == ended.stderr.count("ownctl lsp: ") == 3
    assert "Traceback" not in ended.stderr


def test_an_editor_that_dies_takes_the_server_with_it() -> None:
    ended = run()  # its input is at its end already
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
