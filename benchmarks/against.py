"""What reviewing a change costs: `validate --against` and `plan --against` together, held against one `validate`.

    .venv/bin/python benchmarks/against.py                  # prints the table of docs/performance.md

A thousand services of two hundred teams in a git repository; one team hands over later since the last commit. Both
sides run in turn, each command as a process of its own; the ratio is the median of the rounds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import scale

SERVICES, SERVICES_A_TEAM = 1_000, 5
ROUNDS = 11
AT_MOST = 2.2


def changed(folder: Path) -> None:
    """A repository of the tree as it was, and one team's edit on top of it."""
    scale.SERVICES_A_TEAM = SERVICES_A_TEAM
    scale.write(folder, SERVICES)
    identity = ["-c", "user.name=Bench", "-c", "user.email=bench@bench.example"]
    for words in (["init", "--quiet"], ["add", "--all"], [*identity, "commit", "--quiet", "--message", "before"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    team = folder / "ownership" / "teams" / "t7.yaml"
    team.write_text(team.read_text().replace('at: "09:30"', 'at: "10:30"'))


def main() -> None:
    """Print the table."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        changed(folder)
        commands = (["validate"], ["validate", "--against", "HEAD"], ["plan", "--against", "HEAD"])
        for words in commands:  # so that what Python compiles once is compiled
            scale.timed(folder, environment, *words)
        rounds = [[scale.timed(folder, environment, *words) for words in commands] for _ in range(ROUNDS)]
    alone, validate, plan = (median(each) for each in zip(*rounds, strict=True))
    ratio = median((second + third) / first for first, second, third in rounds)
    print("| `validate`, s | `validate --against`, s | `plan --against`, s | ratio of the two to the one | at most |")
    print("| --- | --- | --- | --- | --- |")
    print(f"| {alone:.2f} | {validate:.2f} | {plan:.2f} | {ratio:.2f} | {AT_MOST} |")
    sys.exit(ratio > AT_MOST)


if __name__ == "__main__":
    main()
