"""How fast the command line starts, as ratios to what any such program has to import.

    .venv/bin/python benchmarks/startup.py            # prints the table of docs/performance.md

Both sides of a ratio run in turn, so that a machine that speeds up or slows down does so for both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 15
PYTHON = sys.executable
OWNCTL = str(Path(PYTHON).with_name("ownctl"))
REPOSITORY = Path(__file__).parents[1]
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The round that doesn't count compiles what changed, as installing a wheel does."""


@dataclass(frozen=True)
class Race:
    """A command, what it is measured against, and the most that its ratio may be."""

    command: tuple[str, ...]
    against: tuple[str, ...]
    most: float


RACES = (
    Race((OWNCTL, "--help"), (PYTHON, "-c", "import click"), 1.5),
    Race((OWNCTL, "validate"), (PYTHON, "-c", "import click, yaml, pydantic"), 2.5),
)


def seconds(command: tuple[str, ...]) -> float:
    """The wall time of one run, as a whole process."""
    start = time.perf_counter()
    subprocess.run(
        command, cwd=REPOSITORY, env=COMPILED, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - start


def ratio(race: Race) -> tuple[float, float, float]:
    """The median times of both sides, and the median of the ratios of each round; after a round that doesn't count."""
    seconds(race.command)
    seconds(race.against)
    rounds = [(seconds(race.command), seconds(race.against)) for _ in range(ROUNDS)]
    ratios = [ours / theirs for ours, theirs in rounds]
    ours, theirs = (statistics.median(side) for side in zip(*rounds, strict=True))
    return ours, theirs, statistics.median(ratios)


def main() -> None:
    """Print the table."""
    print("| command | seconds | against | seconds | ratio | at most |")
    print("| --- | --- | --- | --- | --- | --- |")
    for race in RACES:
        ours, theirs, times = ratio(race)
        command = " ".join(("ownctl", *race.command[1:]))
        against = f"python -c '{race.against[-1]}'"
        print(f"| `{command}` | {ours:.3f} | `{against}` | {theirs:.3f} | {times:.2f} | {race.most} |")


if __name__ == "__main__":
    main()
