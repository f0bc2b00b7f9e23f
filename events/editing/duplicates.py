"""Records that may be the same as a record: what a person may want to merge it with."""

from __future__ import annotations

from django.db import models

from events.editing.lookalikes import NAMED, lookalikes
from events.models import Claim, Event
from sources.models import Source
from sources.models.merging import Mergeable, in_use

MAX_FOUND = 20


def possible_duplicates(record: Mergeable) -> list[models.Model]:
    """Return records in use that may be the same: at most MAX_FOUND, in two or three queries.

    Of platforms, tags, claimants and outlets those with a name or an alias of the record. Of events
    those of one of its platforms whose time overlaps; of claims those of its claimant with the same
    metric, or about one of its platforms on the same day; of articles those with the same title or
    the same day and outlet.
    """
    if type(record) in NAMED:
        return [found.row for found in lookalikes(record)][:MAX_FOUND]
    others = in_use(type(record)._base_manager.exclude(pk=record.pk))
    return list(others.filter(_similar(record)).order_by("pk").distinct()[:MAX_FOUND])


def _similar(record: Mergeable) -> models.Q:
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
