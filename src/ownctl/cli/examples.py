"""An example or two at the end of each command's help. A test runs them, in a copy of the example shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "init": {
        "ownctl init": "in this folder",
        "ownctl init shop --ci github": "in shop, reviewed in pull requests",
    },
    "validate": {
        "ownctl validate --fix --diff": "what could be mended safely",
        "ownctl validate --against HEAD": "only what is new since the last commit",
        "ownctl validate --format sarif": "for code scanning",
    },
    "plan": {
        "ownctl plan --team payments": "what one team owns",
        "ownctl plan --out plan.json": "keep it for: ownctl apply plan.json",
    },
    "apply": {
        "ownctl apply --yes": "without a question, as in CI",
        "ownctl apply --yes --effective now": "shifts change hands at once",
    },
    "oncall": {
        "ownctl oncall --team payments": "the next two weeks",
        "ownctl oncall --from 2026-12-24 --until 2027-01-02": "the holidays, for all",
    },
    "who": {
        "ownctl who checkout-api": "now, and next",
        "ownctl who checkout-api --at 2026-12-24T18:00": "on Christmas Eve",
    },
    "rule": {
        "ownctl rule": "all of them",
        "ownctl rule newcomer-alone": "one, with examples and how to waive it",
    },
    "schema": {"ownctl schema write": "for editors"},
    "schema write": {"ownctl schema write --out .schemas": "in another folder"},
    "schema show": {"ownctl schema show team": ""},
    "build": {"ownctl build codeowners --out .github": "who approves changes"},
    "build codeowners": {"ownctl build codeowners --out .github": "for GitHub"},
    "lsp": {"ownctl lsp": "editors start it by themselves"},
    "completion": {
        "ownctl completion bash": "for ~/.bashrc",
        "ownctl completion fish": "for ~/.config/fish/completions/ownctl.fish",
    },
    "ci": {"ownctl ci comment plan.md": "after: ownctl plan --format markdown > plan.md"},
    "ci comment": {"ownctl ci comment plan.md": "on the pull request that this job runs for"},
    "ci issue": {"ownctl ci issue plan.md": "open, or rewrite, the one issue about it"},
    "sandbox": {
        "ownctl sandbox": "its people are those in ownership/",
        "ownctl sandbox --file account.sqlite": "kept, for another day",
    },
    "demo": {"ownctl demo": "less than a minute, and nothing stays"},
}
"""By command: what somebody types, and what it is for."""


def with_examples(command: click.Command, name: str) -> click.Command:
    """The command, its help and that of the commands below it ending with examples."""
    if shown := EXAMPLES.get(name):
        width = max(map(len, shown))
        lines = (f"  {typed:<{width}}  {told}".rstrip() for typed, told in shown.items())
        command.epilog = "\n".join(["\b", "Examples:" if len(shown) > 1 else "Example:", *lines])
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            with_examples(each, f"{name} {below}")
    return command
