"""The change log that keeps in-memory indexes up to date."""

from __future__ import annotations

from django.db import models


class IndexChange(models.Model):
    """A note that published data has changed, for processes that index it in memory.

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

    what = models.CharField(max_length=10, choices=Kind.choices)
    # Not a foreign key: the note remains after its event is deleted.
    event_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField(db_index=True)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "events_change"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {self.event_id or ''}".strip()
