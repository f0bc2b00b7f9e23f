"""Runs of the `ingest` command and the result of each input."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import HashIndex
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sources.models.snapshot import Snapshot
from sources.models.source import Source


class IngestRun(models.Model):
    """One run of the `ingest` command: its inputs and times. Only the command writes it."""

    inputs = models.JSONField(_("inputs"), default=list)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ingest run")
        verbose_name_plural = _("ingest runs")

    def __str__(self) -> str:
        return f"{self.pk} · {self.started_at:%Y-%m-%d %H:%M}"


class IngestItemQuerySet(models.QuerySet["IngestItem"]):
    """Queries for ingest items."""

    def unfinished(self) -> Self:
        """Keep pending items: of a run in progress, or left by a killed one."""
        return self.filter(status=IngestItem.Status.PENDING)

    def failed(self) -> Self:
        """Keep items that could not be ingested, parked ones included."""
        return self.filter(status__in=IngestItem.FAILURES)

    def parked(self) -> Self:
        """Keep items that are not read again until someone asks for it."""
        return self.filter(status=IngestItem.Status.PARKED, attempts__gt=0)

    def of_same_input(self, item: IngestItem) -> Self:
        """Keep the other items with the input of an item, the last one first."""
        return self.filter(input=item.input).exclude(pk=item.pk).order_by("-pk")

    def retry(self) -> int:
        """Let the next run of `ingest` read the parked items again; return their number.

        They become the pending items of a run that has no process, which the next run takes over.
        """
        with transaction.atomic():
            items = list(self.parked().select_for_update())
            names = list(dict.fromkeys(item.input for item in items))
            if names:
                run = IngestRun.objects.create(inputs=names)
                IngestItem.objects.bulk_create(IngestItem(run=run, input=name) for name in names)
                # Any of them would park the input again.
                IngestItem.objects.parked().filter(input__in=names).update(attempts=0)
        return len(names)


class IngestItem(models.Model):
    """One input of a run and its result; a failed or parked item holds the reason.

    `attempts` is the number of times that reading the document was begun without a result. It is
    saved before reading begins, so that it counts attempts that end with the process. At
    MAX_ATTEMPTS the item is parked. 0 for a parked item means that it may be read again.
    """

    class Status(models.TextChoices):
        """Results of an input."""

        PENDING = "pending", _("pending")
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("unchanged")
        # Its text is stored, but a person has to decide whether it becomes the current one.
        KEPT = "kept", _("kept aside")
        FAILED = "failed", _("failed")
        PARKED = "parked", _("parked")

    FAILURES = (Status.FAILED, Status.PARKED)
    MAX_ATTEMPTS = 2

    run = models.ForeignKey(IngestRun, models.CASCADE, related_name="items", verbose_name=_("run"))
    input = models.TextField(_("input"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ingest_items",
        verbose_name=_("source"),
    )
    snapshot = models.ForeignKey(
        Snapshot,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="ingest_items",
        verbose_name=_("snapshot"),
    )
    error_code = models.CharField(_("error code"), max_length=20, blank=True)
    error = models.TextField(_("error"), blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = IngestItemQuerySet.as_manager()

    class Meta:
        ordering = ["run", "pk"]
        verbose_name = _("ingest item")
        verbose_name_plural = _("ingest items")
        constraints = [
            models.CheckConstraint(
                name="ingest_failure_says_why",
                condition=~models.Q(status__in=["failed", "parked"]) | ~models.Q(error=""),
            )
        ]
        indexes = [
            # For lookups of the earlier items of a path; a path may be too long for a B-tree.
            HashIndex(name="ingest_item_input", fields=["input"]),
            models.Index(
                name="ingest_item_unfinished",
                fields=["run"],
                condition=models.Q(status="pending"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.input}: {self.get_status_display()}"
