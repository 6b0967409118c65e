"""What a shell completes when somebody presses Tab: in real shells, and on trees in the middle of an edit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest
from tests.config.trees import lay

from ownctl.cli import COMMANDS, ownctl
from ownctl.rules.guide import entries

Complete = Callable[[str], list[str]]

TREE = {
    "ownership/org.yaml": "org: acme\n",
    "ownership/teams/payments.yaml": """\
# yaml-language-server: $schema=../../schemas/team.schema.json
team: payments    # who takes the money
services:

  # the till
  checkout-api:
    name: Checkout API
    alerts:
      checkout-slow: {query: up}
  "checkout-web": {name: Checkout}
members:
  - {person: amara, on_call_since: 2025-03-03}
""",
    "ownership/teams/search/team.yaml": "name: Search\nteam: 'search'\n",
    "ownership/teams/search/services/index.yaml": "service: checkout-index\nname: Index\n",
}


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Complete:
    """What is offered at the end of a line, in a folder with three services of two teams."""
    lay(tmp_path, TREE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("_OWNCTL_COMPLETE", "bash_complete")

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        with pytest.raises(SystemExit) as ended:
            ownctl(prog_name="ownctl", standalone_mode=False)
        out, err = capfd.readouterr()
        assert (ended.value.code, err) == (0, "")
        return [line.partition(",")[2] for line in out.splitlines() if line]

    return complete


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ownctl pl", ["plan"]),
        ("ownctl plan --tea", ["--team"]),
        ("ownctl plan --team ", ["payments", "search"]),
        ("ownctl oncall --team s", ["search"]),
        ("ownctl oncall --service checkout-a", ["checkout-api"]),
        ("ownctl who ", ["checkout-api", "checkout-index", "checkout-web"]),
        ("ownctl plan --format m", ["markdown"]),
        ("ownctl completion ", ["bash", "zsh", "fish"]),
        ("ownctl schema sh", ["show"]),
    ],
)
def test_names_are_offered(line: str, offered: list[str], complete: Complete) -> None:
    assert complete(line) == offered


def test_a_tree_that_is_not_there_offers_nothing(complete: Complete) -> None:
    assert complete("ownctl who --root nowhere ") == []


def test_all_commands_and_rules_are_offered(complete: Complete) -> None:
    assert complete("ownctl ") == list(COMMANDS)
    assert complete("ownctl rule ") == sorted(entries())


def test_another_tree_completes_by_its_own_names(complete: Complete, tmp_path: Path) -> None:
    lay(tmp_path, {"infra/ownership/teams/t.yaml": "team: billing\n"})

    assert complete("ownctl plan --root infra/ownership --team ") == ["billing"]


@pytest.mark.parametrize(
    "broken",
    [
        "team: payments\nservices: [\n",
        'team: "payments\nservices:\n\tcheckout-api: {{{\n',
        "\udcff\x00team: x\n\nteam: payments\n",
        "",
        "team:\nservices:\n",
    ],
)
def test_a_broken_file_spoils_nothing(broken: str, complete: Complete, tmp_path: Path) -> None:
    lay(
        tmp_path, {"ownership/teams/payments.yaml": broken, "ownership/teams/.yaml": "", "ownership/teams/d.yaml/x": ""}
    )

    assert complete("ownctl plan --team s") == ["search"]
    assert "checkout-index" in complete("ownctl who ")


def test_what_is_no_file_is_not_waited_for(complete: Complete, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ownership" / "teams" / "pipe.yaml")
    (tmp_path / "ownership" / "teams" / "loop.yaml").symlink_to("loop.yaml")

    assert complete("ownctl plan --team s") == ["search"]


@pytest.mark.parametrize("hostile", ["$(touch x)", "`id`", "a;b", "*", "../x", "a b", "-rf", "é"])
def test_no_name_is_offered_that_a_shell_would_take_in_earnest(
    hostile: str, complete: Complete, tmp_path: Path
) -> None:
    lay(tmp_path, {"ownership/teams/t.yaml": f'team: "{hostile}"\nservices:\n  "{hostile}": {{name: x}}\n'})

    assert complete("ownctl plan --team ") == ["payments", "search"]
    assert complete("ownctl who ") == ["checkout-api", "checkout-index", "checkout-web"]


SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], 'eval "$(ownctl completion bash)"'),
    "zsh": (["-f", "-i"], 'autoload -Uz compinit; compinit -u -D; eval "$(ownctl completion zsh)"'),
    "fish": (["--no-config", "-i"], "ownctl completion fish | source"),
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[pexpect.spawn[str]]:
    """A real shell on a terminal, as somebody has it who follows docs/how-to/shell-completion.md."""
    options, setup = SHELLS[request.param]
    if not shutil.which(request.param):
        pytest.fail(f"this needs {request.param}: apt-get install {request.param}")
    lay(tmp_path, TREE)
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "PS1": "> ",
        "LC_ALL": "C.UTF-8",
    }
    typed = pexpect.spawn(
        request.param, options, cwd=tmp_path, env=env, encoding="utf-8", timeout=60, dimensions=(40, 200)
    )
    typed.sendline(f"{setup}; echo rea''dy")
    typed.expect("ready")
    yield typed
    typed.close(force=True)


def test_tab_completes_a_service_in_a_real_shell(shell: pexpect.spawn[str]) -> None:
    shell.send("echo said: ; ownctl who checkout-i\t")
    shell.expect("checkout-index")
    shell.send("\x15")  # forget the line


def test_tab_completes_a_team_and_a_command_in_a_real_shell(shell: pexpect.spawn[str]) -> None:
    shell.send("ownctl onc\t")
    shell.expect("oncall ")
    shell.send("--team pay\t")
    shell.expect("payments")
