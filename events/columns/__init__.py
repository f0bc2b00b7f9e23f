"""What the timeline counts and draws, as columns of all events in memory: docs/adr/0008."""

from events.columns.keeping import current
from events.columns.links import Links
from events.columns.table import OPEN_END, OPEN_START, Columns

__all__ = ["OPEN_END", "OPEN_START", "Columns", "Links", "current"]
