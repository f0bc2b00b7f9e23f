"""Disputes: questions on which claims or events contradict each other."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.claim import Claim
from events.models.event import Event
from events.models.platform import Platform
from sources.languages.bilingual import Bilingual
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.history import tracked
from sources.models.merging import refers_to_records_in_use


class DisputeQuerySet(ApprovableQuerySet["Dispute"]):
    """Queries on disputes."""

    def for_event(self, event: Event) -> Self:
        """Keep disputes in which this event holds a position, each once."""
        return self.filter(positions__events=event).distinct()

    def for_claim(self, claim: Claim) -> Self:
        """Keep disputes in which this claim holds a position, each once."""
        return self.filter(positions__claims=claim).distinct()

    def for_platforms(self, platforms: models.QuerySet[Platform]) -> Self:
        """Keep disputes with a position held by a published claim or event on these platforms."""
        # Start from the few rows that hold positions: a platform has many claims and events.
        position = {"position__dispute": models.OuterRef("pk")}
        claims = Position.claims.through.objects.filter(
            **position, claim__state="published", claim__platforms__in=platforms
        )
        events = Position.events.through.objects.filter(
            **position, event__state="published", event__event_platforms__platform__in=platforms
        )
        return self.filter(models.Exists(claims) | models.Exists(events))

    def with_published_positions(self) -> Self:
        """Prefetch the positions, with the published claims and events that hold them."""
        claims = Claim.objects.published().select_related("claimant").order_by("pk")
        events = Event.objects.published().order_by("sort_on", "pk")
        positions = Position.objects.prefetch_related(
            models.Prefetch("claims", claims)
        ).prefetch_related(models.Prefetch("events", events))
        return self.prefetch_related(models.Prefetch("positions", positions.order_by("order")))


@tracked()
class Dispute(Approvable):
    """A question with contradictory answers: its positions, its state and its resolution.

    The claims and events that hold its positions cannot all be true. Written by editors.
    Disagreement is shown, not averaged.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        RESOLVED = "resolved", _("resolved")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    question_en = models.CharField(_("question in English"), max_length=300)
    question_zh = models.CharField(_("question in Chinese"), max_length=300, blank=True)
    why_en = models.TextField(_("why they cannot all be true, in English"), blank=True)
    why_zh = models.TextField(_("why they cannot all be true, in Chinese"), blank=True)
    settle_en = models.TextField(_("what would resolve it, in English"), blank=True)
    settle_zh = models.TextField(_("what would resolve it, in Chinese"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    resolution_en = models.TextField(_("how it was resolved, in English"), blank=True)
    resolution_zh = models.TextField(_("how it was resolved, in Chinese"), blank=True)

    objects = DisputeQuerySet.as_manager()
    question = Bilingual("question")
    why = Bilingual("why")
    settle = Bilingual("settle")
    resolution = Bilingual("resolution")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.CheckConstraint(
                name="dispute_resolved_says_how",
                violation_error_message=_("Describe how the dispute was resolved."),
                condition=models.Q(state="open") | ~models.Q(resolution_en="", resolution_zh=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.question)

    def get_absolute_url(self) -> str:
        """Return the path of the dispute's page."""
        return reverse("dispute", args=[self.slug])


@tracked()
class Position(models.Model):
    """One answer to a dispute's question, with the claims and events that hold it.

    `basis` marks a position that comes from common knowledge instead of an article.
    """

    class Basis(models.TextChoices):
        SOURCES = "sources", _("from the sources")
        WIDELY_KNOWN = "widely_known", _("widely known")

    dispute = models.ForeignKey(
        Dispute, models.CASCADE, related_name="positions", verbose_name=_("dispute")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    statement_en = models.TextField(_("statement in English"))
    statement_zh = models.TextField(_("statement in Chinese"), blank=True)
    basis = models.CharField(
        _("basis"), max_length=12, choices=Basis.choices, default=Basis.SOURCES
    )
    claims = models.ManyToManyField(
        Claim, related_name="positions", blank=True, verbose_name=_("claims")
    )
    events = models.ManyToManyField(
        Event, related_name="positions", blank=True, verbose_name=_("events")
    )

    statement = Bilingual("statement")

    class Meta:
        ordering = ["dispute", "order"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(name="position_order_once", fields=["dispute", "order"])
        ]

    def __str__(self) -> str:
        return str(self.statement)


@tracked()
class PositionClaim(Position.claims.through):  # type: ignore[name-defined]  # mypy has no name for it
    """A claim that holds a position. A proxy, so that its history is tracked."""

    class Meta:
        proxy = True
        triggers = [refers_to_records_in_use("claim", "events_claim")]
        verbose_name = _("claim of a position")


@tracked()
class PositionEvent(Position.events.through):  # type: ignore[name-defined]  # mypy has no name for it
    """An event that holds a position. A proxy, so that its history is tracked."""

    class Meta:
        proxy = True
        triggers = [refers_to_records_in_use("event", "events_event")]
        verbose_name = _("event of a position")
