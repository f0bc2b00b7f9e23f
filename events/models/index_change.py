from __future__ import annotations

from django.db import models


class IndexChange(models.Model):
    """A note that something readers see has changed, for processes that keep columns of it.

    Written by triggers alone, in the transaction that makes the change, so that it is there
    exactly if the change is. `transaction` is the writer's id (xid8): ids come in the order in
    which transactions began, not committed, so readers go by it and never by the row's own id.
    """

    class Kind(models.TextChoices):
        EVENT = "event"
        PLATFORMS = "platforms"
        TAGS = "tags"
        SOURCES = "sources"
        DISPUTES = "disputes"
        EVERYTHING = "everything"

    what = models.CharField(max_length=10, choices=Kind.choices)
    # Not a foreign key: the note outlives an event that is deleted.
    event_id = models.BigIntegerField(null=True)
    transaction = models.BigIntegerField(db_index=True)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "events_change"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.what} {self.event_id or ''}".strip()
