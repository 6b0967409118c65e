"""From a tree with positions to a model: what is wrong is explained and taken out, the smallest part, the rest stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ownctl.config.declared import Declared
from ownctl.config.spots import Mapping, Sequence, descend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ownctl.config.findings import Finding
    from ownctl.config.spots import Node, Path

D = TypeVar("D", bound=Declared)
FROM_A_FILE = {"file": True}
"""pydantic's context: values come as people write them, not as programs make them."""


def typed(model: type[D], node: Mapping, where: str) -> tuple[D | None, list[Finding]]:
    """The model that `node` declares, with findings; None if what it can't do without is missing or wrong.

    `node` loses what is wrong, and remembers so in `broken`. `where` begins the path of the findings.
    """
    findings: list[Finding] = []
    explained = False
    while True:
        try:
            declared = model.model_validate(node, by_alias=True, by_name=False, context=FROM_A_FILE)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            if not explained:  # what is wrong after something was taken out is so because it was taken out
                from ownctl.config.explain import explain

                findings = explain(model, node, errors, where)
                explained = True
            if not _prune(node, errors):
                return None, findings
        else:
            place(declared, node)
            return declared, findings


def place(declared: Declared, node: Mapping) -> None:
    """Tell `declared`, and everything in it, where it stands."""
    declared.place_at(node)
    parts = declared.__dict__
    for name, below in node.items():
        if type(below) is Mapping or type(below) is Sequence:
            part = parts.get(name)
            if part is not None:
                _place_part(part, below)


def _place_part(part: Any, node: Node) -> None:
    if isinstance(part, Declared):
        place(part, node)  # type: ignore[arg-type]  # what became a model was a mapping
    elif type(part) is tuple:
        for item, below in zip(part, node, strict=True):
            if type(below) is Mapping and isinstance(item, Declared):
                place(item, below)
    elif type(part) is dict:
        for key, item in part.items():
            if isinstance(item, Declared):
                place(item, node[key])


def node_path(node: Mapping, location: Iterable[int | str]) -> tuple[Path, bool]:
    """The path in the file of pydantic's location, which also names branches of unions, and whether it is the key."""
    here: Any = node
    path: list[str | int] = []
    for step in location:
        if isinstance(here, Mapping) and (step in here or step in here.broken):
            here = here.get(str(step))
        elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here):
            here = here[step]
        elif step == "[key]":
            return tuple(path), True
        else:
            continue
        path.append(step)
    return tuple(path), False


def _prune(node: Mapping, errors: Iterable[Any]) -> bool:
    """Take out what the errors are about; False if that is the whole."""
    paths = set()
    for error in errors:
        path, _ = node_path(node, error["loc"])
        if not path:
            return False
        paths.add(path)
    for path in sorted(paths, key=_last_first, reverse=True):
        for depth in range(len(path)):
            above = descend(node, path[:depth])
            if above is None:
                break
            above.broken |= {path[depth]}
        else:
            _take_out(above, path[-1])
    return True


def _last_first(path: Path) -> tuple[Any, ...]:
    # of a list, later items go first, so that the places of the others still hold
    return tuple((isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in path)


def _take_out(above: Node, step: str | int) -> None:
    if isinstance(above, Mapping):
        above.pop(str(step), None)
    elif isinstance(step, int) and step < len(above):
        del above[step], above.values_at[step]
