"""Models as people would write them: the way back from a model to YAML, for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from ownctl.config import Declared
from ownctl.config.plain import plain


def as_yaml(model: Declared) -> str:
    """The text of a file that declares `model`, with every field that isn't left at its default."""
    return str(yaml.dump(_written(model), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000))


def _written(value: Any) -> Any:
    if isinstance(value, Declared):
        fields = type(value).model_fields
        return {
            field.alias or name: _written(getattr(value, name))
            for name, field in fields.items()
            if name in value.model_fields_set and getattr(value, name) is not None
        }
    if isinstance(value, dict):
        return {_written(key): _written(below) for key, below in value.items()}
    if isinstance(value, tuple):
        return [_written(below) for below in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds())}s" if value != timedelta(weeks=1) else "1w"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime):
        return Plain(value.isoformat(timespec="seconds"))
    if isinstance(value, date):
        return Plain(value.isoformat())
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, ZoneInfo):
        return value.key
    return f"{value:.0%}" if isinstance(value, float) else value


class Plain(str):
    """Text that is written without quotes."""

    __slots__ = ()


def _plain(dumper: yaml.SafeDumper, value: Plain) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value))


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # PyYAML writes YAML 1.1, where 0e6 and 058 need no quotes to be text
    style = '"' if type(plain(value)) is not str else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


class _Dumper(yaml.SafeDumper):
    """Writes text so that YAML 1.2 reads it as text."""


_Dumper.add_representer(Plain, _plain)
_Dumper.add_representer(str, _text)
