"""Lookup of names in memory: platforms, tags, claimants, disputes and articles.

These tables have hundreds of rows, where events may have millions. All their folded spellings fit
into the memory of each process. `name_index` caches them and detects changes.
"""

from events.names.index import name_index
from events.names.matching import Match, find
from events.names.name import Kind, Name, spelling
from events.names.near import near_names

__all__ = ["Kind", "Match", "Name", "find", "name_index", "near_names", "spelling"]
