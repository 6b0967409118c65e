"""Checks of what a request carries, field by field, as data.

A form is a mapping from a field's name to its check; `problems` holds a body to it and finds every mistake at once.
Fields that no form names are ignored, as PagerDuty does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import available_timezones

from ownctl.sandbox.clock import instant
from ownctl.sandbox.refusals import Problems, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BLANK = "can't be blank"
FORBIDDEN_IN_NAMES = frozenset("\\/&<>")


class Check(Protocol):
    def __call__(self, value: Any) -> str | None:
        """What is wrong with the value, or None."""


Form = dict[str, Check]


@dataclass(frozen=True)
class Text:
    longest: int | None = None
    shortest: int = 0
    nullable: bool = False

    def __call__(self, value: Any) -> str | None:
        if value is None and self.nullable:
            return None
        if not isinstance(value, str):
            return "must be a string"
        if len(value) < self.shortest:
            return BLANK if not value else f"is too short (minimum is {self.shortest} characters)"
        if self.longest is not None and len(value) > self.longest:
            return f"is too long (maximum is {self.longest} characters)"
        return None


@dataclass(frozen=True)
class Name:
    """A name as the web form takes it: the Terraform provider refuses the same characters."""

    longest: int | None = None

    def __call__(self, value: Any) -> str | None:
        wrong = Text(self.longest, shortest=1)(value)
        if wrong:
            return wrong
        if value != value.strip() or FORBIDDEN_IN_NAMES & set(value) or not value.isprintable():
            return "is invalid: no \\, /, &, < or >, nothing unprintable, no space at either end"
        return None


@dataclass(frozen=True)
class Whole:
    """A whole number; booleans are none."""

    least: int = 0

    def __call__(self, value: Any) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return "must be an integer"
        return f"must be greater than or equal to {self.least}" if value < self.least else None


@dataclass(frozen=True)
class Choice:
    of: tuple[Any, ...]

    def __call__(self, value: Any) -> str | None:
        return None if value in self.of else f"must be one of {', '.join(map(str, self.of))}"


@dataclass(frozen=True)
class Listed:
    """A list of `least` to `most` things, each of which passes `each`."""

    each: Check
    least: int = 0
    most: int | None = None

    def __call__(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be an array"
        if len(value) < self.least:
            return f"must have at least {self.least} item" + "s" * (self.least > 1)
        if self.most is not None and len(value) > self.most:
            return f"must have at most {self.most} item" + "s" * (self.most > 1)
        return next((wrong for item in value if (wrong := self.each(item))), None)


@dataclass(frozen=True)
class Thing:
    """An object with fields of its own."""

    form: Mapping[str, Check]
    required: tuple[str, ...] = ()

    def __call__(self, value: Any) -> str | None:
        if not isinstance(value, dict):
            return "must be an object"
        found = field_problems(self.form, value, self.required)
        return next((f"{name} {reason}" for name, reasons in found.items() for reason in reasons), None)


@dataclass(frozen=True)
class Reference:
    """An id with one of some types. That the id leads anywhere is checked where the account is at hand."""

    types: tuple[str, ...]

    def __call__(self, value: Any) -> str | None:
        return Thing({"id": Text(shortest=1), "type": Choice(self.types)}, ("id", "type"))(value)


def zone(value: Any) -> str | None:
    """A time zone of the IANA database."""
    return None if isinstance(value, str) and value in _zones() else "is not a valid time zone"


@cache
def _zones() -> frozenset[str]:
    """Looked up once: each look walks through a folder of six hundred files, and every event has two zones."""
    return frozenset(available_timezones())


def moment(value: Any) -> str | None:
    """An RFC 3339 time with its offset."""
    if not isinstance(value, str):
        return "must be a date-time"
    try:
        instant(value)
    except ValueError:
        return "must be an RFC 3339 date-time with offset"
    return None


def optional(check: Check) -> Check:
    """The same check, with null let through."""
    return lambda value: None if value is None else check(value)


def field_problems(form: Mapping[str, Check], body: Mapping[str, Any], required: Iterable[str]) -> Problems:
    found: Problems = {name: [BLANK] for name in required if name not in body}
    for name, check in form.items():
        if name in body and (wrong := check(body[name])):
            found[name] = [wrong]
    return found


def take(body: Any, wrapper: str, form: Mapping[str, Check], required: Iterable[str]) -> dict[str, Any]:
    """The fields of `{wrapper: {…}}` that the form knows. Raises Refusal with all that is wrong with them."""
    inner = body.get(wrapper) if isinstance(body, dict) else None
    if not isinstance(inner, dict):
        raise Refusal(400, {wrapper: [BLANK]})
    found = field_problems(form, inner, required)
    if found:
        raise Refusal(400, {f"{wrapper}.{name}": reasons for name, reasons in found.items()})
    return {name: inner[name] for name in form if name in inner}
