"""What a run leaves out, so that it starts fast: a short one, as `validate` is, spends most of its time on imports."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Any

GARBAGE = 1_000_000
"""So many more objects than are gone begin a search for garbage; Python begins at 700."""
PLUGINS = "pydantic.plugin._loader"


def start_fast() -> None:
    """Leave out what takes a tenth of a short run and gives it nothing. To be called before pydantic is imported."""
    # To look for plug-ins, pydantic reads the metadata of every package that is installed; ours needs none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.modules.setdefault(PLUGINS, _NoPlugins(PLUGINS))
    # What imports and files make stays until the end: look for garbage where there is a lot of it, as in a server.
    gc.set_threshold(GARBAGE)


class _NoPlugins(ModuleType):
    """Stands in for the module that would look for plug-ins, and that for this imports a mail parser and archives.

    The name is pydantic's own affair. Should it change, only time is lost; should it hold more one day, the real module
    is asked for that.
    """

    def get_plugins(self) -> tuple[()]:
        """There are none."""
        return ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)
