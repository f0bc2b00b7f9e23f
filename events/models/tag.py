"""Tags of the controlled vocabulary, their use on rows, and their text form in inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from events.models.trees import CIRCLE_RULES, parents_form_no_circle
from sources.languages.bilingual import Bilingual
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.fields import word_list
from sources.models.history import tracked
from sources.models.merging import (
    Mergeable,
    merge_constraints,
    merge_index,
    merged_record_is_unused,
    refers_to_records_in_use,
)
from sources.models.naming import NameKeyField, names_are_distinct

_SEPARATORS = re.compile(r"[,，、;；\n]+")


class TagQuerySet(ApprovableQuerySet["Tag"]):
    """Queries on tags."""

    def locked(self) -> Self:
        """Lock the tags until the end of the transaction, in the order of their ids.

        Tags in use stay in use, and merged tags keep their target.
        """
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)

    def named_like(self, text: str) -> Self:
        """Keep tags with this text in a name, or with exactly this text as an alias."""
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(name_zh__icontains=text)
            | models.Q(aliases__contains=[text])
        )


@tracked(exclude=("name_key", "name_zh_key"))
class Tag(Approvable, Mergeable, TagBase):
    """One term of the controlled vocabulary, in one facet.

    Curators maintain the vocabulary; editors use it.
    """

    class Facet(models.TextChoices):
        CAUSE = "cause", _("cause")
        THEME = "theme", _("theme")
        REGION = "region", _("region")
        AUDIENCE = "audience", _("audience")

    facet = models.CharField(_("facet"), max_length=10, choices=Facet.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=100, blank=True)
    name_key = NameKeyField("name")
    name_zh_key = NameKeyField("name_zh")
    description_en = models.TextField(_("usage note in English"), blank=True)
    description_zh = models.TextField(_("usage note in Chinese"), blank=True)
    aliases = word_list(_("other names"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("broader tag"),
    )

    objects = TagQuerySet.as_manager()  # type: ignore[misc, assignment]  # replaces taggit's
    label = Bilingual("name")
    description = Bilingual("description")

    class Meta:
        ordering = ["facet", "name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            *merge_constraints("tag", models.Q(is_approved=True)),
            *names_are_distinct("tag", "name", "name_zh"),
            models.CheckConstraint(
                name="tag_is_not_wider_than_itself",
                violation_error_message=_("A tag cannot be its own broader tag."),
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
            ),
        ]
        indexes = [merge_index("tag")]
        triggers = [
            parents_form_no_circle("tag"),
            merged_record_is_unused("events_tag", "events_tag.parent_id", "events_tagged.tag_id"),
            refers_to_records_in_use("parent", "events_tag"),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def name_en(self) -> str:
        """Return `name`, which taggit defines and which is in English."""
        return self.name

    @property
    def public_parent(self) -> Tag | None:
        """Return the broader tag if it is approved, else None."""
        return self.parent if self.parent and self.parent.is_approved else None

    def clean(self) -> None:
        """Raise ValidationError if the tag is above its own broader tag."""
        super().clean()
        above, visited = self.parent, set[int]()
        while above is not None and above.pk not in visited:
            if self.pk and above.parent_id == self.pk:
                raise ValidationError({"parent": CIRCLE_RULES["tag_parents_form_no_circle"]})
            visited.add(above.pk)
            above = above.parent

    def get_absolute_url(self) -> str:
        """Return the path of the tag's page."""
        return reverse("tag", args=[self.slug])


class TaggedQuerySet(models.QuerySet["Tagged"]):
    """Queries on the tags of rows."""

    def by_row(self, model: type[models.Model], ids: Iterable[int]) -> dict[int, list[Tag]]:
        """Return the tags of these rows of one model by row id, sorted by facet and name.

        A prefetch of `tags` gives the same result, but takes three times as long as the whole
        page: taggit creates one queryset per row.
        """
        content_type = ContentType.objects.get_for_model(model)
        rows = self.filter(content_type=content_type, object_id__in=list(ids))
        tags: dict[int, list[Tag]] = {}
        for tagged in rows.select_related("tag").order_by("tag__facet", "tag__name"):
            tags.setdefault(tagged.object_id, []).append(tagged.tag)
        return tags


@tracked()
class Tagged(GenericTaggedItemBase):
    """One tag on one event or claim."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="items", verbose_name=_("tag"))
    object_id = models.BigIntegerField(_("object"))

    objects = TaggedQuerySet.as_manager()  # type: ignore[misc, assignment]  # replaces taggit's

    class Meta:
        verbose_name = _("tag assignment")
        verbose_name_plural = _("tag assignments")
        constraints = [
            # Also serves lookups of the tags of a row.
            models.UniqueConstraint(
                name="tag_once_on_a_row", fields=["content_type", "object_id", "tag"]
            )
        ]
        indexes = [
            # Serves lookups of the rows with a tag, which the tag filter makes.
            models.Index(name="tagged_rows", fields=["tag", "content_type", "object_id"])
        ]
        triggers = [refers_to_records_in_use("tag", "events_tag")]

    def __str__(self) -> str:
        # taggit's own text also names the tagged row, which costs a query.
        return str(self.tag)


def tags_from_string(text: str) -> list[str]:
    """Split entered tags at commas, semicolons, 、 and line ends, but not at spaces."""
    return sorted({name.strip(' \t"“”') for name in _SEPARATORS.split(text)} - {""})


def string_from_tags(tags: Iterable[Tag]) -> str:
    """Join the names of the tags in alphabetical order: the inverse of `tags_from_string`."""
    return ", ".join(sorted(tag.name for tag in tags))
