"""pydantic's errors, in words of people: what is wrong, why it matters, what to type instead, and at which spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ownctl.config.findings import Finding, Severity
from ownctl.config.outline import place_of
from ownctl.config.spelling import did_you_mean
from ownctl.config.spots import Mapping, Node, descend, dotted, is_direct, key_spot, node_path, value_spot
from ownctl.config.words import WORDS
from ownctl.config.words_of_fields import other

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ownctl.config.declared import Declared
    from ownctl.config.findings import Fix
    from ownctl.config.fixes import Correction
    from ownctl.config.spots import Path, Spot
    from ownctl.config.wording import Words


def explain(model: type[Declared], node: Mapping, errors: Iterable[Any], where: str) -> list[Finding]:
    """A finding for each error that is a mistake of its own. `where` begins their paths, as `teams.payments`."""
    findings: dict[tuple[str, Spot, str], Finding] = {}
    errors = list(errors)
    meant = set(misspelt(model, errors))
    for error in errors:
        if error["type"] == "missing" and error["loc"] in meant:
            continue  # it is there, under a name that another finding corrects
        finding = _explained(model, node, error, where)
        if finding is not None:  # behind an alias, one mistake has many paths
            findings.setdefault((finding.rule, finding.spot, finding.message), finding)
    return list(findings.values())


def misspelt(model: type[Declared], errors: Iterable[Any]) -> Iterator[tuple[str | int, ...]]:
    """The locations of fields that stand there under a name that is almost theirs."""
    for error in errors:
        if error["type"] == "extra_forbidden":
            location = error["loc"]
            meant = did_you_mean(str(location[-1]), place_of(model, location).fields)
            if meant:
                yield (*location[:-1], meant)


def _explained(model: type[Declared], node: Mapping, error: Any, where: str) -> Finding | None:
    location = error["loc"]
    path = node_path(node, location)
    place = place_of(model, location)
    at = descend(node, path)
    if error["type"] == "missing":
        if isinstance(at, Mapping) and location[-1] in at.broken:
            return None  # it is there, and the parser has told what is wrong with it
        path_shown, spot = path, _head(node, path)
    elif isinstance(at, Node) and error["type"] in CAUSED_BY_LOSS and (at.broken or _only_items_are_wrong(at, error)):
        return None
    else:
        path_shown, spot = path, _marked(node, path, error)
    said = _words(error)(place, error, at)
    fix = _safe(said.correction, spot, node, path, error) if said.correction else None
    return Finding(said.rule, Severity.ERROR, said.message, said.help, spot, dotted(path_shown, where), fix)


def _safe(correction: Correction, spot: Spot, node: Mapping, path: Path, error: Any) -> Fix | None:
    """The fix, unless the file says the value in a roundabout way, or has another key of the right name already."""
    fix = correction(spot)
    if not _about_key(error):
        return fix if is_direct(node, *path) else None
    around = descend(node, path[:-1])
    there = around.keys_at if isinstance(around, Mapping) else ()
    return fix if fix and fix.edits[0].text not in there else None


CAUSED_BY_LOSS = {"one_target", "one_helper", "one_approver", "too_short"}


def _only_items_are_wrong(at: Node, error: Any) -> bool:
    # pydantic counts the items that are right, so a list of wrong ones is "too short" as well
    return error["type"] == "too_short" and len(at) > 0


def _words(error: Any) -> Words:
    kind = error["type"]
    if error["input"] is None and kind != "extra_forbidden":
        kind = "no_value"
    elif kind == "string_pattern_mismatch" and error["loc"][-1] == "[key]":
        kind = "key"
    return WORDS.get(kind, other)


def _marked(node: Mapping, path: Path, error: Any) -> Spot:
    """The value, if it is one that fits on a line; else, or if it is the key that is wrong, the key."""
    value = descend(node, path)
    if path and (_about_key(error) or value is None or isinstance(value, Node)):
        return key_spot(node, *path)
    return value_spot(node, *path)


def _about_key(error: Any) -> bool:
    return bool(error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",))


def _head(node: Mapping, path: Path) -> Spot:
    """Where somebody would look for a missing key: the key above it, or the first key beside it."""
    if path and isinstance(path[-1], str):
        return key_spot(node, *path)
    beside = descend(node, path)
    first = next(iter(beside.keys_at), None) if isinstance(beside, Mapping) else None
    return key_spot(node, *path, first) if first is not None else value_spot(node, *path)
