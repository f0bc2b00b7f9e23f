"""Admin pages of articles, and the base classes and parts of all admin pages."""

from sources.admin.outlet import OutletAdmin
from sources.admin.run import IngestItemAdmin, IngestRunAdmin
from sources.admin.snapshot import PassageAdmin, SnapshotAdmin
from sources.admin.source import SourceAdmin

__all__ = [
    "IngestItemAdmin",
    "IngestRunAdmin",
    "OutletAdmin",
    "PassageAdmin",
    "SnapshotAdmin",
    "SourceAdmin",
]
