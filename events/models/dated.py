"""Queries on rows with an uncertain date: neighbours in date order, and date ranges."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from events.models.publishable import PublishableQuerySet

if TYPE_CHECKING:
    from events.models.event import Event


class DatedQuerySet(PublishableQuerySet["Event"]):
    """Rows with a first and a last possible day, ordered by `sort_on`, then by id."""

    def before(self, row: Event) -> Self:
        """Keep the rows before `row` in date order, nearest first."""
        is_before = models.Q(sort_on__lt=row.sort_on) | models.Q(pk__lt=row.pk)
        # The bound on `sort_on` lets PostgreSQL start the index scan at that day.
        return self.filter(is_before, sort_on__lte=row.sort_on).order_by("-sort_on", "-pk")

    def after(self, row: Event) -> Self:
        """Keep the rows after `row` in date order, nearest first."""
        is_after = models.Q(sort_on__gt=row.sort_on) | models.Q(pk__gt=row.pk)
        return self.filter(is_after, sort_on__gte=row.sort_on).order_by("sort_on", "pk")

    def possibly_within(self, since: datetime.date | None, until: datetime.date | None) -> Self:
        """Keep rows whose possible days overlap `since` to `until`, both inclusive.

        A null bound of a row is an open end. Such a row is kept, because nothing shows that it
        lies outside. `since` and `until` may be None for no limit.
        """
        rows = self
        if since:
            rows = rows.filter(models.Q(latest=None) | models.Q(latest__gte=since))
        if until:
            rows = rows.filter(models.Q(earliest=None) | models.Q(earliest__lte=until))
        return rows

    def certainly_within(self, since: datetime.date | None, until: datetime.date | None) -> Self:
        """Keep rows whose possible days all lie from `since` to `until`, both inclusive.

        A null bound of a row is an open end. Such a row is dropped, because it may lie outside.
        `since` and `until` may be None for no limit.
        """
        rows = self
        if since:
            rows = rows.filter(earliest__gte=since)
        if until:
            rows = rows.filter(latest__lte=until)
        return rows
