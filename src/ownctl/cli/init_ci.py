"""What `ownctl init --ci` writes into a repository, and what remains to be done by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

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


class Pipeline(NamedTuple):
    """What CI needs, for one forge."""

    files: dict[Path, str]
    assumed: str = ""
    """What nobody has said and the files go by, as a sentence."""


def pipeline(forge: str, folder: Path, root: Path, action: str | None) -> Pipeline:
    """What to write where. Raises `CannotRun` for a tree that no pipeline can name, or an action that nobody knows."""
    from importlib.metadata import version

    from ownctl.example import ci

    top = _top(folder)
    tree = _from_top(top, folder / root)
    assumed = ""
    if forge == "github":
        branch, why = _default_branch(top)
        found = ci.github(tree, branch, _action(action))
        assumed = f"They take `{branch}` for the default branch: {why}." if why else ""
    else:
        found = ci.gitlab(tree, f"ownctl=={version('ownctl')}")
        if (top / ci.GITLAB).exists() and _read(top / ci.GITLAB) != found[ci.GITLAB]:
            found.pop(ci.GITLAB)  # it is the pipeline of all that is there; ours is included
    return Pipeline({top / name if top != Path() else Path(name): text for name, text in found.items()}, assumed)


def in_the_way(files: dict[Path, str]) -> list[Path]:
    """Where a file exists that says something else."""
    return [path for path, text in files.items() if path.is_symlink() or (path.exists() and _read(path) != text)]


def without_those_there(files: dict[Path, str]) -> dict[Path, str]:
    """What is to be written; says of the rest that it is there."""
    there = {path for path, text in files.items() if not path.is_symlink() and _read(path) == text}
    for path in files:
        if path in there:
            click.echo(f"  kept  {path.as_posix()}, which says the same", err=True)
    return {path: text for path, text in files.items() if path not in there}


def say_what_next(forge: str, pipeline: Pipeline) -> None:
    """What was assumed, and what nobody but the repository's owner can do."""
    if pipeline.assumed:
        click.echo(f"\n{pipeline.assumed}", err=True)
    steps = NEXT[forge]
    if forge == "gitlab" and not any(path.name == ".gitlab-ci.yml" for path in pipeline.files):
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


def _default_branch(top: Path) -> tuple[str, str]:
    """As origin has it, else the one checked out, which need not have a commit yet; and why, where nobody says it."""
    from ownctl.config.git import word

    if top.is_dir():
        if named := word(top, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"):
            return named.removeprefix("refs/remotes/origin/"), ""
        if here := word(top, "symbolic-ref", "--quiet", "HEAD"):
            return here.removeprefix("refs/heads/"), "it is checked out, and git knows no other of origin"
    return "main", "so a new repository on GitHub calls it"
