"""Tags of the controlled vocabulary, and how editors type them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from sources.languages.bilingual import Bilingual
from sources.models.fields import word_list
from sources.models.history import tracked

_SEPARATORS = re.compile(r"[,，、;；\n]+")


class TagQuerySet(models.QuerySet):
    def live(self) -> TagQuerySet:
        """Tags that were not merged into another one."""
        return self.filter(merged_into=None)

    def named_like(self, words: str) -> TagQuerySet:
        """Tags with these words in a name, or known under exactly them."""
        return self.filter(
            models.Q(name__icontains=words)
            | models.Q(name_zh__icontains=words)
            | models.Q(aliases__contains=[words])
        )

    def for_rows(self, model: type[models.Model], ids: Iterable[int]) -> TagQuerySet:
        """Tags on any of these rows of one model."""
        return self.filter(
            items__content_type=ContentType.objects.get_for_model(model), items__object_id__in=ids
        ).distinct()


@tracked()
class Tag(TagBase):
    """One term of the controlled vocabulary, in one facet. Curated by curators, used by editors."""

    class Facet(models.TextChoices):
        CAUSE = "cause", _("cause")
        THEME = "theme", _("theme")
        REGION = "region", _("region")
        AUDIENCE = "audience", _("audience")

    facet = models.CharField(_("facet"), max_length=10, choices=Facet.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    description_en = models.TextField(_("when to use it, in English"), blank=True)
    description_zh = models.TextField(_("when to use it, in Chinese"), blank=True)
    aliases = word_list(_("other names"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("wider tag"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects = TagQuerySet.as_manager()
    label = Bilingual("name")
    description = Bilingual("description")

    class Meta:
        ordering = ["facet", "name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.CheckConstraint(
                name="tag_is_not_merged_into_itself",
                violation_error_message=_("A tag cannot be merged into itself."),
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
            ),
            models.CheckConstraint(
                name="tag_is_not_wider_than_itself",
                violation_error_message=_("A tag cannot be its own wider tag."),
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def name_en(self) -> str:
        """taggit's own `name` is the English one."""
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class TaggedQuerySet(models.QuerySet):
    def by_row(self, model: type[models.Model], ids: Iterable[int]) -> dict[int, list[Tag]]:
        """The tags of these rows of one model, by the row's id, each row's by facet and name.

        A prefetch of `tags` does the same in three times the time of the whole page: taggit makes
        a queryset for each row.
        """
        kind = ContentType.objects.get_for_model(model)
        links = self.filter(content_type=kind, object_id__in=list(ids)).select_related("tag")
        found: dict[int, list[Tag]] = {}
        for link in links.order_by("tag__facet", "tag__name"):
            found.setdefault(link.object_id, []).append(link.tag)
        return found


@tracked()
class Tagged(GenericTaggedItemBase):
    """One tag on one event or claim."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="items", verbose_name=_("tag"))
    object_id = models.BigIntegerField(_("object"))

    objects = TaggedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of a row")
        verbose_name_plural = _("tags of rows")
        constraints = [
            # Also serves "the tags of this row".
            models.UniqueConstraint(
                name="tag_once_on_a_row", fields=["content_type", "object_id", "tag"]
            )
        ]
        indexes = [
            # Serves "the rows with this tag", which is what the filter asks.
            models.Index(name="tagged_rows", fields=["tag", "content_type", "object_id"])
        ]

    def __str__(self) -> str:
        # taggit's own names the tagged row too, and asks the database for it.
        return str(self.tag)


def tags_from_string(text: str) -> list[str]:
    """Split typed tags at commas, semicolons, 、 and line ends; never at spaces."""
    return sorted({word.strip(' \t"“”') for word in _SEPARATORS.split(text)} - {""})


def string_from_tags(tags: Iterable[Tag]) -> str:
    """The inverse of `tags_from_string`, in alphabetical order."""
    return ", ".join(sorted(tag.name for tag in tags))
