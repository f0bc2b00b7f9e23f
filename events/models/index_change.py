"""The change log: notes of what was written to the tables that readers see."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Now


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    """Queries for change notes."""

    def expired(self) -> Self:
        """Keep notes that no process reads any more."""
        return self.filter(noted_at__lt=Now() - IndexChange.KEPT_FOR)


class IndexChange(models.Model):
    """A note that data which readers see has changed, for processes that keep it in memory.

    Written only by database triggers, in the transaction that makes the change, so that the note
    is committed exactly if the change is. `transaction` is the id of that transaction (xid8).
    Transactions commit in another order than their ids, so a reader must start at the oldest
    transaction still open at its last read, and never at a row's own id.
    """

    class Kind(models.TextChoices):
        EVENT = "event"
        PLATFORMS = "platforms"
        TAGS = "tags"
        SOURCES = "sources"
        DISPUTES = "disputes"
        EVERYTHING = "everything"
        # Data that pages show and the index does not hold: claims, outlets, texts of articles.
        OTHER = "other"

    # Twice the time after which a reader no longer relies on the notes (change_log.MAX_GAP).
    KEPT_FOR = datetime.timedelta(days=2)

    what = models.CharField(max_length=10, choices=Kind.choices)
    # Not a foreign key: the note remains after its event is deleted.
    event_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField(db_index=True)
    noted_at = models.DateTimeField()

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        db_table = "events_change"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {self.event_id or ''}".strip()
