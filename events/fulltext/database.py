"""The search as Django expressions: made of texts, never of PostgreSQL's parser."""

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
    """A `tsquery` from its text, without a parser; combines with `&`, `|` and `~`.

    SearchQuery's raw type would hand each lexeme to the parser of a configuration, which depends
    on the server's locale.
    """

    template = "%(expressions)s::tsquery"


def as_vector(parts: Iterable[tuple[str, str]]) -> Cast:
    """The tsvector of texts with their weights (A to D), to be saved in a SearchVectorField."""
    return Cast(Value(vector_text(parts)), SearchVectorField())


def as_query(words: str) -> LexemeQuery | None:
    """The condition `search_vector=as_query(words)`; None when there is nothing to look for."""
    text = query_text(words)
    return None if text is None else LexemeQuery(text)


def search_index(name: str, **condition: object) -> GinIndex:
    """An index of `search_vector` for the rows of which the condition holds."""
    return GinIndex(name=name, fields=["search_vector"], condition=Q(**condition))


def rank(words: str, field: str = "search_vector") -> SearchRank | Value:
    """How well a row matches, to order by: 0 and more, heavier parts first, long texts damped."""
    query = as_query(words)
    if query is None:
        return Value(0.0)
    # 1: divided by 1 + the logarithm of the text's length (PostgreSQL 12.3.3).
    return SearchRank(F(field), query, normalization=1)
