"""Search by character bigrams in PostgreSQL's `tsvector`, in either Chinese script.

PostgreSQL's own parser keeps a Chinese clause as one word and needs extensions to do better. Here
the lexemes are made by us: each Chinese character and each pair of neighbours, each Latin word and
each number, with their positions, so that a longer run is a phrase of pairs.
"""

from events.search.database import WordsQuery, as_query, as_vector, rank, search_index
from events.search.folding import fold
from events.search.matching import highlight, matches
from events.search.query import query_text
from events.search.vector import vector_text

__all__ = [
    "WordsQuery",
    "as_query",
    "as_vector",
    "fold",
    "highlight",
    "matches",
    "query_text",
    "rank",
    "search_index",
    "vector_text",
]
