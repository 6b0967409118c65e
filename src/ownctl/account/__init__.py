"""Resources in words of no provider, and how an org compiles to them."""

from ownctl.account.compile import Compiled, compile_org

__all__ = ["Compiled", "compile_org"]
