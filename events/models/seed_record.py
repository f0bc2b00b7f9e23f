from django.db import models


class SeedRecord(models.Model):
    """What the loader last wrote of one seed record, so that a later load changes only what the
    seeds changed and never overwrites what an editor wrote since. Written by loadseeds alone."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="seed_record_once", fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
