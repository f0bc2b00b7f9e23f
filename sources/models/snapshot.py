"""Immutable texts of articles."""

from __future__ import annotations

import hashlib

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.models.history import tracked
from sources.models.merging import refers_to_records_in_use
from sources.models.source import Source


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """Queries for snapshots."""

    def current(self) -> SnapshotQuerySet:
        """Keep current snapshots: at most one per source and kind."""
        return self.filter(is_current=True)

    def digests(self) -> SnapshotQuerySet:
        """Keep digests: the project's own restatements."""
        return self.filter(kind=Snapshot.Kind.DIGEST)

    def originals(self) -> SnapshotQuerySet:
        """Keep originals: the text of the article itself."""
        return self.filter(kind=Snapshot.Kind.ORIGINAL)


_SnapshotManager = models.Manager.from_queryset(SnapshotQuerySet)


class SnapshotManager(_SnapshotManager["Snapshot"]):
    """The default manager; it does not load the original bytes."""

    def get_queryset(self) -> models.QuerySet[Snapshot]:
        """Return snapshots with `content` deferred."""
        # The bytes are an archive copy and can be megabytes: load them only on access.
        return super().get_queryset().defer("content")


@tracked(exclude=("content", "text", "gaps", "values_read"))
class Snapshot(models.Model):
    """One immutable text of a source, with the bytes it was read from.

    Only ingest and the seeds loader write snapshots, and nothing edits them: a new reading is a new
    snapshot. When a newer adapter reads the same text, the snapshot is marked as read by it. A
    digest is the project's own restatement of an article; an original is the article's text itself.
    """

    class Kind(models.TextChoices):
        """Whose text it is: the publisher's or the project's."""

        ORIGINAL = "original", _("original")
        DIGEST = "digest", _("digest")

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="snapshots", verbose_name=_("source")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField(_("number"))
    is_current = models.BooleanField(_("current"), default=True)
    content = models.BinaryField(_("original bytes"))
    sha256 = models.CharField(_("SHA-256 of the bytes"), max_length=64, db_index=True)
    text = models.TextField(_("clean text"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, db_index=True)
    adapter = models.CharField(_("adapter"), max_length=40)
    adapter_version = models.PositiveIntegerField(_("adapter version"))
    encoding = models.CharField(_("encoding"), max_length=40)
    # [[start, length, reason], …] in code points of the text; length 0 is a point.
    gaps = models.JSONField(_("gaps"), default=list, blank=True)
    # What the adapter read beside the text: title, address, … (`sources.intake.snapshots`).
    values_read = models.JSONField(default=dict, editable=False, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SnapshotManager()

    class Meta:
        ordering = ["source", "kind", "number"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                name="snapshot_number_once_in_a_source", fields=["source", "kind", "number"]
            ),
            models.UniqueConstraint(
                name="snapshot_one_current_of_a_kind",
                fields=["source", "kind"],
                condition=models.Q(is_current=True),
            ),
        ]
        triggers = [
            # A merge moves the texts of an article to another one, under other numbers.
            pgtrigger.ReadOnly(
                name="snapshot_never_edited", exclude=["is_current", "source", "number"]
            ),
            refers_to_records_in_use("source", "sources_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.get_kind_display()} {self.number}"

    @staticmethod
    def digest_of(text: str) -> str:
        """Return the hex SHA-256 of a text's UTF-8 bytes, as used in front matter and locators."""
        return hashlib.sha256(text.encode()).hexdigest()
