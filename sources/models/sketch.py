"""Signatures of texts, to find near-copies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sources.models.snapshot import Snapshot


class Sketch(models.Model):
    """The bands of an original's MinHash signature: see `sources.identity.sketches`."""

    snapshot = models.OneToOneField(
        Snapshot, models.CASCADE, primary_key=True, related_name="sketch"
    )
    bands = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [GinIndex(name="sketch_bands", fields=["bands"])]

    def __str__(self) -> str:
        return f"{self.snapshot_id}"
