"""What is made of the files for others to read: one module per target, behind one interface."""

from ownctl.targets.interface import GENERATED, Built, Given, Target

__all__ = ["GENERATED", "Built", "Given", "Target"]
