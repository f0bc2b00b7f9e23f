"""Claimants: the persons and bodies that make claims."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.languages.bilingual import Bilingual
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.fields import word_list
from sources.models.history import tracked
from sources.models.merging import (
    Mergeable,
    merge_constraints,
    merge_index,
    merged_record_is_unused,
)
from sources.models.naming import NameKeyField, names_are_distinct


class ClaimantQuerySet(ApprovableQuerySet["Claimant"]):
    """Queries on claimants."""

    def of_published(self) -> Self:
        """Keep claimants with at least one published claim."""
        from events.models.claim import Claim

        claims = Claim.objects.published().filter(claimant=models.OuterRef("pk"))
        return self.filter(models.Exists(claims))


@tracked(exclude=("name_en_key", "name_zh_key"))
class Claimant(Approvable, Mergeable):
    """A person or body that makes claims: quoted in an article, or its author."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        AUTHOR = "author", _("author")
        OUTLET = "outlet", _("outlet")
        ANONYMOUS = "anonymous", _("unnamed")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en_key = NameKeyField("name_en")
    name_zh_key = NameKeyField("name_zh")
    affiliation_en = models.CharField(_("affiliation in English"), max_length=200, blank=True)
    affiliation_zh = models.CharField(_("affiliation in Chinese"), max_length=200, blank=True)
    aliases = word_list(_("other names"))
    url = models.URLField(_("web address"), max_length=500, blank=True)

    objects = ClaimantQuerySet.as_manager()
    name = Bilingual("name")
    affiliation = Bilingual("affiliation")

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("claimant")
        verbose_name_plural = _("claimants")
        constraints = [
            *merge_constraints("claimant", models.Q(is_approved=True)),
            *names_are_distinct("claimant", "name_en", "name_zh"),
        ]
        indexes = [merge_index("claimant")]
        triggers = [merged_record_is_unused("events_claimant", "events_claim.claimant_id")]

    def __str__(self) -> str:
        return str(self.name)
