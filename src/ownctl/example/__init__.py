"""What to start from: the online shop that documentation and demo use, and the tree and pipelines that `init` writes.

This package imports nothing else of ownctl.
"""

from ownctl.example.shop import HOLDS_FROM, HOLDS_UNTIL, copy_shop, shop
from ownctl.example.starter import Me, starter

__all__ = ["HOLDS_FROM", "HOLDS_UNTIL", "Me", "copy_shop", "shop", "starter"]
