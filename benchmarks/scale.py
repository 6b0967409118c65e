"""What size costs: validate, and the plan that follows an apply, for orgs of a few and of many services.

    .venv/bin/python benchmarks/scale.py 100 1000           # prints the table of docs/performance.md

Ten services a team, one weekly rotation each, four people. The account is the local one, in this process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ownctl.sandbox import running

SERVICES_A_TEAM = 10
PEOPLE_A_TEAM = 4


def write(folder: Path, services: int) -> list[dict[str, str]]:
    """An ownership tree of that many services; its people, as an account is seeded with them."""
    tree = folder / "ownership"
    (tree / "teams").mkdir(parents=True)
    (folder / "flow.md").write_text("# What to do\n")
    (tree / "org.yaml").write_text("org: bench\non_call: {largest_share: 60%}\nprotection: {max_updates: 100%}\n")
    people = []
    with (tree / "people.yaml").open("w") as file:
        file.write("people:\n")
        for team in range(services // SERVICES_A_TEAM):
            for number in range(PEOPLE_A_TEAM):
                key = f"p{team}-{number}"
                file.write(f"  {key}: {{name: Person {key}, email: {key}@bench.example}}\n")
                people.append({"name": f"Person {key}", "email": f"{key}@bench.example"})
            (tree / "teams" / f"t{team}.yaml").write_text(_team(team))
    return people


def _team(team: int) -> str:
    members = "".join(f"  - {{person: p{team}-{n}, on_call_since: 2025-03-03}}\n" for n in range(PEOPLE_A_TEAM))
    services = "".join(
        f"  s{team}-{n}:\n    name: Service {team}-{n}\n    runbook: https://runbooks.bench.example/{team}-{n}\n"
        f"    integrations: [prometheus]\n    alerts:\n      errors-high:\n        query: errors_{team}_{n} > 1\n"
        for n in range(SERVICES_A_TEAM)
    )
    return (
        f"team: t{team}\nname: Team {team}\nstages: {{business-hours: 2025-01-06, full: 2025-06-02}}\n"
        f'support:\n  channel: "#t{team}"\n  turn_to: [{{person: p{team}-0, for: all}}]\n  incident_flow: flow.md\n'
        f"  past_incidents: [{{title: One, date: 2026-01-01}}]\n"
        f"members:\n{members}rotations:\n  primary:\n    starts: 2025-11-03\n    shift: 1w\n"
        f'    handoff: {{day: monday, at: "09:30"}}\nservices:\n{services}'
    )


def timed(folder: Path, environment: dict[str, str], *words: str) -> float:
    """The seconds that one command takes, as a whole process. It must end well."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "ownctl", *words]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(services: int) -> str:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = write(folder, services)
        validate = timed(folder, dict(os.environ), "validate", "-q")
        with running(seed=people, rate_limit=10_000_000) as account:
            environment = os.environ | {"PAGERDUTY_API_URL": account.url, "PAGERDUTY_TOKEN": account.token}
            apply = timed(folder, environment, "apply", "--yes", "-q")
            writes = Counter(row["method"] for row in account.requests())
            account.forget_requests()
            plan = timed(folder, environment, "plan")
            reads = len(account.requests())
    sent = writes.total() - writes["GET"]
    size = f"{services:,} | {services // SERVICES_A_TEAM:,}"
    return f"| {size} | {validate:.2f} | {apply:.1f} | {sent:,} | {plan:.2f} | {reads:,} |"


def main() -> None:
    """Print the table, a row for each size on the command line."""
    print("| services | teams | validate, s | first apply, s | writes | empty plan, s | requests |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size in sys.argv[1:] or ["100"]:
        print(measure(int(size)))


if __name__ == "__main__":
    main()
