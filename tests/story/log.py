"""What the runner makes of a step's output: which lines are orders to it.

As actions/runner does (src/Runner.Worker/ActionCommandManager.cs): a line that begins with `::name`, spaces aside, or
has `##[name` anywhere, is an order, until `::stop-commands::TOKEN`, from when on only `::TOKEN::` is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SECOND = re.compile(r"\s*::(?P<name>[\w-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")
FIRST = re.compile(r"##\[(?P<name>[\w-]+)[^\]]*\](?P<data>.*)")


@dataclass
class Log:
    """The log of a run."""

    text: str = ""
    orders: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, properties and data of each order that the runner took."""
    _stopped: str | None = None

    def take(self, output: str) -> None:
        """The output of one step."""
        self.text += output
        for line in output.splitlines():
            self._line(line)
        assert self._stopped is None, "a step has ended with the runner deaf"

    def annotations(self) -> list[str]:
        """Errors, warnings and notices, unescaped."""
        return [
            f"{name} {properties}: {_unescaped(data)}"
            for name, properties, data in self.orders
            if name in ("error", "warning", "notice")
        ]

    def _line(self, line: str) -> None:
        if self._stopped is not None:
            if line.strip() == f"::{self._stopped}::":
                self._stopped = None
            return
        order = SECOND.match(line) or FIRST.search(line)
        if order is None:
            return
        if order["name"] == "stop-commands":
            self._stopped = order["data"]
            return
        self.orders.append((order["name"], order.groupdict().get("properties") or "", order["data"]))


def _unescaped(data: str) -> str:
    return data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
