"""`ownctl init` writes a tree that works at once, and takes nothing away."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ownctl.config import load
from ownctl.example import Me, starter
from ownctl.rules import check

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [date(2026, 11, 23) + timedelta(days=offset) for offset in range(7)] + [date(2028, 2, 29), date(2026, 12, 31)]


def init(folder: Path, *arguments: str, name: str = "Zoë O'Neil: Ops", email: str = "zoe@acme.example") -> str:
    """Runs it in `folder`, as a person whom git knows; returns the exit code and what it says."""
    git = {"GIT_CONFIG_GLOBAL": str(folder / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin"}
    if name:
        (folder / "gitconfig").write_text(f'[user]\n name = "{name}"\n email = {email}\n', encoding="utf-8")
    command = [sys.executable, "-m", "ownctl", "init", *arguments]
    ran = subprocess.run(command, cwd=folder, env=git, capture_output=True, text=True, check=False)
    assert ran.stdout == ""
    return f"{ran.returncode} {ran.stderr}"


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_its_tree_has_no_findings_on_the_day_it_is_made(tmp_path: Path, today: date) -> None:
    for name, text in starter(Me("Amara Okafor", "amara@acme.example"), today).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    loaded = load(tmp_path / "ownership")
    assert loaded.findings == ()
    assert loaded.org is not None
    assert check(loaded.org, datetime(today.year, today.month, today.day, 12, tzinfo=UTC)) == ()


def test_it_takes_your_name_from_git_whatever_it_looks_like(tmp_path: Path) -> None:
    assert init(tmp_path).startswith("0 ")
    org = load(tmp_path / "ownership").org
    assert org is not None
    assert org.people["zoe"].name == "Zoë O'Neil: Ops"
    assert org.people["zoe"].email == "zoe@acme.example"


def test_it_takes_a_placeholder_where_git_knows_nobody(tmp_path: Path) -> None:
    assert init(tmp_path, name="").startswith("0 ")
    org = load(tmp_path / "ownership").org
    assert org is not None
    assert org.people["jamie"].email == "jamie@acme.example"


def test_it_takes_a_placeholder_where_git_has_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_bytes("[user]\n name = Zoë\n email = zoe@acme.example\n".encode("latin-1"))
    assert init(tmp_path, name="").startswith("0 ")
    org = load(tmp_path / "ownership").org
    assert org is not None
    assert org.people["jamie"].email == "jamie@acme.example"


@pytest.mark.parametrize(
    ("name", "email", "key"),
    [
        ("root", "root@localhost", "jamie"),
        ("null", "n@acme.example", "me"),
        ("True Widmer", "true@acme.example", "widmer"),
        ("0x1F", "x@acme.example", "x1f"),
        ("42", "x@acme.example", "me"),
        ("Jo", "Robin@acme.example", "jo"),
        ("Jo", "jo@acme.example, or ask {kim}", "jamie"),
    ],
)
def test_its_tree_is_right_whatever_git_says(tmp_path: Path, name: str, email: str, key: str) -> None:
    assert init(tmp_path, name=name, email=f'"{email}"').startswith("0 ")

    loaded = load(tmp_path / "ownership")

    assert loaded.findings == ()
    assert loaded.org is not None
    assert key in loaded.org.people


@pytest.mark.parametrize(
    ("root", "step"),
    [
        ("infra/ownership", "ownctl schema write --out infra/schemas"),
        ("owners", "ownctl schema write "),
        (".", "ownctl schema write --out ../schemas"),
        ("{here}/infra/ownership", "ownctl schema write --out {here}/infra/schemas"),
    ],
)
def test_schemas_are_to_be_written_where_its_files_look_for_them(tmp_path: Path, root: str, step: str) -> None:
    (tmp_path / "here").mkdir()
    here = tmp_path / "here"

    said = init(here, "--root", root.format(here=here), name="")

    assert f"  {step.format(here=here)} " in said


def test_it_says_what_it_wrote_and_what_to_do_next(tmp_path: Path) -> None:
    said = init(tmp_path, "shop")
    assert "wrote shop/ownership/org.yaml" in said
    assert said.index("cd shop") < said.index("ownctl validate") < said.index("ownctl oncall")
    assert load(tmp_path / "shop" / "ownership").findings == ()


def test_the_tree_may_have_another_name(tmp_path: Path) -> None:
    said = init(tmp_path, "--root", "owners")
    assert "ownctl validate --root owners" in said
    assert load(tmp_path / "owners").findings == ()
    assert not (tmp_path / "ownership").exists()


def test_the_tree_may_be_the_folder_itself(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    assert init(tmp_path / "here", "--root", ".", name="").startswith("0 ")
    assert load(tmp_path / "here").findings == ()


@pytest.mark.parametrize("there", ["ownership/org.yaml", "docs/incident-flow.md", "ownership/teams/other.yaml"])
def test_it_overwrites_nothing_and_writes_nothing_beside_it(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    said = init(tmp_path)
    assert said.startswith("1 error: ")
    assert "overwrites nothing" in said
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "gitconfig"]
    assert files == [tmp_path / there]
    assert files[0].read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = init(tmp_path, "file")
    assert said.startswith("3 error: ")
    assert "Traceback" not in said
