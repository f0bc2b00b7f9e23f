"""Articles with nearly the title or much of the text of a document: a doubt, never a match."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q
from rapidfuzz import fuzz, process

from sources.adapters.base import Draft
from sources.dates import PartialDate
from sources.models import Source
from sources.models.title_key import title_key

MIN_SIMILARITY = 85  # Per cent of the characters of two titles, by rapidfuzz's `ratio`.
# Shorter keys are compared as a whole: one character of "t1" is half of the title.
MIN_NEAR_TITLE_LENGTH = 6
MAX_DAYS_APART = 31
MAX_TITLES, MAX_NAMED = 20_000, 3


def possible_duplicates(draft: Draft, similar: Sequence[Source] = ()) -> tuple[str, ...]:
    """Return a sentence that names Sources with much of the same text, or nearly the same title.

    `similar` are those with the text. Of titles only those published within a month, or at an
    unknown time, count: a column has the same title each week, but its copies appear soon. Of
    these, the last MAX_TITLES are compared. A title without letters is like no other.
    """
    slugs = [source.slug for source in similar] + _with_near_titles(draft)
    if not slugs:
        return ()
    return (f"Possible duplicate of {', '.join(list(dict.fromkeys(slugs))[:MAX_NAMED])}.",)


def are_similar(key: str, other: str) -> bool:
    """Return whether two title keys are the same, nearly the same, or one contains the other."""
    if not key or key == other:
        return bool(key)
    if min(len(key), len(other)) < MIN_NEAR_TITLE_LENGTH:
        return False
    return key in other or other in key or fuzz.ratio(key, other) >= MIN_SIMILARITY


def overlapping(date: PartialDate | None, margin: datetime.timedelta | None = None) -> Q:
    """Return the condition that a Source was published when `date` may be, or is undated.

    `margin` extends `date` at both ends. A date of None overlaps every one.
    """
    if not (date and date.earliest and date.latest):
        return Q()
    margin = margin or datetime.timedelta()
    return (
        Q(published_latest=None)
        | Q(published_earliest=None)
        | Q(
            published_latest__gte=date.earliest - margin,
            published_earliest__lte=date.latest + margin,
        )
    )


def _with_near_titles(draft: Draft) -> list[str]:
    """Return the slugs of the Sources with nearly the title, published within a month."""
    key = title_key(draft.title)
    if not key:
        return []
    date = PartialDate.parse(draft.published) if draft.published else None
    near = Source.objects.filter(overlapping(date, datetime.timedelta(days=MAX_DAYS_APART)))
    titles = dict(near.order_by("-pk").values_list("slug", "title_key")[:MAX_TITLES])
    if len(key) < MIN_NEAR_TITLE_LENGTH:
        return [slug for slug, other in titles.items() if other == key]
    found = process.extract(
        key, titles, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_NAMED
    )
    return [slug for _title, _score, slug in found]
