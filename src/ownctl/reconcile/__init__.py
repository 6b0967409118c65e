"""Compare, plan, effects, apply, journal."""
