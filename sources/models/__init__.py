"""Models of the app: outlets, articles, their texts and the ingest runs that read them."""

from sources.models.band import Band
from sources.models.outlet import Outlet
from sources.models.passage import Figure, Passage
from sources.models.run import IngestItem, IngestRun
from sources.models.snapshot import Snapshot
from sources.models.source import Source

__all__ = ["Band", "Figure", "IngestItem", "IngestRun", "Outlet", "Passage", "Snapshot", "Source"]
