from __future__ import annotations

import datetime

from django.db import models

from events.models.publishable import PublishableQuerySet


class DatedQuerySet(PublishableQuerySet):
    """Rows with a first and a last possible day, in the order of `sort_on`, then of their ids."""

    def before(self, row: models.Model) -> DatedQuerySet:
        """What stands before a row, the nearest first."""
        beyond = models.Q(sort_on__lt=row.sort_on) | models.Q(pk__lt=row.pk)
        # The redundant first bound lets PostgreSQL enter the index at the day.
        return self.filter(beyond, sort_on__lte=row.sort_on).order_by("-sort_on", "-pk")

    def after(self, row: models.Model) -> DatedQuerySet:
        """What stands after a row, the nearest first."""
        beyond = models.Q(sort_on__gt=row.sort_on) | models.Q(pk__gt=row.pk)
        return self.filter(beyond, sort_on__gte=row.sort_on).order_by("sort_on", "pk")

    def possibly_within(
        self, since: datetime.date | None, until: datetime.date | None
    ) -> DatedQuerySet:
        """Events that may have happened in the time from `since` to `until`, both included.

        A null bound is an open end and passes: nothing says the event lies outside.
        """
        rows = self
        if since:
            rows = rows.filter(models.Q(latest=None) | models.Q(latest__gte=since))
        if until:
            rows = rows.filter(models.Q(earliest=None) | models.Q(earliest__lte=until))
        return rows

    def certainly_within(
        self, since: datetime.date | None, until: datetime.date | None
    ) -> DatedQuerySet:
        """Events of which every possible day lies from `since` to `until`, both included.

        A null bound is an open end and fails: the event may lie outside.
        """
        rows = self
        if since:
            rows = rows.filter(earliest__gte=since)
        if until:
            rows = rows.filter(latest__lte=until)
        return rows
