"""What the documentation shows is what happens: every command of every page is run, and what it says compared."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.docs.pages import ROOT, Change, File, Run, in_example, pages, pattern, steps

from ownctl.config import load
from ownctl.example import copy_shop, shop
from ownctl.sandbox import running

if TYPE_CHECKING:
    from collections.abc import Iterator

TRY_IT = ROOT / "docs" / "how-to" / "try-it.md"

NOW = "2026-11-24T12:00:00+00:00"

GIT = "[user]\nname = Amara Okafor\nemail = amara@acme.example\n"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """An environment with a local account that has a user for everybody in the example and in the starter."""
    monkeypatch.setenv("OWNCTL_NOW", NOW)
    org = load(shop() / "ownership").org
    assert org is not None
    users = [{"name": person.name, "email": person.email} for person in org.people.values()]
    users += [{"name": name.title(), "email": f"{name}@acme.example"} for name in ("robin", "sasha", "kim")]
    with running(seed=users) as served:
        yield {"PAGERDUTY_API_URL": served.url, "PAGERDUTY_TOKEN": served.token, "OWNCTL_NOW": NOW}


def environment(folder: Path, account: dict[str, str]) -> dict[str, str]:
    git = folder / "gitconfig"
    git.write_text(GIT, encoding="utf-8")
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": str(git),
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_COLOR": "1",
        "COLUMNS": "120",
        **account,
    }


def example(folder: Path, env: dict[str, str]) -> None:
    """The example as a repository of one commit."""
    copy_shop(folder)
    for command in ("init --initial-branch main", "add --all", "commit --message Begin"):
        subprocess.run(["git", *command.split()], cwd=folder, env=env, capture_output=True, check=True)


class Reader:
    """Somebody who does what a page says, step by step, in one folder."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder, self.env = folder, env

    def do(self, step: Run | Change | File) -> None:
        if isinstance(step, Run):
            self.run(step)
        elif isinstance(step, File):
            (self.folder / step.file).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / step.file).write_text(step.text, encoding="utf-8")
        else:
            path = self.folder / step.file
            text = path.read_text(encoding="utf-8")
            assert text.count(step.before) == 1, f"{step.file} does not have, once:\n{step.before}"
            path.write_text(text.replace(step.before, step.after), encoding="utf-8")

    def run(self, step: Run) -> None:
        if step.command.startswith("cd "):
            self.folder = self.folder / step.command[3:]
            return
        ran = subprocess.run(
            ["bash", "-c", step.command],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        assert ran.returncode == step.ends, f"$ {step.command}\nended with {ran.returncode}:\n{ran.stdout}"
        if step.says is not None:
            said = "\n".join(line.rstrip() for line in ran.stdout.splitlines()) + "\n"
            assert pattern(step.says).fullmatch(said), f"$ {step.command}\nsaid:\n{said}\nnot:\n{step.says}"


WITH_STEPS = [page for page in pages() if page.exists() and steps(page)]


@pytest.mark.parametrize("page", WITH_STEPS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_the_page_shows_is_what_happens(page: Path, tmp_path: Path, account: dict[str, str]) -> None:
    start, env = tmp_path / "start", environment(tmp_path, account)
    start.mkdir()
    if in_example(page):
        example(start, env)
    reader = Reader(start, env)
    for step in steps(page):
        reader.do(step)


def test_to_follow_along_starts_as_written(tmp_path: Path) -> None:
    start, env = tmp_path / "start", environment(tmp_path, {})
    example(start, env)
    begin, end = re.findall(r"^```sh\n(.*?)^```$", TRY_IT.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = f"{begin}ownctl apply --yes --quiet\necho ends with $?\n{end}test ! -e /tmp/shop && pwd"
    for written, here in (
        ("/tmp/shop", f"{tmp_path}/shop"),
        (":8350", f":{port}"),
        ("ownctl sandbox", f"ownctl sandbox --port {port}"),
    ):
        assert written in script
        script = script.replace(written, here)
    ran = subprocess.run(["bash", "-c", script], cwd=start, env=env, capture_output=True, text=True, check=False)
    assert "Verified: nothing to do" in ran.stdout + ran.stderr
    assert "ends with 0" in ran.stdout
    assert ran.stdout.splitlines()[-1] == str(start)


def test_the_most_important_pages_have_something_to_run() -> None:
    names = {page.relative_to(ROOT).as_posix() for page in WITH_STEPS}
    assert {"README.md", "docs/tutorial.md"} <= names
    assert sum(name.startswith("docs/how-to/") for name in names) >= 4


def test_a_page_that_shows_something_else_is_noticed(tmp_path: Path, account: dict[str, str]) -> None:
    reader = Reader(tmp_path, environment(tmp_path, account))
    reader.do(Run("echo one; echo two; echo three", "one\n…\n"))
    reader.do(Run("echo took 3 s", "took … s\n"))
    with pytest.raises(AssertionError, match="said"):
        reader.do(Run("echo one; echo two", "one\n"))
    with pytest.raises(AssertionError, match="ended with 3"):
        reader.do(Run("exit 3", None))
