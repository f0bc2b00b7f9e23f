"""Articles as bibliographic records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import HashIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sources.dates import PartialDate
from sources.languages.bilingual import Wording, is_chinese
from sources.models.address_key import address_key
from sources.models.fields import EDTFField, word_list
from sources.models.history import tracked
from sources.models.merging import (
    Mergeable,
    merge_constraints,
    merge_index,
    merged_record_is_unused,
    refers_to_records_in_use,
)
from sources.models.outlet import Outlet
from sources.models.reposts import repost_of_an_original
from sources.models.title_key import title_key

MAX_NAMED = 3


class SourceQuerySet(models.QuerySet["Source"]):
    """Queries for articles."""

    def for_readers(self) -> SourceQuerySet:
        """Keep accepted articles, which everyone may see."""
        return self.filter(state=Source.State.ACCEPTED)

    def with_outlets(self) -> SourceQuerySet:
        """Load outlet and publisher in the same query."""
        return self.select_related("outlet", "publisher")

    def with_originals(self) -> SourceQuerySet:
        """Load the articles that these repost, and the outlets of both, in the same query."""
        return self.with_outlets().select_related("repost_of__outlet", "repost_of__publisher")

    def served_by(self, outlets: Iterable[Outlet]) -> SourceQuerySet:
        """Keep articles that any of these outlets wrote, or of which it served the copy."""
        return self.filter(models.Q(outlet__in=outlets) | models.Q(publisher__in=outlets))

    def titled_like(self, text: str) -> SourceQuerySet:
        """Keep articles whose original or English title contains this text."""
        return self.filter(models.Q(title__icontains=text) | models.Q(title_en__icontains=text))

    def with_list_place(self) -> SourceQuerySet:
        """Annotate `listed_on`, the sort key of lists by date; undated articles get `date.min`."""
        first = models.Value(datetime.date.min, models.DateField())
        return self.annotate(listed_on=Coalesce("published_latest", first))


@tracked(exclude=("address_key", "values_read"))
class Source(Mergeable):
    """One article as a bibliographic record, independent of the copies of its text.

    Ingest and the seeds loader create the rows; editors correct them.
    """

    class State(models.TextChoices):
        """Review state; only accepted articles are public."""

        NEW = "new", _("new")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    class Language(models.TextChoices):
        """BCP 47 language tags of articles."""

        CHINESE_SIMPLIFIED = "zh-Hans", _("Chinese (Simplified)")
        CHINESE_TRADITIONAL = "zh-Hant", _("Chinese (Traditional)")
        ENGLISH = "en", _("English")
        UNDETERMINED = "und", _("undetermined")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title as published"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    title_key = models.CharField(max_length=500, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    authors = word_list(_("authors"))
    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("outlet"),
        help_text=_("The outlet that wrote the article."),
    )
    publisher = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="served_sources",
        verbose_name=_("publisher"),
        help_text=_("The outlet that published this copy."),
    )
    url = models.URLField(_("web address"), max_length=1000, blank=True)
    address_key = models.TextField(editable=False, default="", blank=True)
    published = EDTFField(pgettext_lazy("date", "published"), blank=True)
    published_earliest = models.DateField(
        _("published, earliest"), null=True, blank=True, editable=False
    )
    published_latest = models.DateField(
        _("published, latest"), null=True, blank=True, editable=False
    )
    repost_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reposts",
        verbose_name=_("repost of"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    # Known before the original is ingested: the front matter of seeds/articles contains it.
    original_sha256 = models.CharField(
        _("SHA-256 of the original text"), max_length=64, blank=True, db_index=True
    )
    # The value of each field as an adapter read it last. A field with another value was edited by a
    # person: see `sources.identity.records`.
    values_read = models.JSONField(default=dict, editable=False, blank=True)
    # Readers see no words of an article that was taken down, and no summary of it.
    taken_down_at = models.DateTimeField(_("taken down at"), null=True, blank=True, editable=False)
    takedown_reason = models.TextField(_("reason of the takedown"), blank=True, editable=False)
    doubts = word_list(_("doubts"), help_text=_("Points for an editor to check."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_latest", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [
            # For lookups by address; an address may be too long for a B-tree.
            HashIndex(
                name="source_address", fields=["address_key"], condition=~models.Q(address_key="")
            ),
            merge_index("source"),
        ]
        permissions = [("view_original", _("Can read the full text of originals"))]
        constraints = [
            models.CheckConstraint(
                name="source_is_no_repost_of_itself",
                violation_error_message=_("An article cannot be a repost of itself."),
                condition=models.Q(repost_of=None) | ~models.Q(repost_of=models.F("pk")),
            ),
            models.CheckConstraint(
                name="source_published_bounds_in_order",
                condition=models.Q(published_earliest=None)
                | models.Q(published_latest=None)
                | models.Q(published_earliest__lte=models.F("published_latest")),
            ),
            *merge_constraints("source", models.Q(state="accepted")),
        ]
        triggers = [
            repost_of_an_original(),
            merged_record_is_unused(
                "sources_source", "sources_snapshot.source_id", "sources_source.repost_of_id"
            ),
            refers_to_records_in_use("outlet", "sources_outlet"),
            refers_to_records_in_use("publisher", "sources_outlet"),
            refers_to_records_in_use("repost_of", "sources_source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def original(self) -> Source:
        """The article of which this is a repost, or the article itself."""
        return self.repost_of or self

    def require_repostable(self) -> None:
        """Raise ValidationError if this article is a repost now, and readers see reposts of it.

        They would become reposts of another article, which nobody was shown.
        """
        if self.pk and self.repost_of_id:
            reposts = Source.objects.for_readers().filter(repost_of=self.pk)
            if titles := list(reposts.values_list("title", flat=True)[:MAX_NAMED]):
                message = _("Readers see reposts of this article: %(titles)s. Change them first.")
                params = {"titles": ", ".join(titles)}
                raise ValidationError(message, params=params, code="has_reposts")

    def clean(self) -> None:
        """Raise ValidationError for a circle of reposts, or reposts that would follow unseen."""
        if self.pk and self.repost_of and self.repost_of.original == self:
            raise ValidationError(
                {
                    "repost_of": ValidationError(
                        _("“%(title)s” is a repost of this article. Clear that first."),
                        params={"title": self.repost_of.title},
                    )
                }
            )
        try:
            self.require_repostable()
        except ValidationError as error:
            raise ValidationError({"repost_of": error}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row together with the fields derived from its title, address and date.

        A repost of a repost becomes a repost of the original, and reposts of an article that
        becomes a repost itself follow it.
        """
        if self.repost_of:
            self.repost_of = self.repost_of.original
            if self.pk and self.repost_of != self:
                Source.objects.filter(repost_of=self.pk).update(repost_of=self.repost_of)
        self.title_key = title_key(self.title)
        self.address_key = address_key(self.url)
        date = self.published_date
        self.published_earliest = date.earliest if date else None
        self.published_latest = date.latest if date else None
        if (update_fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {
                *update_fields,
                "title_key",
                "address_key",
                "published_earliest",
                "published_latest",
            }
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the article's page."""
        return reverse("source", args=[self.slug])

    @property
    def published_date(self) -> PartialDate | None:
        """The date of publication as a value object; None where it is unknown."""
        return PartialDate.parse(self.published) if self.published else None

    @property
    def public_original(self) -> Source | None:
        """The article that this one reposts, if readers may see it."""
        original = self.repost_of
        return original if original and original.state == self.State.ACCEPTED else None

    @property
    def is_taken_down(self) -> bool:
        """Whether the article was taken down, or the one of which this is a repost."""
        return any(row.taken_down_at is not None for row in (self, self.original))

    @property
    def may_be_quoted(self) -> bool:
        """Whether readers may see words of the article at all."""
        outlets = [
            outlet for row in (self, self.original) for outlet in (row.outlet, row.publisher)
        ]
        return not self.is_taken_down and all(
            outlet is None or outlet.allows_quotations for outlet in outlets
        )

    @property
    def display_title(self) -> Wording:
        """The title for the active language.

        Chinese readers get the title as published; others get the English title where there is one.
        """
        from django.utils.translation import get_language

        if is_chinese(get_language()) or not self.title_en:
            title_language = "zh" if is_chinese(self.language) else self.language
            return Wording(
                self.title,
                title_language,
                title_language == "zh" and not is_chinese(get_language()),
            )
        return Wording(self.title_en, "en", False)
