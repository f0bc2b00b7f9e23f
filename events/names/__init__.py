"""What a reader may mean by a name: everything small that has one, looked up in memory.

Platforms, tags, claimants, disputes and articles are hundreds where events may be millions. All
their spellings, folded, fit into the memory of each process; `name_index` holds them and knows
when they changed.
"""

from events.names.index import name_index
from events.names.matching import Match, find
from events.names.name import Kind, Name, spelling
from events.names.near import near_names

__all__ = ["Kind", "Match", "Name", "find", "name_index", "near_names", "spelling"]
