"""Everything that a pull request meets: a repository and a fork of it, a GitHub, an account, and the clock."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ownctl.sandbox import Running, running

from .hub import REPOSITORY, Hub
from .runner import Event, Ran, Runner, git
from .tree import NOW, PEOPLE, files

READ, WRITE, FORK = "token-of-a-branch", "token-of-main", "token-of-a-fork"
OWNCTL = Path(sys.executable).with_name("ownctl")
COMMIT = "0123456789" * 4

Edit = Mapping[str, str]
"""Whole files, by their path; an empty text deletes one."""


@dataclass
class Pull:
    """A pull request: where its branch is, and the last run about it."""

    number: int
    branch: str
    fork: bool
    ran: Ran


class World:
    """A repository that `ownctl init --ci github` has been run in, and what happens to it."""

    def __init__(self, folder: Path, forge: Hub, account: Running) -> None:
        self.folder, self.hub, self.account = folder, forge, account
        self.origin, self.fork, self.clone = folder / "origin.git", folder / "fork.git", folder / "clone"
        forge.tokens = {READ: True, WRITE: True, FORK: False}
        self.runner = Runner(folder / "machines", self.origin, REPOSITORY, forge.url, OWNCTL)
        self.at(NOW)

    def at(self, moment: datetime) -> None:
        """The clock stands there, for everybody."""
        self.account.set_now(moment)
        self.runner.environment = {"PAGERDUTY_API_URL": self.account.url, "OWNCTL_NOW": moment.isoformat()}

    def pull_request(
        self, branch: str, edit: Edit, *, fork: bool = False, title: str = "A change", runs: bool = True
    ) -> Pull:
        """Somebody opens one, from a branch of this repository or of the fork; its workflow runs, unless told."""
        git(self.clone, "checkout", "--quiet", "-B", branch, "origin/main")
        pull = Pull(len(self.hub.pulls) + 1, branch, fork, Ran(0))
        self.hub.pulls.append({"number": pull.number, "title": title})
        self.push(pull, edit, runs=runs)
        return pull

    def push(self, pull: Pull, edit: Edit, *, runs: bool = True) -> None:
        """Somebody pushes to it; its workflow runs, and after that the one that comments for forks."""
        git(self.clone, "checkout", "--quiet", pull.branch)
        write(self.clone, edit)
        self._commit(self.hub.pulls[pull.number - 1]["title"])
        git(
            self.clone,
            "push",
            "--quiet",
            str(self.fork if pull.fork else self.origin),
            f"HEAD:refs/heads/{pull.branch}",
        )
        event = self._event(pull)
        if runs:
            pull.ran = self.runner.run(self._workflow("ownership", pull.branch), event)

    def look_again(self, pull: Pull) -> None:
        """Its workflow runs, on what a merge would be now."""
        pull.ran = self.runner.run(self._workflow("ownership", pull.branch), self._event(pull))

    def _event(self, pull: Pull) -> Event:
        """What GitHub says of it, and what a merge of it would be, as a commit."""
        head = git(self.clone, "rev-parse", pull.branch)
        merged = git(self.clone, "merge-tree", "--write-tree", "origin/main", pull.branch)
        merge = git(self.clone, "commit-tree", merged, "-p", "origin/main", "-p", head, "-m", "Merge")
        git(self.clone, "push", "--quiet", "--force", str(self.origin), f"{merge}:refs/pull/{pull.number}/merge")
        owner = "stranger" if pull.fork else "acme"
        about = {
            "number": pull.number,
            "title": self.hub.pulls[pull.number - 1]["title"],
            "head": {
                "label": f"{owner}:{pull.branch}",
                "ref": pull.branch,
                "sha": head,
                "repo": {"full_name": f"{owner}/shop", "fork": pull.fork},
            },
            "base": {"ref": "main"},
        }
        self.hub.pulls[pull.number - 1] = about
        return Event(
            "pull_request",
            {"action": "synchronize", "number": pull.number, "pull_request": about},
            f"refs/pull/{pull.number}/merge",
            merge,
            base="main",
            token=FORK if pull.fork else READ,
            secrets={} if pull.fork else {"PAGERDUTY_READ_ONLY": self.account.read_only_token},
        )

    def after(self, pull: Pull, **lies: Any) -> Ran:
        """What follows on the default branch when the run of a pull request is over."""
        head = self.hub.pulls[pull.number - 1]["head"]
        run = {
            "id": pull.ran.id,
            "event": "pull_request",
            "head_branch": pull.branch,
            "head_sha": head["sha"],
            "head_repository": {"owner": {"login": head["label"].partition(":")[0]}},
            "pull_requests": [] if pull.fork else [{"number": pull.number}],
            **lies,
        }
        event = Event("workflow_run", {"workflow_run": run}, "refs/heads/main", "", token=WRITE)
        return self.runner.run(self._workflow("ownership-comment"), event)

    def merge(self, pull: Pull) -> Ran:
        """It is merged, and what was merged is applied."""
        git(self.clone, "checkout", "--quiet", "main")
        git(self.clone, "merge", "--quiet", "--no-ff", "-m", "Merge", pull.branch)
        git(self.clone, "push", "--quiet", "origin", "main")
        return self.apply()

    def apply(self, secrets: Mapping[str, str] | None = None) -> Ran:
        """The workflow that a push to the default branch starts."""
        both = {"PAGERDUTY_READ_ONLY": self.account.read_only_token, "PAGERDUTY_TOKEN": self.account.token}
        event = Event("push", {}, "refs/heads/main", "", token=READ, secrets=both if secrets is None else secrets)
        return self.runner.run(self._workflow("ownership-apply"), event)

    def check(self) -> Ran:
        """The scheduled one."""
        secrets = {"PAGERDUTY_READ_ONLY": self.account.read_only_token}
        event = Event("schedule", {"schedule": "17 6 * * 1-5"}, "refs/heads/main", "", token=WRITE, secrets=secrets)
        return self.runner.run(self._workflow("ownership-check"), event)

    def with_line(self, path: str, line: str, before: str) -> Edit:
        """A file of the default branch with one line more, before one that it has."""
        text = self.file(path)
        assert text.count(before) == 1
        return {path: text.replace(before, f"{line}\n{before}")}

    def file(self, path: str) -> str:
        """A file as it is on the default branch."""
        return git(self.clone, "show", f"origin/main:{path}") + "\n"

    def _workflow(self, name: str, at: str = "origin/main") -> Path:
        path = f".github/workflows/{name}.yml"
        copy = self.folder / f"{name}.yml"
        copy.write_text(git(self.clone, "show", f"{at}:{path}"), encoding="utf-8")
        return copy

    def _commit(self, title: str) -> None:
        git(self.clone, "add", "--all")
        git(self.clone, "commit", "--quiet", "--allow-empty", "-m", title)


def write(folder: Path, edit: Edit) -> None:
    """Files as somebody leaves them."""
    for name, text in edit.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink()


def begin(folder: Path) -> None:
    """A repository with its workflows and a fork of it; in `account`, an account that says what the files say."""
    origin, clone = folder / "origin.git", folder / "clone"
    git(None, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(None, "clone", "--quiet", str(origin), str(clone))
    git(clone, "checkout", "--quiet", "-b", "main")
    write(clone, files())
    words = ["init", "--ci", "github", "--action", f"ownctl/ownctl@{COMMIT}"]
    subprocess.run([OWNCTL, *words], cwd=clone, check=True, capture_output=True)
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "-m", "Begin")
    git(clone, "push", "--quiet", "origin", "main")
    git(None, "clone", "--quiet", "--bare", str(origin), str(folder / "fork.git"))
    users = [{"name": name, "email": f"{key}@acme.example"} for key, name in PEOPLE.items()]
    with running(folder / "account", seed=users, now=NOW) as account:
        env = {"PAGERDUTY_API_URL": account.url, "PAGERDUTY_TOKEN": account.token, "OWNCTL_NOW": NOW.isoformat()}
        subprocess.run([OWNCTL, "apply", "--yes", "-q"], cwd=clone, env=env, check=True, capture_output=True)
        account.forget_requests()


def copied(begun: Path, folder: Path) -> None:
    """The same once more, for one test to change."""
    shutil.copytree(begun, folder, dirs_exist_ok=True, symlinks=True)
    git(folder / "clone", "remote", "set-url", "origin", str(folder / "origin.git"))
