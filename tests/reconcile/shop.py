"""The example tree, as the files of a story."""

from __future__ import annotations

from functools import cache

from ownctl.example import shop


@cache
def shop_files() -> dict[str, str]:
    """Its texts by their names below `ownership/`; what it names beside that, by `../`."""
    root = shop()
    tree = {str(path.relative_to(root / "ownership")): path for path in (root / "ownership").rglob("*.yaml")}
    named = {
        f"../{path.relative_to(root)}": path
        for folder in ("incidents", "metadata")
        for path in (root / "docs" / folder).rglob("*")
        if path.is_file()
    }
    return {name: path.read_text(encoding="utf-8") for name, path in sorted((tree | named).items())}
