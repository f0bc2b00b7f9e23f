"""Full-text search by character bigrams in PostgreSQL's `tsvector`, in either Chinese script.

PostgreSQL's own parser treats a Chinese clause as one word, and needs extensions to do better.
This package makes the lexemes itself: each Chinese character and each pair of neighbouring
characters, each Latin word and each number, with their positions. A longer Chinese run is then a
phrase of pairs.
"""

from events.fulltext.database import LexemeQuery, as_query, as_vector, rank, search_index
from events.fulltext.matching import highlight, matches
from events.fulltext.query import query_text
from events.fulltext.vector import vector_text
from sources.languages.folding import fold

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
