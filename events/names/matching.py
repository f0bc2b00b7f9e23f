"""Matching of names with a reader's query, best match first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from events.names.name import Name, Spelling, spelling

# Inside a word ("pin" in shopping), shorter keys would match nearly everything.
_MIN_KEY_LENGTH_WITHIN_A_WORD = 3
_MIN_NAME_LENGTH_IN_QUERY = 2


class Fit(IntEnum):
    """How a name matches a query, the best first."""

    EXACT = 0  # the query is the name, in any width, case or script
    PREFIX = 1  # the name begins with the query
    WORD = 2  # a word of the name begins with the query
    WITHIN = 3  # the query occurs inside a word of the name
    EACH = 4  # each word of the query begins a word of the name
    NAMED = 5  # the query contains the whole name


@dataclass(frozen=True)
class Match:
    """A name that matches a query, how well, and by which spelling."""

    name: Name
    fit: Fit
    spelling: Spelling

    @property
    def order(self) -> tuple[int, int, str]:
        """Return the sort key: the fit, then the shorter spelling, then its key."""
        return self.fit, len(self.spelling.key), self.spelling.key


def find(names: Iterable[Name], query: str) -> list[Match]:
    """Return the names that match the query, best first; none if it has no letter or digit."""
    wanted = spelling(query)
    if not wanted.key:
        return []
    word_keys = [key for key in (spelling(word).key for word in query.split()) if key]
    matches = (_match(name, wanted, word_keys) for name in names)
    return sorted(filter(None, matches), key=lambda match: match.order)


def _match(name: Name, wanted: Spelling, word_keys: list[str]) -> Match | None:
    if wanted.key not in name.joined and name.shortest > len(wanted.key) and len(word_keys) < 2:
        return None  # A fast exit for nearly all names: every search reads every name.
    fits = [(fit, item) for item in name.spellings if (fit := _fit(item, wanted)) is not None]
    best = min(fits, key=lambda pair: (pair[0], len(pair[1].key)), default=None)
    if (best is None or best[0] == Fit.NAMED) and (
        spelling_of_each := _spelling_with_each(name, word_keys)
    ):
        best = Fit.EACH, spelling_of_each
    return Match(name, *best) if best else None


def _fit(candidate: Spelling, wanted: Spelling) -> Fit | None:
    if wanted.key in candidate.key:
        if len(wanted.key) == len(candidate.key):
            return Fit.EXACT
        if candidate.key.startswith(wanted.key):
            return Fit.PREFIX
        if candidate.has_word(wanted.key):
            return Fit.WORD
        return Fit.WITHIN if _is_within_a_word(candidate, wanted.key) else None
    if _MIN_NAME_LENGTH_IN_QUERY <= len(candidate.key) < len(wanted.key):
        for start in wanted.starts:
            end = start + len(candidate.key)
            if wanted.key.startswith(candidate.key, start) and wanted.is_edge(end):
                return Fit.NAMED
    return None


def _is_within_a_word(candidate: Spelling, key: str) -> bool:
    """Return whether the key occurs without a word that begins inside it."""
    if len(key) < _MIN_KEY_LENGTH_WITHIN_A_WORD:
        return False
    start = candidate.key.find(key)
    while start >= 0:
        if candidate.starts.isdisjoint(range(start + 1, start + len(key))):
            return True
        start = candidate.key.find(key, start + 1)
    return False


def _spelling_with_each(name: Name, word_keys: list[str]) -> Spelling | None:
    """Return the first spelling in which each of several keys begins a word."""
    if len(word_keys) < 2 or not all(key in name.joined for key in word_keys):
        return None
    for item in name.spellings:
        if all(item.has_word(key) for key in word_keys):
            return item
    return None
