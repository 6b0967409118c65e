"""What is made of the files for others to read: one module per target, behind one interface."""

from ownctl.targets.interface import Built, Given, Target

__all__ = ["Built", "Given", "Target"]
