"""Made-up pairs of documents that are reposts, near misses, or texts of one source.

Every text is written by a grammar from invented names and figures. The same call returns the same
pairs. A near miss looks like a repost and is none.
"""

from tests.sources.identity.documents import Document, Pair, of_kind
from tests.sources.identity.made_near_misses import near_misses
from tests.sources.identity.made_reposts import repost_pairs
from tests.sources.identity.made_versions import same_sources, stubs

__all__ = ["Document", "Pair", "near_misses", "of_kind", "repost_pairs", "same_sources", "stubs"]
