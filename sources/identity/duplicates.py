"""Articles with nearly the title of a document: a doubt for a person, never a match."""

from __future__ import annotations

import datetime

from django.db.models import Q
from rapidfuzz import fuzz, process

from sources.adapters.base import Draft
from sources.dates import PartialDate
from sources.models import Source
from sources.models.source import SourceQuerySet
from sources.models.title_key import title_key

MIN_SIMILARITY = 85  # Per cent of the characters of two titles, by rapidfuzz's `ratio`.
# Shorter keys are compared as a whole: one character of "t1" is half of the title.
MIN_NEAR_TITLE_LENGTH = 6
MAX_DAYS_APART = 31
MAX_TITLES, MAX_NAMED = 20_000, 3


def possible_duplicates(draft: Draft) -> tuple[str, ...]:
    """Return a sentence that names the Sources with the same or nearly the same title.

    Only those published within a month, or at an unknown time, count: a column has the same title
    each week, but its copies appear soon. Of these, the last MAX_TITLES are compared. A title
    without letters is like no other.
    """
    key = title_key(draft.title)
    if not key:
        return ()
    titles = dict(
        _published_near(draft).order_by("-pk").values_list("slug", "title_key")[:MAX_TITLES]
    )
    if len(key) < MIN_NEAR_TITLE_LENGTH:
        slugs = [slug for slug, other in titles.items() if other == key]
    else:
        found = process.extract(
            key, titles, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_NAMED
        )
        slugs = [slug for _title, _score, slug in found]
    if not slugs:
        return ()
    return (f"Possible duplicate of {', '.join(slugs[:MAX_NAMED])}.",)


def _published_near(draft: Draft) -> SourceQuerySet:
    rows = Source.objects.all()
    date = PartialDate.parse(draft.published) if draft.published else None
    if date and date.earliest and date.latest:
        margin = datetime.timedelta(days=MAX_DAYS_APART)
        rows = rows.filter(
            Q(published_latest=None)
            | Q(published_earliest=None)
            | Q(
                published_latest__gte=date.earliest - margin,
                published_earliest__lte=date.latest + margin,
            )
        )
    return rows
