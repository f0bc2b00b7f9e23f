"""The events and claims that words find, the most telling first, over however many.

PostgreSQL ranks a match by reading all of its text, so that ranking tens of thousands of matches
takes as long as reading them. At most RANK_LIMIT are ranked: every match of most words, and of a
frequent one the important events first. The page says which of the two it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Claim, Event, Publishable
from events.models.publishable import PublishableQuerySet
from events.search.snippets import Part, has_match, marked, snippet
from sources.languages.bilingual import is_chinese

RANK_LIMIT = 1000
Candidate = tuple[int, float]
"""A row's id and how well it matches."""
TIER_THRESHOLDS = {5: 100, 4: 250}
"""With so many matches of this importance and more, no others are looked for."""


@dataclass(frozen=True)
class Hit:
    """One row with its texts as a page of results shows them.

    `other` is its title in the other language, where the words stand there alone.
    """

    row: Event | Claim
    title: tuple[Part, ...]
    summary: tuple[Part, ...] = ()
    other: tuple[Part, ...] = ()
    other_language: str = ""


@dataclass(frozen=True)
class SearchResults:
    """The best of what was found. `count` is exact unless `is_partial`: then it was counted no
    further, and not everything was compared."""

    hits: Sequence[Hit]
    count: int
    is_partial: bool


def search_events(words: str, *, limit: int) -> SearchResults:
    """Published events with these words: of frequent ones the important alone are looked at.

    The narrowest tier tells how frequent they are. To find that out of all events would take
    longer than everything else: an index lists the matches of two frequent words one by one.
    """
    candidates, is_partial = _candidates(words, limit)
    rows, best = Event.objects.published(), _best(candidates, limit)
    hits = [
        _hit(row, "title", words, row.summary.text) for row in _in_order(rows.for_listing(), best)
    ]
    return SearchResults(hits, min(len(candidates), RANK_LIMIT), is_partial)


def _candidates(words: str, limit: int) -> tuple[list[Candidate], bool]:
    """The events to rank, and whether there are others."""
    rows, important = Event.objects.published(), []
    for degree, enough in TIER_THRESHOLDS.items():
        important = rows.important(degree).candidates(words, RANK_LIMIT + 1)
        if len(important) >= enough:
            return important, True
    every = rows.candidates(words, RANK_LIMIT + 1)
    if len(every) <= RANK_LIMIT:
        return every, False
    return (important if len(important) >= limit else every), True


def search_claims(words: str, *, limit: int) -> SearchResults:
    """Published claims with these words."""
    rows = Claim.objects.published()
    every = rows.candidates(words, RANK_LIMIT + 1)
    best = _best(every, limit)
    hits = [_hit(row, "statement", words) for row in _in_order(rows.for_results(), best)]
    return SearchResults(hits, min(len(every), RANK_LIMIT), len(every) > RANK_LIMIT)


def _best(candidates: list[Candidate], limit: int) -> list[int]:
    # Of equals the latest made, so that the order is always the same.
    ordered = sorted(candidates, key=lambda pair: (-pair[1], -pair[0]))
    return [pk for pk, _ in ordered[:limit]]


def _in_order(rows: PublishableQuerySet, wanted: list[int]) -> list[Publishable]:
    by_id = rows.defer("search_vector").in_bulk(wanted) if wanted else {}
    return [by_id[pk] for pk in wanted if pk in by_id]


def _hit(row: Event | Claim, field: str, words: str, summary: str = "") -> Hit:
    title = getattr(row, field)
    shown, around = marked(title.text, words), snippet(summary, words) if summary else ()
    if has_match(shown) or has_match(around):
        return Hit(row, shown, around)
    language = "en" if is_chinese(title.language) else "zh"
    other = marked(getattr(row, f"{field}_{language}"), words)
    return Hit(row, shown, around, *((other, language) if has_match(other) else ()))
