"""Search by character bigrams in PostgreSQL's `tsvector`, in either Chinese script.

PostgreSQL's own parser keeps a Chinese clause as one word and needs extensions to do better. Here
the lexemes are made by us: each Chinese character and each pair of neighbours, each Latin word and
each number, with their positions, so that a longer run is a phrase of pairs.
"""

from events.fulltext.database import LexemeQuery, as_query, as_vector, rank, search_index
from events.fulltext.folding import fold
from events.fulltext.matching import highlight, matches
from events.fulltext.query import query_text
from events.fulltext.vector import vector_text

__all__ = [
    "LexemeQuery",
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
