"""The state of each seed record at its last load."""

from django.db import models


class SeedRecord(models.Model):
    """The hash of one seed record as it was last loaded.

    A later load changes only what the seeds changed, and never overwrites later edits. Written
    only by the loadseeds command.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="seed_record_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
