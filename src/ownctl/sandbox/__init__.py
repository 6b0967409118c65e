"""A local account that speaks PagerDuty's REST API, kept in SQLite.

It imports nothing else of ownctl, so that it can be wrong only on its own: an error in the compiler, the calendar or
the provider shows here instead of agreeing with itself. What PagerDuty's description leaves open is read as the
docstrings of these modules say.
"""

from ownctl.sandbox.account import Account
from ownctl.sandbox.app import create_app
from ownctl.sandbox.faults import Fault, Kind
from ownctl.sandbox.refusals import Refusal
from ownctl.sandbox.seeds import read_seed
from ownctl.sandbox.server import Running, running, serve
from ownctl.sandbox.tokens import FULL_ACCESS, READ_ONLY
from ownctl.sandbox.traffic import Exchange

__all__ = [
    "FULL_ACCESS",
    "READ_ONLY",
    "Account",
    "Exchange",
    "Fault",
    "Kind",
    "Refusal",
    "Running",
    "create_app",
    "read_seed",
    "running",
    "serve",
]
