"""Resources in words of no provider, and how an org compiles to them."""
