"""`ownctl demo`: the whole way on the example, against a local account, with the real commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from ownctl.cli.exits import INTERRUPTED, Refused
from ownctl.cli.options import now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ownctl.sandbox import Running

TEAM, NEWCOMER, SERVICE, INTEGRATION = "payments", "nadia", "checkout-api", "Prometheus"
PATIENCE = 5.0
"""Seconds that a command has to end after Ctrl-C."""
AFTER = "  - {person: ines,"
"""The member in the team's file after whom the demo adds the newcomer."""


@click.command(short_help="sandbox, validate, plan, apply and a second, empty plan")
def demo() -> None:
    """Show the whole way on an example shop, against a local account.

    Nothing leaves this machine, and nothing is left on it. Takes less than a minute.
    """
    from ownctl.config import load
    from ownctl.example import copy_shop
    from ownctl.sandbox import running

    with tempfile.TemporaryDirectory(prefix="ownctl-demo-") as folder:
        tree = Path(folder)
        copy_shop(tree)
        org = load(tree / "ownership").org
        assert org is not None  # noqa: S101  # the example travels with the program, and tests hold it to the rules
        users = [{"name": person.name, "email": person.email} for person in org.people.values()]
        moment = _clock()  # one for all of it: a handoff in between would change who is paged
        with running(seed=users, now=moment) as account:
            _tour(_Stage(tree, account, moment), moment)


def _clock() -> datetime:
    """Now; outside of the days for which the example was written, its first one."""
    from ownctl.example import HOLDS_FROM, HOLDS_UNTIL

    moment = now().replace(microsecond=0)
    if HOLDS_FROM.date() <= moment.date() < HOLDS_UNTIL.date():
        return moment
    last = HOLDS_UNTIL - timedelta(days=1)
    click.echo(
        f"The example names dates that hold from {HOLDS_FROM:%-d %B %Y} to {last:%-d %B %Y}: the clock of this demo "
        "shows the first of them.",
        err=True,
    )
    return HOLDS_FROM


def _tour(stage: _Stage, moment: datetime) -> None:
    stage.say("An online shop has written down who owns what. Do the files hold to the rules?")
    stage.run("validate")
    stage.say("The account knows the people and nothing else. What would change?")
    stage.run("plan")
    stage.say("Make it so, and look again: the repository says it, the account is the state.")
    stage.run("apply", "--yes", "--quiet")
    stage.run("plan")
    day = (moment + timedelta(days=14)).date()
    stage.say(f"One line is added to teams/{TEAM}.yaml: Nadia will be on call, from {day:%-d %B} on. Who notices?")
    stage.edit(f"  - {{person: {NEWCOMER}, on_call_since: {day}}}")
    stage.run("plan", "--team", TEAM)
    stage.run("apply", "--yes", "--quiet")
    stage.say(f"Something breaks. Whom does {SERVICE} page?")
    stage.run("who", SERVICE)
    _page(stage)
    stage.say("That was it. Start with your own: ownctl init")


class _Stage:
    """Where the demo plays: a copy of the example, and an account to apply it to."""

    def __init__(self, tree: Path, account: Running, moment: datetime) -> None:
        self.tree, self.account = tree, account
        self._environment = {
            **os.environ,
            "PAGERDUTY_API_URL": account.url,
            "PAGERDUTY_TOKEN": account.token,
            "OWNCTL_NOW": moment.isoformat(),
            "PYTHONUNBUFFERED": "1",
        }
        self._environment.pop("PAGERDUTY_SERVICE_REGION", None)

    def say(self, text: str) -> None:
        click.echo("\n" + click.style(text, fg="cyan", bold=True))

    def run(self, *words: str) -> None:
        """One command, as a person would type it."""
        click.echo(click.style(f"\n$ ownctl {' '.join(words)}", dim=True))
        if self._call(words, capture=False).returncode != 0:
            raise Refused(
                f"the demo's `ownctl {words[0]}` did not end well", "please report it, with what stands above"
            )

    def ask(self, *words: str) -> Any:
        """What a command says in JSON."""
        return json.loads(self._call([*words, "--format", "json"], capture=True).stdout)

    def _call(self, words: Sequence[str], *, capture: bool) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ownctl", *words]
        with subprocess.Popen(  # noqa: S603  # ourselves, with words of our own
            command, cwd=self.tree, env=self._environment, stdout=subprocess.PIPE if capture else None, text=True
        ) as running:
            try:
                out, _ = running.communicate()
            except KeyboardInterrupt:
                _leave_to(running)
                raise
            return subprocess.CompletedProcess(command, running.returncode, out)

    def edit(self, line: str) -> None:
        """Add a member to the team's file, and show what a reviewer would see."""
        path = self.tree / "ownership" / "teams" / f"{TEAM}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        at = next(number for number, text in enumerate(lines) if text.startswith(AFTER))
        click.echo(f"\n  {lines[at]}\n" + click.style(f"+ {line}", fg="green"))
        path.write_text("\n".join([*lines[: at + 1], line, *lines[at + 1 :]]) + "\n", encoding="utf-8")


def _leave_to(running: subprocess.Popen[str]) -> None:
    """Ctrl-C reaches the command as well as the demo: let it end, and where it says so itself, say no more."""
    try:
        code = running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        return
    if code == INTERRUPTED:
        raise Exit(code) from None


def _page(stage: _Stage) -> None:
    """Send an alert as a monitor would, and hold who is paged against what `who` said."""
    import httpx2

    expected = {each["person"] for each in _first_told(stage.ask("who", SERVICE))}
    with httpx2.Client(base_url=stage.account.url) as client:
        event = {
            "routing_key": _routing_key(client, stage.account.token),
            "event_action": "trigger",
            "payload": {"summary": "Checkout is slow", "source": "prometheus", "severity": "critical"},
        }
        client.post("/v2/enqueue", json=event).raise_for_status()
        pages = client.get("/_sandbox/pages").raise_for_status().json()["pages"]
    paged = sorted({page["user"]["name"] for page in pages})
    click.echo(f"\nAn alert is sent to its {INTEGRATION} integration, and the account pages: {', '.join(paged)}")
    emails = {page["user"]["email"] for page in pages}
    if emails != {_email(stage, person) for person in expected}:
        raise Refused(f"`who` named {', '.join(sorted(expected))}, and the account paged {', '.join(paged)}")


def _first_told(answer: Any) -> Any:
    return next((level["people"] for level in answer["levels"] if level["people"]), [])


def _email(stage: _Stage, person: str) -> str:
    from ownctl.config import load

    org = load(stage.tree / "ownership").org
    return org.people[person].email if org else ""


def _routing_key(client: Any, token: str) -> str:
    """The secret of the service's integration, which ownctl itself never reads."""
    answer = client.get(
        "/services",
        params={"query": "Checkout API", "include[]": "integrations"},
        headers={"Authorization": f"Token token={token}"},
    )
    (service,) = answer.raise_for_status().json()["services"]
    key: str = next(each["integration_key"] for each in service["integrations"] if each["name"] == INTEGRATION)
    return key
