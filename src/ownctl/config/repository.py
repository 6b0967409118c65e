"""The repository that an ownership tree lies in, as git and the forges see it."""

from __future__ import annotations

import os
from pathlib import Path


def repository_of(tree: Path) -> Path:
    """The nearest folder, of the tree itself and those around it, that git has its records in; else that around it.

    Forges read CODEOWNERS and reports by paths from there. `Loaded.repository` is another: it is always the folder
    around the tree, since paths in the files are looked up from there, and mean the same without git.
    """
    absolute = Path(os.path.abspath(tree))  # noqa: PTH100  # Path.absolute keeps .., Path.resolve follows links
    return next((each for each in (absolute, *absolute.parents) if (each / ".git").exists()), absolute.parent)
