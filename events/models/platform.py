"""Platforms: their tree, their aliases and their successors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from events.fulltext import fold
from events.models.trees import parents_form_no_circle
from sources.languages.bilingual import Bilingual
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.history import tracked
from sources.models.merging import (
    Mergeable,
    merge_constraints,
    merge_index,
    merged_record_is_unused,
    refers_to_records_in_use,
)
from sources.models.naming import NameKeyField, names_are_distinct

# UNION, not UNION ALL, so that a cycle, which `clean` forbids, cannot make the query endless.
BELOW = """
    WITH RECURSIVE below AS (
        SELECT id, is_approved FROM events_platform WHERE slug = ANY (%s)
        UNION
        SELECT part.id, part.is_approved
        FROM events_platform part JOIN below ON part.parent_id = below.id
        WHERE part.is_approved AND below.is_approved
    )
    SELECT id FROM below
"""


class PlatformQuerySet(  # type: ignore[override]  # as_manager: tree_queries adds a parameter
    ApprovableQuerySet["Platform"], TreeQuerySet["Platform"]
):
    """Queries on platforms."""

    def with_descendants(self, slugs: Iterable[str]) -> Self:
        """Keep the platforms with these slugs and all their approved descendants.

        The tree consists of approved platforms: others neither are parts nor have parts.
        """
        below = RawSQL(BELOW, [list(slugs)])  # noqa: S611 - a constant; the slugs are a parameter
        return self.filter(pk__in=below)

    def in_disputes(self) -> Self:
        """Keep platforms of published claims and events that hold a position in a dispute.

        Both the dispute and the platform are approved.
        """
        from events.models.dispute import Position

        approved = {"position__dispute__is_approved": True}
        claims = Position.claims.through.objects.filter(**approved, claim__state="published")
        events = Position.events.through.objects.filter(**approved, event__state="published")
        platforms = claims.values("claim__platforms").union(events.values("event__platforms"))
        return self.approved().filter(pk__in=platforms)

    def named_like(self, text: str) -> Self:
        """Keep platforms with this text in a name or an alias.

        Aliases match in any width, case or Chinese script; names in any case.
        """
        matching_aliases = PlatformAlias.objects.filter(
            platform=models.OuterRef("pk"), key__contains=fold(text)
        )
        return self.filter(
            models.Q(name_en__icontains=text)
            | models.Q(name_zh__icontains=text)
            | models.Exists(matching_aliases)
        )


PlatformManager = models.Manager.from_queryset(PlatformQuerySet)


@tracked(exclude=("name_en_key", "name_zh_key"))
class Platform(Approvable, Mergeable, TreeNode):
    """A company, platform, product, feature, payment system or programme.

    Written by editors. Its lifespan and outcome are derived from its events and not stored here.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        PLATFORM = "platform", _("platform")
        PRODUCT = "product", _("product")
        FEATURE = "feature", _("feature")
        PAYMENT_SYSTEM = "payment_system", _("payment system")
        PROGRAMME = "programme", _("programme")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en_key = NameKeyField("name_en")
    name_zh_key = NameKeyField("name_zh")
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    # As in TreeNode, but PROTECT: a platform with parts cannot be deleted.
    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        symmetrical=False,
        related_name="predecessors",
        verbose_name=_("successors"),
    )

    objects = PlatformManager()  # type: ignore[misc, assignment]  # replaces TreeNode's
    name = Bilingual("name")
    summary = Bilingual("summary")

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        constraints = [
            models.CheckConstraint(
                name="platform_is_no_part_of_itself",
                violation_error_message=_("A platform cannot be part of itself."),
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
            ),
            *merge_constraints("platform", models.Q(is_approved=True)),
            *names_are_distinct("platform", "name_en", "name_zh"),
        ]
        indexes = [merge_index("platform")]
        triggers = [
            parents_form_no_circle("platform"),
            merged_record_is_unused(
                "events_platform",
                "events_platform.parent_id",
                "events_platformalias.platform_id",
                "events_succession.predecessor_id",
                "events_succession.successor_id",
                "events_eventplatform.platform_id",
                "events_claim_platforms.platform_id",
            ),
            refers_to_records_in_use("parent", "events_platform"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def public_parent(self) -> Platform | None:
        """Return the parent if it is approved, else None."""
        return self.parent if self.parent and self.parent.is_approved else None

    def get_absolute_url(self) -> str:
        """Return the path of the platform's page."""
        return reverse("platform", args=[self.slug])


@tracked()
class PlatformAlias(models.Model):
    """One spelling that texts use for a platform: 抖音, Tik Tok, Ins, FB."""

    platform = models.ForeignKey(
        Platform, models.CASCADE, related_name="aliases", verbose_name=_("platform")
    )
    text = models.CharField(_("spelling"), max_length=200)
    key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        ordering = ["platform", "text"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(name="alias_once_on_a_platform", fields=["platform", "text"])
        ]
        triggers = [refers_to_records_in_use("platform", "events_platform")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the search key derived from `text`."""
        self.key = fold(self.text)[:200]  # one character can be folded to several
        super().save(*args, **kwargs)


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Queries on successions."""

    def to_approved(self) -> Self:
        """Keep successions to approved platforms, with the successor loaded."""
        return self.filter(successor__is_approved=True).select_related("successor")

    def from_approved(self) -> Self:
        """Keep successions of approved platforms, with the predecessor loaded."""
        return self.filter(predecessor__is_approved=True).select_related("predecessor")


@tracked()
class Succession(models.Model):
    """One platform that became another: renamed, merged into it, or relaunched as it."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        RELAUNCHED = "relaunched", _("relaunched")

    predecessor = models.ForeignKey(
        Platform, models.CASCADE, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Platform, models.CASCADE, related_name="precessions", verbose_name=_("successor")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                name="succession_once_between_two", fields=["predecessor", "successor"]
            ),
            models.CheckConstraint(
                name="succession_is_between_two",
                violation_error_message=_("A platform cannot succeed itself."),
                condition=~models.Q(predecessor=models.F("successor")),
            ),
        ]
        triggers = [
            refers_to_records_in_use("predecessor", "events_platform"),
            refers_to_records_in_use("successor", "events_platform"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
