"""Holds traffic to PagerDuty's OpenAPI description: that the request may be sent, that the answer may come back.

The description lies beside the repository (`../shared/pagerduty/openapi-rest.json`), or where `OWNCTL_OPENAPI` says.
It is read once a process, and only if there is traffic to check. A request that the account refused may be wrong in
any way; one that it took may not.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from jsonschema.exceptions import relevance
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4
from tests.contract.exemptions import EXEMPTIONS, UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from ownctl.sandbox import Exchange

ROOT = Path(__file__).parents[2]
DESCRIPTION = Path(os.environ.get("OWNCTL_OPENAPI", ROOT.parent / "shared" / "pagerduty" / "openapi-rest.json"))
URI = "urn:pagerduty:rest"
GENERIC_ERROR = "#/components/responses/Conflict/content/application~1json/schema"
V3_ERROR = "#/components/schemas/V3ErrorResponse"
NOT_DESCRIBED = frozenset({"/v2/enqueue"})
"""The Events API has a description of its own."""

checked: Counter[tuple[str, str, int]] = Counter()
"""How many exchanges of each method, path template and status were checked in this process."""


@dataclass(frozen=True)
class Operation:
    method: str
    template: str
    pointer: str
    """Where it stands in the description, as a JSON pointer."""
    declared: dict[str, Any] = field(compare=False, hash=False)


@dataclass
class Witness:
    """Watches a running account (`running(witness=…)`) and keeps what is wrong with its traffic."""

    problems: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def __call__(self, exchange: Exchange) -> None:
        if exchange.fault is not None or exchange.path in NOT_DESCRIBED or not DESCRIPTION.exists():
            return
        # The same list read again and again needs one look.
        mark = repr(exchange)
        if mark not in self._seen:
            self._seen.add(mark)
            self.problems += check(exchange)


def check(exchange: Exchange) -> list[str]:
    """What is wrong with an exchange, one sentence each."""
    operation = find(exchange.method, exchange.path)
    if operation is None:
        known = exchange.status in (404, 405)
        return [] if known else [f"{exchange.method} {exchange.path}: there is no such operation"]
    checked[operation.method, operation.template, exchange.status] += 1
    found = list(_response_problems(operation, exchange))
    if exchange.status < 400:
        found += _request_problems(operation, exchange)
    return [f"{exchange.method} {exchange.path} ({exchange.status}): {problem}" for problem in found]


def find(method: str, path: str) -> Operation | None:
    """The operation of a path: of several templates that fit, the one with the fewest parameters."""
    fitting = [template for template, pattern in _templates() if pattern.fullmatch(path)]
    for template in sorted(fitting, key=lambda template: template.count("{")):
        declared = _description()["paths"][template].get(method.lower())
        if declared is not None:
            pointer = f"#/paths/{template.replace('~', '~0').replace('/', '~1')}/{method.lower()}"
            return Operation(method, template, pointer, declared)
    return None


def _response_problems(operation: Operation, exchange: Exchange) -> Iterator[str]:
    declared = operation.declared["responses"].get(str(exchange.status))
    if declared is None:
        if exchange.status not in UNDECLARED:
            yield "answers so in no description"
            return
        error = V3_ERROR if operation.template.startswith("/v3/") and exchange.status == 400 else GENERIC_ERROR
        yield from _schema_problems(operation, error, exchange.response)
        return
    pointer = declared.get("$ref") or f"{operation.pointer}/responses/{exchange.status}"
    content = _at(pointer).get("content", {})
    if not content:
        if exchange.response is not None:
            yield "has a body, and should have none"
        return
    yield from _schema_problems(operation, f"{pointer}/content/application~1json/schema", exchange.response)


def _request_problems(operation: Operation, exchange: Exchange) -> Iterator[str]:
    parameters = [_resolved(parameter) for parameter in _parameters(operation)]
    known = {parameter["name"]: parameter for parameter in parameters if parameter["in"] == "query"}
    pairs = parse_qsl(exchange.query, keep_blank_values=True)
    for name, value in pairs:
        if name not in known:
            yield f"there is no query parameter {name}"
        elif problem := _value_problem(known[name].get("schema", {}), value):
            yield f"query parameter {name}: {problem}"
    missing = {name for name, parameter in known.items() if parameter.get("required")} - dict(pairs).keys()
    yield from (f"query parameter {name} is required" for name in sorted(missing))
    senders = [one for one in parameters if one["in"] == "header" and one["name"] == "From" and one.get("required")]
    if senders and not exchange.sender:
        yield "header From is required"
    body = operation.declared.get("requestBody")
    if body is None:
        if exchange.body is not None:
            yield "sends a body where none is described"
    elif exchange.body is not None or body.get("required"):
        pointer = body.get("$ref") or f"{operation.pointer}/requestBody"
        yield from _schema_problems(operation, f"{pointer}/content/application~1json/schema", exchange.body)


def _value_problem(schema: dict[str, Any], value: str) -> str | None:
    """A value of the query, which is text, held to its schema; of an array each value stands for itself."""
    schema = _resolved(schema)
    if schema.get("type") == "array":
        return _value_problem(schema.get("items", {}), value)
    parsed: Any = value
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", value):
        parsed = int(value)
    elif schema.get("type") == "boolean" and value in ("true", "false"):
        parsed = value == "true"
    error = next(OAS30Validator(schema, format_checker=oas30_format_checker).iter_errors(parsed), None)
    return error.message if error else None


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    shared = _description()["paths"][operation.template].get("parameters", [])
    return [*shared, *operation.declared.get("parameters", [])]


def _schema_problems(operation: Operation, pointer: str, body: Any) -> Iterator[str]:
    for error in _validator(pointer).iter_errors(body):
        for leaf in _leaves(error):
            place = ".".join(map(str, leaf.absolute_path))
            if not _exempt(operation.template, place, leaf.message):
                yield f"{place or 'body'}: {leaf.message[:300]}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of alternatives that all fail, the one that came nearest says what is wrong."""
    if not error.context:
        yield error
        return
    nearest = max(error.context, key=relevance)
    yield from _leaves(nearest)


def _exempt(template: str, place: str, message: str) -> bool:
    return any(
        template.startswith(one.template) and fnmatchcase(place, one.place) and message.startswith(one.saying)
        for one in EXEMPTIONS
    )


@cache
def _description() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return loaded


@cache
def _templates() -> list[tuple[str, re.Pattern[str]]]:
    return [(path, re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))) for path in _description()["paths"]]


@cache
def _registry() -> Registry[Any]:
    registry: Registry[Any] = Registry().with_resource(URI, DRAFT4.create_resource(_description()))
    return registry


@lru_cache(maxsize=1024)
def _validator(pointer: str) -> OAS30Validator:
    return OAS30Validator({"$ref": f"{URI}{pointer}"}, registry=_registry(), format_checker=oas30_format_checker)


def _at(pointer: str) -> Any:
    found: Any = _description()
    for part in pointer.removeprefix("#/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        found = found[int(key)] if isinstance(found, list) else found[key]
    return found


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = _at(schema["$ref"])
    return schema
