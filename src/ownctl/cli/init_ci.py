"""What `ownctl init --ci` writes into a repository, and what remains to be done by hand."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ownctl.cli.exits import CannotRun

PINNED = re.compile(r"[\w.-]+/[\w.-]+(?:/[\w./-]+)?@[0-9a-f]{40}")

PLAIN = re.compile(r"[\w.][\w. -]*(?:/[\w.][\w. -]*)*", re.ASCII)
"""Paths that mean the same to a shell, to YAML and to the patterns of GitHub and GitLab."""

NEXT = {
    "github": (
        "Settings > Secrets and variables > Actions: PAGERDUTY_READ_ONLY, a read-only API key of the account",
        "Settings > Environments > New: `pager`, with required reviewers, for the default branch only",
        "there, the environment's secret PAGERDUTY_TOKEN: an API key that may write",
    ),
    "gitlab": (
        "Settings > CI/CD > Variables: PAGERDUTY_TOKEN, masked: a read-only API key of the account",
        "Operate > Environments > New: `pager`; protect it (Settings > CI/CD) where your plan has that",
        "PAGERDUTY_TOKEN again, masked, protected, with the scope `pager`: an API key that may write",
        "for notes and issues: GITLAB_TOKEN, masked: a project access token, scope `api`, role Reporter",
        "Build > Pipeline schedules: one every working day on the default branch",
    ),
}


def files(forge: str, folder: Path, root: Path, action: str | None) -> dict[Path, str]:
    """What to write where. Raises `CannotRun` for a tree that no pipeline can name, or an action that nobody knows."""
    from importlib.metadata import version

    from ownctl.example import ci

    top = _top(folder)
    tree = _from_top(top, folder / root)
    if forge == "github":
        found = ci.github(tree, _default_branch(top), _action(action))
    else:
        found = ci.gitlab(tree, f"ownctl=={version('ownctl')}")
        if (top / ci.GITLAB).exists():  # it is the pipeline of all that is there; ours is included
            found.pop(ci.GITLAB)
    return {top / name if top != Path() else Path(name): text for name, text in found.items()}


def in_the_way(pipeline: dict[Path, str]) -> list[Path]:
    """Where a file exists that says something else."""
    return [path for path, text in pipeline.items() if path.is_symlink() or (path.exists() and _read(path) != text)]


def say_what_next(forge: str, pipeline: dict[Path, str]) -> None:
    """What nobody but the repository's owner can do."""
    steps = NEXT[forge]
    if forge == "gitlab" and not any(path.name == ".gitlab-ci.yml" for path in pipeline):
        steps = ("in .gitlab-ci.yml, under `include:`, add `- local: .gitlab/ownership.yml`", *steps)
    click.echo("\nOnce, in the repository's settings:\n", err=True)
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}", err=True)
    request = "merge" if forge == "gitlab" else "pull"
    click.echo(f"\nThen commit, and open a {request} request that changes a line.", err=True)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _action(given: str | None) -> str:
    from ownctl.example import ci

    if given is not None:
        if not PINNED.fullmatch(given):
            raise CannotRun(
                f"{given} is no action at a commit", "name it as OWNER/NAME@COMMIT, with all 40 digits of the commit"
            )
        return given
    commit = ci.commit()
    if commit is None:
        raise CannotRun(
            "this ownctl doesn't know from which commit it was made, and an action is only used at a commit",
            f"name the one of its release: ownctl init --ci github --action {ci.ACTION}@COMMIT",
        )
    return f"{ci.ACTION}@{commit}"


def _top(folder: Path) -> Path:
    """The repository's root, by which pipelines go; outside of git, the folder itself, which may be yet to be made."""
    from ownctl.config.git import word

    there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    found = word(there, "rev-parse", "--show-toplevel")
    return Path(found) if found and Path(found) != folder.resolve() else folder


def _from_top(top: Path, tree: Path) -> str:
    try:
        path = tree.resolve().relative_to(top.resolve()).as_posix()
    except ValueError:
        raise CannotRun(f"{tree} lies outside of the repository {top}", "name a folder in it: --root DIR") from None
    if not PLAIN.fullmatch(path):
        raise CannotRun(
            f"{path} can't be named in a pipeline", "call the folder by letters, digits, `.`, `-`, `_` and `/`"
        )
    return path


def _default_branch(top: Path) -> str:
    """As origin has it, else as a new repository on GitHub has it."""
    if not top.is_dir():
        return "main"
    from ownctl.config.git import word

    return word(top, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/") or "main"
