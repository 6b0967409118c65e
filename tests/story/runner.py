"""A runner of workflows: reads the YAML that `init --ci github` wrote, and runs each step as GitHub would.

Steps of `run:` go to bash with the environment that they declare. Of actions it knows checkout and the two for
artifacts, in a few lines each, and our own, whose `action.yml` it reads.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .expressions import filled, holds
from .log import Log

ROOT = Path(__file__).parents[2]
Artifacts = dict[str, Path]


@dataclass
class Event:
    """What happened, and what a run is given for it."""

    name: str
    payload: dict[str, Any]
    ref: str
    commit: str
    base: str = ""
    token: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Ran:
    """How a run ended."""

    id: int
    ended: dict[str, str] = field(default_factory=dict)
    """Each job: success, failure or skipped."""
    log: Log = field(default_factory=Log)
    summary: str = ""
    artifacts: Artifacts = field(default_factory=dict)


class Job:
    """One job on one machine."""

    def __init__(self, runner: Runner, ran: Ran, event: Event, needs: Mapping[str, Any]) -> None:
        self.runner, self.ran, self.event = runner, ran, event
        self.temp = runner.folder / f"run-{ran.id}-{len(ran.ended)}"
        self.workspace, self.failed = self.temp / "work", False
        (self.temp / "home").mkdir(parents=True)
        (self.temp / "event.json").write_text(json.dumps(event.payload), encoding="utf-8")
        runner.prepare(self.temp)
        self.contexts: dict[str, Any] = {
            "github": {
                "event": event.payload,
                "event_name": event.name,
                "ref": event.ref,
                "repository": runner.repository,
                "token": event.token,
            },
            "runner": {"temp": str(self.temp)},
            "secrets": event.secrets,
            "needs": needs,
            "steps": {},
        }

    def run(self, steps: list[dict[str, Any]]) -> None:
        """All of them, as far as their conditions hold."""
        for step in steps:
            if holds(step.get("if"), self.contexts, failed=self.failed):
                ok, outputs = self._step(step, self.contexts)
                self.failed |= not ok
                if "id" in step:
                    self.contexts["steps"][step["id"]] = {"outputs": outputs}

    def _step(self, step: dict[str, Any], contexts: Mapping[str, Any]) -> tuple[bool, dict[str, str]]:
        if "run" in step:
            assert "${{" not in step["run"], "an expression in a shell"
            return self._bash(step["run"], {name: filled(text, contexts) for name, text in step.get("env", {}).items()})
        given = {name: filled(text, contexts) for name, text in step.get("with", {}).items()}
        name, _, commit = step["uses"].partition("@")
        assert len(commit) == 40, f"{name} is not pinned"
        if name == "ownctl/ownctl":
            return self._composite(given)
        return getattr(self, "_" + name.rpartition("/")[2].replace("-", "_"))(given), {}

    def _bash(self, script: str, env: Mapping[str, str]) -> tuple[bool, dict[str, str]]:
        """As the runner calls `shell: bash`."""
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        summary.write_text("")
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.workspace if self.workspace.exists() else self.temp,
            env={**self._environment(output, summary), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        self.ran.log.take(ran.stdout.decode())
        self.ran.summary += summary.read_text(encoding="utf-8")
        pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
        return ran.returncode == 0, {name: text for name, _, text in pairs}

    def _environment(self, output: Path, summary: Path) -> dict[str, str]:
        measured = {name: text for name, text in os.environ.items() if name.startswith("COVERAGE_")}
        of_pull = {"GITHUB_BASE_REF": self.event.base} if self.event.base else {}
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.temp / "home"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": self.runner.api,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_GRAPHQL_URL": f"{self.runner.api}/graphql",
            "GITHUB_EVENT_NAME": self.event.name,
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "GITHUB_REPOSITORY": self.runner.repository,
            "GITHUB_REF": self.event.ref,
            "GITHUB_SHA": self.event.commit,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(self.temp),
            **self.runner.environment,
            **of_pull,
            **measured,
        }

    def _composite(self, given: Mapping[str, str]) -> tuple[bool, dict[str, str]]:
        action = self.runner.action
        inputs = {
            name: given.get(name, filled(about.get("default", ""), self.contexts))
            for name, about in action["inputs"].items()
        }
        assert given.keys() <= inputs.keys(), "an input that the action doesn't have"
        contexts = {**self.contexts, "inputs": inputs, "steps": {}}
        ok = True
        for step in action["runs"]["steps"]:
            if holds(step.get("if"), contexts, failed=not ok):
                went_well, outputs = self._step(step, contexts)
                ok &= went_well
                contexts["steps"][step.get("id", "")] = {"outputs": outputs}
        return ok, {name: filled(about["value"], contexts) for name, about in action["outputs"].items()}

    def _checkout(self, given: Mapping[str, str]) -> bool:
        """The commit of the event, or a branch; one commit deep, or all branches with their history."""
        origin, git = self.runner.origin.as_uri(), self.runner.git
        git(None, "init", "--quiet", str(self.workspace))
        if given.get("fetch-depth") == "0":
            git(self.workspace, "fetch", "--quiet", origin, "+refs/heads/*:refs/remotes/origin/*")
            git(self.workspace, "fetch", "--quiet", origin, given.get("ref") or self.event.ref)
        else:
            git(self.workspace, "fetch", "--quiet", "--depth=1", origin, given.get("ref") or self.event.ref)
        git(self.workspace, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return True

    def _upload_artifact(self, given: Mapping[str, str]) -> bool:
        path, kept = self.workspace / given["path"], self.temp / "kept" / given["name"]
        if not path.exists():
            return given.get("if-no-files-found", "warn") != "error"
        kept.mkdir(parents=True)
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file():
                shutil.copy(file, kept / file.name)
        self.ran.artifacts[given["name"]] = kept
        return True

    def _download_artifact(self, given: Mapping[str, str]) -> bool:
        found = self.ran.artifacts if "run-id" not in given else self.runner.runs[int(given["run-id"])].artifacts
        name = given.get("name") or given["pattern"]
        if name not in found:
            return "pattern" in given
        shutil.copytree(found[name], given["path"], dirs_exist_ok=True)
        return True


class Runner:
    """The workflows of one repository, and the machines that they run on."""

    def __init__(self, folder: Path, origin: Path, repository: str, api: str, program: Path) -> None:
        self.folder, self.origin, self.repository, self.api = folder, origin, repository, api
        self.environment: dict[str, str] = {}
        self.runs: dict[int, Ran] = {}
        self.before: dict[str, Callable[[], object]] = {}
        """What happens meanwhile, before a job of that name begins."""
        self.action: dict[str, Any] = read(ROOT / "action.yml")
        self._program = program

    def prepare(self, temp: Path) -> None:
        """A machine on which an earlier step has installed ownctl already: installing it anew takes a minute."""
        (temp / "ownctl" / "bin").mkdir(parents=True)
        (temp / "ownctl" / "bin" / "ownctl").symlink_to(self._program)

    def run(self, workflow: Path, event: Event) -> Ran:
        """One workflow for one event."""
        written = read(workflow)
        assert event.name in written["on"], f"{workflow.name} is not for {event.name}"
        assert written["permissions"] == {}, "permissions are given job by job"
        ran = self.runs.setdefault(len(self.runs) + 1, Ran(len(self.runs) + 1))
        needs: dict[str, Any] = {}
        for name, job in written["jobs"].items():
            before = ran.ended.get(job.get("needs", ""), "success")
            contexts = {"needs": needs, "github": {"event": event.payload}}
            if before != "success" or not holds(job.get("if"), contexts, failed=False):
                ran.ended[name] = "skipped"
                continue
            self.before.pop(name, lambda: None)()
            machine = Job(self, ran, event, needs)
            machine.run(job["steps"])
            outputs = {key: filled(text, machine.contexts) for key, text in job.get("outputs", {}).items()}
            needs[name] = {"outputs": outputs}
            ran.ended[name] = "failure" if machine.failed else "success"
        return ran

    def git(self, where: Path | None, *words: str) -> str:
        """git, as nobody in particular."""
        return git(where, *words)


def git(where: Path | None, *words: str) -> str:
    """git, as somebody whom nothing on this machine has set up."""
    identity = {"GIT_AUTHOR_NAME": "Amara Okafor", "GIT_AUTHOR_EMAIL": "amara@acme.example"}
    ran = subprocess.run(
        ["git", *(["-C", str(where)] if where else []), *words],
        env={
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            **identity,
            **{name.replace("AUTHOR", "COMMITTER"): text for name, text in identity.items()},
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"git {' '.join(words)}: {ran.stderr}"
    return ran.stdout.strip()


def read(file: Path) -> dict[str, Any]:
    """YAML with texts only, as GitHub's own reader has `on`."""
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found
