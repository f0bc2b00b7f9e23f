"""Signatures of texts, to find near-copies."""

from __future__ import annotations

from django.db import models

from sources.models.snapshot import Snapshot


class Band(models.Model):
    """One band of an original's MinHash signature: see `sources.identity.sketches`."""

    # A row per band, not an array of them per text: PostgreSQL overestimates how many arrays
    # overlap, and then reads the whole table.
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="bands", db_index=False)
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="band_key", fields=["key", "snapshot"])]
        constraints = [
            models.UniqueConstraint(name="band_once_in_a_text", fields=["snapshot", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.key}"
