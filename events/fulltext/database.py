"""Django expressions for full-text search, which never use PostgreSQL's parser."""

from collections.abc import Iterable

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db.models import F, Q, Value
from django.db.models.functions import Cast

from events.fulltext.query import query_text
from events.fulltext.vector import vector_text


class LexemeQuery(SearchQuery):
    """A `tsquery` cast from its text form; combines with `&`, `|` and `~`.

    SearchQuery's raw type would pass each lexeme to the parser of a configuration, which depends
    on the server's locale.
    """

    template = "%(expressions)s::tsquery"


def as_vector(parts: Iterable[tuple[str, str]]) -> Cast:
    """Return the tsvector of (text, weight from A to D) pairs, for a SearchVectorField."""
    return Cast(Value(vector_text(parts)), SearchVectorField())


def as_query(query: str) -> LexemeQuery | None:
    """Return the tsquery of a reader's query, None if it contains no term.

    Filter with `search_vector=as_query(query)`.
    """
    text = query_text(query)
    return None if text is None else LexemeQuery(text)


def search_index(name: str, **condition: str | int) -> GinIndex:
    """Return a partial index of `search_vector` for the rows that meet the condition."""
    return GinIndex(name=name, fields=["search_vector"], condition=Q(**condition))


def rank(query: str, field: str = "search_vector") -> SearchRank | Value:
    """Return the relevance of a row as an expression: 0 or more, higher is better.

    Matches in parts of a higher weight count more, matches in long texts less.
    """
    tsquery = as_query(query)
    if tsquery is None:
        return Value(0.0)
    # 1: divide by 1 + the logarithm of the document's length (PostgreSQL 12.3.3).
    return SearchRank(F(field), tsquery, normalization=1)
