"""Models of the app: outlets, articles, their texts and the ingest runs that read them."""

from sources.models.outlet import Outlet
from sources.models.passage import Figure, Passage
from sources.models.run import IngestItem, IngestRun
from sources.models.sketch import Sketch
from sources.models.snapshot import Snapshot
from sources.models.source import Source

__all__ = ["Figure", "IngestItem", "IngestRun", "Outlet", "Passage", "Sketch", "Snapshot", "Source"]
