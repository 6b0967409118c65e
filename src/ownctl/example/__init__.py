"""What to start from: the online shop that documentation and demo use, and the tree and pipelines that `init` writes.

This package imports nothing else of ownctl.
"""

from ownctl.example.shop import copy_shop, shop
from ownctl.example.starter import Me, starter

__all__ = ["Me", "copy_shop", "shop", "starter"]
