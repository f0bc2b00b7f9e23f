"""The admin's pages for articles, and what every page of the admin is built on."""

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
