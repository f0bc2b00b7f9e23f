"""In-memory columnar index of all events, from which the timeline is counted and drawn.

The reasons are in docs/adr/0008.
"""

from events.index.event_index import OPEN_END, OPEN_START, EventIndex
from events.index.postings import Postings
from events.index.store import get_index

__all__ = ["OPEN_END", "OPEN_START", "EventIndex", "Postings", "get_index"]
