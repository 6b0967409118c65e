"""YAML with positions, models, findings, loading, schemas."""

from ownctl.config.buffers import Buffers
from ownctl.config.declared import Declared, Waivable, Waiver
from ownctl.config.disk import Disk, Files
from ownctl.config.findings import Edit, Finding, Fix, Severity
from ownctl.config.load import Loaded, NoTree, load, without_garbage_collection
from ownctl.config.memory import Memory
from ownctl.config.org import Org
from ownctl.config.people import Member, OptOut, Person
from ownctl.config.rotations import Handoff, Level, Override, Rotation, Target
from ownctl.config.services import Alert, Integration, Service, Signal
from ownctl.config.settings import Approver, OnCallPolicy, OrgFile, Paging, Protection
from ownctl.config.source import Source
from ownctl.config.spots import Spot
from ownctl.config.teams import PastIncident, Stage, Support, Team, TurnTo
from ownctl.config.times import Day, Hours

__all__ = [
    "Alert",
    "Approver",
    "Buffers",
    "Day",
    "Declared",
    "Disk",
    "Edit",
    "Files",
    "Finding",
    "Fix",
    "Handoff",
    "Hours",
    "Integration",
    "Level",
    "Loaded",
    "Member",
    "Memory",
    "NoTree",
    "OnCallPolicy",
    "OptOut",
    "Org",
    "OrgFile",
    "Override",
    "Paging",
    "PastIncident",
    "Person",
    "Protection",
    "Rotation",
    "Service",
    "Severity",
    "Signal",
    "Source",
    "Spot",
    "Stage",
    "Support",
    "Target",
    "Team",
    "TurnTo",
    "Waivable",
    "Waiver",
    "load",
    "without_garbage_collection",
]
