"""Full-text search of events and claims, ranked, with a bounded cost for frequent words.

PostgreSQL ranks a match by reading all of its text, so that ranking tens of thousands of matches
takes as long as reading them. At most RANK_LIMIT matches are ranked: for most queries this is
every match; for frequent words it is the important events only. The page says which case applies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from events.models import Claim, Event
from events.models.publishable import PublishableQuerySet
from events.search.snippets import Part, has_match, marked, snippet
from sources.languages.bilingual import is_chinese

Row = TypeVar("Row", Event, Claim)

RANK_LIMIT = 1000
Candidate = tuple[int, float]
"""The id of a row and its rank: higher is better."""
TIER_THRESHOLDS = {5: 100, 4: 250}
"""Minimum importance: number of matches that is enough to skip less important events."""


@dataclass(frozen=True)
class Hit:
    """One result: a row with its highlighted title and summary.

    `other` is the title in the other language, set if only that title matches the query.
    """

    row: Event | Claim
    title: tuple[Part, ...]
    summary: tuple[Part, ...] = ()
    other: tuple[Part, ...] = ()
    other_language: str = ""


@dataclass(frozen=True)
class SearchResults:
    """The best results and the number of matches.

    `count` is exact unless `is_partial`: then counting stopped early and not every match was
    ranked.
    """

    hits: Sequence[Hit]
    count: int
    is_partial: bool


def search_events(query: str, *, limit: int) -> SearchResults:
    """Return published events that match; for frequent words only the important ones.

    The tier of the most important events shows how frequent the words are. Counting over all
    events would take longer than everything else: a GIN index lists the matches of two frequent
    words one by one.
    """
    candidates, is_partial = _candidates(query, limit)
    rows, best = Event.objects.published(), _best(candidates, limit)
    hits = [
        _hit(row, "title", query, row.summary.text) for row in _in_order(rows.for_listing(), best)
    ]
    return SearchResults(hits, min(len(candidates), RANK_LIMIT), is_partial)


def _candidates(query: str, limit: int) -> tuple[list[Candidate], bool]:
    """Return the events to rank, and whether there may be more."""
    rows, important = Event.objects.published(), []
    for importance, threshold in TIER_THRESHOLDS.items():
        important = rows.important(importance).candidates(query, RANK_LIMIT + 1)
        if len(important) >= threshold:
            return important, True
    matches = rows.candidates(query, RANK_LIMIT + 1)
    if len(matches) <= RANK_LIMIT:
        return matches, False
    return (important if len(important) >= limit else matches), True


def search_claims(query: str, *, limit: int) -> SearchResults:
    """Return published claims that match the query."""
    rows = Claim.objects.published()
    matches = rows.candidates(query, RANK_LIMIT + 1)
    best = _best(matches, limit)
    hits = [_hit(row, "statement", query) for row in _in_order(rows.for_results(), best)]
    return SearchResults(hits, min(len(matches), RANK_LIMIT), len(matches) > RANK_LIMIT)


def _best(candidates: list[Candidate], limit: int) -> list[int]:
    # Equal ranks are ordered by id, newest first, so that the order is deterministic.
    ordered = sorted(candidates, key=lambda pair: (-pair[1], -pair[0]))
    return [pk for pk, _ in ordered[:limit]]


def _in_order(rows: PublishableQuerySet[Row], ids: list[int]) -> list[Row]:
    by_id = rows.defer("search_vector").in_bulk(ids) if ids else {}
    return [by_id[pk] for pk in ids if pk in by_id]


def _hit(row: Event | Claim, field: str, query: str, summary: str = "") -> Hit:
    title = getattr(row, field)
    shown, excerpt = marked(title.text, query), snippet(summary, query) if summary else ()
    if has_match(shown) or has_match(excerpt):
        return Hit(row, shown, excerpt)
    language = "en" if is_chinese(title.language) else "zh"
    other = marked(getattr(row, f"{field}_{language}"), query)
    return Hit(row, shown, excerpt, *((other, language) if has_match(other) else ()))
