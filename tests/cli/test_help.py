"""What help promises: every command ends with examples, and each does what it says."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from ownctl.cli import COMMANDS, ownctl
from ownctl.cli.examples import EXAMPLES
from ownctl.config import load
from ownctl.example import copy_shop
from ownctl.sandbox import Running

from .conftest import NOW, Run

ONLY_READ = {
    "sandbox": "runs until Ctrl-C",
    "lsp": "speaks to an editor until that hangs up",
    "demo": "has tests of its own",
    "ci": "speaks to a forge",
}
"""Whose examples are not run, but must be understood."""


def commands(group: click.Group = ownctl, *above: str) -> Iterator[tuple[str, click.Command]]:
    """Every command and those below it, by what is typed."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*above, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=each[0]) for each in commands()])
def test_help_ends_with_an_example_and_fits(name: str, command: click.Command) -> None:
    with click.Context(command, info_name=f"ownctl {name}", terminal_width=80) as context:
        lines = command.get_help(context).splitlines()

    assert lines[-1].strip().startswith(f"ownctl {name}")
    assert max(map(len, lines[-len(EXAMPLES[name]) :])) <= 80


def test_there_are_no_examples_of_what_is_not_there() -> None:
    assert set(EXAMPLES) == {name for name, _ in commands()}


@pytest.fixture
def shop(tmp_path: Path, accounts: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example as the working directory, committed, and an account with its people."""
    org = load(copy_shop(tmp_path)).org
    assert org is not None
    account = accounts(seed=[{"name": each.name, "email": each.email} for each in org.people.values()], now=NOW)
    monkeypatch.setenv("PAGERDUTY_API_URL", account.url)
    monkeypatch.setenv("PAGERDUTY_TOKEN", account.token)
    monkeypatch.setenv("OWNCTL_NOW", NOW.isoformat())
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=Amara", "-c", "user.email=amara@acme.example"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Shop"]):
        subprocess.run([*git, *words], check=True)
    return tmp_path


RUN = {
    name: examples
    for name, examples in EXAMPLES.items()
    if name.split()[0] not in {*ONLY_READ, "init"} and not isinstance(dict(commands())[name], click.Group)
}


@pytest.mark.parametrize("name", RUN)
def test_each_example_does_what_it_says(name: str, shop: Path, run: Run) -> None:
    for line in RUN[name]:
        ended = run(*line.split()[1:])

        assert ended.code == 0, ended.err
        assert ended.out or ended.err


def test_examples_of_groups_are_those_of_their_commands_or_shorter() -> None:
    leaves = [line for name, examples in EXAMPLES.items() if " " in name for line in examples]
    for name, command in commands():
        if isinstance(command, click.Group):
            assert all(any(line.startswith(short) for line in leaves) for short in EXAMPLES[name])


def test_the_examples_of_init_work_in_an_empty_folder(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in EXAMPLES["init"]:
        assert run(*line.split()[1:]).code == 0
    assert (tmp_path / "shop" / "ownership" / "org.yaml").is_file()


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.split()[0] in ONLY_READ])
def test_examples_that_never_end_are_understood(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for line in EXAMPLES[name]:
        command: click.Command | None = ownctl
        words = line.split()[1:]
        context = click.Context(ownctl)
        while isinstance(command, click.Group):
            command = command.get_command(context, words.pop(0))
        assert command is not None
        with command.make_context(command.name, words):
            pass


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["plna"], "plan"),
        (["schema", "wirte"], "write"),
        (["plan", "--tema", "payments"], "--team"),
        (["plan", "--format", "jsno"], "json"),
        (["apply", "--effective", "nwo"], "now"),
        (["completion", "bsh"], "bash"),
    ],
)
def test_what_is_misspelt_is_answered_with_what_was_meant(words: list[str], meant: str, run: Run) -> None:
    ended = run(*words)

    assert (ended.code, ended.out) == (3, "")
    assert f"Did you mean '{meant}'?" in ended.err


def test_the_list_of_commands_needs_none_of_them() -> None:
    assert list(COMMANDS) == ownctl.list_commands(click.Context(ownctl))
