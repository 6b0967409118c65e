"""From a tree with positions to a model: what is wrong is explained and taken out, and the rest stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from ownctl.config.declared import Declared
from ownctl.config.spots import Mapping, Sequence, descend, node_path

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
                from ownctl.config.explain import explain, misspelt

                findings = explain(model, node, errors, where)
                explained = True
                _mark(node, misspelt(model, errors))
            if not _prune(node, errors):
                return None, findings
        else:
            place(declared, node)
            return declared, findings


def _mark(node: Mapping, meant: Iterable[Path]) -> None:
    """Remember fields that stand there under a wrong name: nothing is to be made of their absence."""
    for location in meant:
        around: Any = descend(node, node_path(node, location[:-1]))
        around.broken |= {location[-1]}


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


def _prune(node: Mapping, errors: Iterable[Any]) -> bool:
    """Take out what the errors are about; False if that is the whole."""
    doomed: dict[tuple[int, str | int], Node] = {}
    for error in errors:
        location = error["loc"]
        path = node_path(node, location[:-1] if error["type"] == "missing" else location)
        if not path:
            return False
        above: Any = node
        for step in path:
            above.broken |= {step}
            doomed_in, above = above, above[step]
        doomed[id(doomed_in), path[-1]] = doomed_in  # by identity: behind an alias it is the same list
    for (_, step), above in sorted(doomed.items(), key=_last_first):
        if isinstance(above, Sequence) and isinstance(step, int):
            del above[step], above.values_at[step]
        else:
            above.pop(step)
    return True


def _last_first(item: tuple[tuple[int, str | int], Node]) -> int:
    # of a list, later items go first, so that the places of the others still hold
    step = item[0][1]
    return -step if isinstance(step, int) else 1
