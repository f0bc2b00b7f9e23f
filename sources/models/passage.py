"""Blocks of text and images of a snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sources.models.snapshot import Snapshot


class Passage(models.Model):
    """One block of a snapshot's text, in reading order.

    Ingest writes it together with its snapshot, and it is immutable too. `start` and `end` are
    offsets in code points into the snapshot's text, and `text` is exactly that slice.
    """

    class Kind(models.TextChoices):
        """Kinds of block, also used by the adapters."""

        HEADING = "heading", _("heading")
        PARAGRAPH = "paragraph", _("paragraph")
        QUOTE = "quote", _("quote")
        LIST_ITEM = "list_item", _("list item")
        CAPTION = "caption", _("caption")
        CREDIT = "credit", _("credit")
        REFERENCE = "reference", _("reference")

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="passages", verbose_name=_("snapshot")
    )
    position = models.PositiveIntegerField(pgettext_lazy("in a list", "position"))  # from 1
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["snapshot", "position"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.UniqueConstraint(
                name="passage_position_once_in_a_snapshot", fields=["snapshot", "position"]
            ),
            models.CheckConstraint(
                name="passage_starts_before_it_ends",
                condition=models.Q(start__lt=models.F("end")),
            ),
        ]

    def __str__(self) -> str:
        return f"[{self.position}] {self.text[:60]}"


class Figure(models.Model):
    """An image of an article: its address, never the image itself. Ingest writes it."""

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="figures", verbose_name=_("snapshot")
    )
    number = models.PositiveIntegerField(_("number"))  # from 1
    after = models.PositiveIntegerField(_("after passage"))  # a position; 0 is before the first
    address = models.TextField(_("address"))
    address_as_served = models.TextField(_("address on the page"))
    alt = models.TextField(_("alternative text"), blank=True)
    caption = models.ForeignKey(
        Passage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("caption"),
    )

    class Meta:
        ordering = ["snapshot", "number"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                name="figure_number_once_in_a_snapshot", fields=["snapshot", "number"]
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.address
