"""Records that may be the same as a record: what a person may want to merge it with."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from rapidfuzz import fuzz

from events.editing.lookalikes import NAMED, lookalikes
from events.models import Claim, Event
from sources.languages.folding import fold
from sources.models import Source
from sources.models.merging import Mergeable, in_use

MAX_FOUND, MAX_COMPARED = 20, 500
MIN_SIMILARITY = 0.5
TITLES: dict[type[models.Model], tuple[str, ...]] = {
    Event: ("title_en", "title_zh"),
    Claim: ("statement_en", "statement_zh"),
    Source: ("title", "title_en"),
}


def possible_duplicates(record: Mergeable) -> Sequence[models.Model]:
    """Return records in use that may be the same, the most similar first; at most MAX_FOUND.

    Of platforms, tags, claimants and outlets those with a name or an alias of the record. Of events
    those of one of its platforms whose time overlaps; of claims those of its claimant with the same
    metric, or about one of its platforms on the same day; of articles those with the same title or
    the same day and outlet. Their titles have more than half of their letters in common.
    """
    if type(record) in NAMED:
        return [found.row for found in lookalikes(record)][:MAX_FOUND]
    others = in_use(type(record)._base_manager.exclude(pk=record.pk))
    found = others.filter(_may_be_same(record)).order_by("pk").distinct()[:MAX_COMPARED]
    similarities = {row: _similarity(record, row) for row in found}
    similar = [row for row, similarity in similarities.items() if similarity > MIN_SIMILARITY]
    return sorted(similar, key=lambda row: -similarities[row])[:MAX_FOUND]


def _similarity(one: models.Model, other: models.Model) -> float:
    """Return how similar the titles of two records are in the language in which they are most so.

    From 0 to 1, regardless of the order of their words.
    """
    pairs = [(getattr(one, name), getattr(other, name)) for name in TITLES[type(one)]]
    ratios = [fuzz.token_sort_ratio(*map(fold, pair)) for pair in pairs if all(pair)]
    return max(ratios, default=0) / 100


def _may_be_same(record: Mergeable) -> models.Q:
    if isinstance(record, Event):
        overlaps = models.Q()
        if record.latest:
            overlaps &= models.Q(earliest=None) | models.Q(earliest__lte=record.latest)
        if record.earliest:
            overlaps &= models.Q(latest=None) | models.Q(latest__gte=record.earliest)
        return overlaps & models.Q(platforms__in=record.platforms.all())
    if isinstance(record, Claim):
        same_figure = models.Q(metric=record.metric, claimant=record.claimant_id)
        same_day = models.Q(platforms__in=record.platforms.all(), asserted=record.asserted)
        return (same_figure if record.metric else models.Q(pk=None)) | (
            same_day & models.Q(claimant=record.claimant_id)
        )
    assert isinstance(record, Source)
    same_title = models.Q(title_key=record.title_key) & ~models.Q(title_key="")
    if not record.published:
        return same_title
    return same_title | models.Q(published=record.published, outlet=record.outlet_id)
