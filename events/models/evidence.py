"""Evidence: the passages of articles behind events and claims."""

from __future__ import annotations

from typing import Self, cast

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.claim import Claim
from events.models.event import Event
from events.models.support import last_evidence_stays
from events.models.users import AnyUser
from sources.models import Snapshot, Source
from sources.models.history import tracked
from sources.models.merging import refers_to_records_in_use


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Queries on evidence."""

    def with_sources(self) -> Self:
        """Load the articles, and what decides on quotations of them, without the texts."""
        rows = self.select_related("snapshot__source__outlet", "snapshot__source__publisher")
        return rows.select_related(
            "snapshot__source__repost_of__outlet", "snapshot__source__repost_of__publisher"
        ).defer("snapshot__content", "snapshot__text")

    def with_opened_text(self, user: AnyUser) -> Self:
        """Annotate `opens_digest`: whether the page of the article shows this user our digest."""
        snapshots = Snapshot.objects.current().filter(source=models.OuterRef("snapshot__source"))
        opens_digest = models.Q(models.Exists(snapshots.digests()))
        if user.has_perm("sources.view_original"):
            opens_digest &= ~models.Q(models.Exists(snapshots.originals()))
        else:
            source = "snapshot__source"
            opens_digest &= models.Q(
                **{f"{source}__taken_down_at": None, f"{source}__repost_of__taken_down_at": None}
            )
        return self.annotate(opens_digest=opens_digest)

    def with_owners(self) -> Self:
        """Load of the events and claims only the fields that a link to them shows."""
        owner_fields = {
            "event": ("slug", "kind", "title_en", "title_zh", "state"),
            "claim": ("kind", "statement_en", "statement_zh", "state"),
        }
        fields = [field.name for field in Evidence._meta.concrete_fields]
        fields += [f"{owner}__{name}" for owner, names in owner_fields.items() for name in names]
        return self.select_related(*owner_fields).only(*fields)

    def for_source(self, source: Source) -> Self:
        """Keep evidence from any snapshot of this article."""
        return self.filter(snapshot__source=source)

    def visible_to(self, user: AnyUser) -> Self:
        """Keep all evidence for editors, and evidence from accepted articles for readers."""
        return self if user.has_perm("events.change_evidence") else self.for_readers()

    def for_readers(self) -> Self:
        """Keep evidence from accepted articles."""
        return self.filter(snapshot__source__state=Source.State.ACCEPTED)

    def about_events(self, events: models.QuerySet[Event]) -> Self:
        """Keep evidence of these events and of the published claims about them."""
        claims = Claim.objects.published().about_events(events).values("pk")
        return self.filter(
            models.Q(event__in=events.order_by().values("pk")) | models.Q(claim__in=claims)
        )

    def of_published(self) -> Self:
        """Keep evidence whose event or claim is published."""
        return self.filter(models.Q(event__state="published") | models.Q(claim__state="published"))

    def supporting(self) -> Self:
        """Keep what supports a published row: found in its text, and from an accepted article.

        The triggers of `events.models.support` require the same.
        """
        return (
            self.for_readers()
            .filter(stance=Evidence.Stance.SUPPORTS)
            .exclude(anchor=Evidence.Anchor.ORPHAN)
        )

    def in_doubt(self) -> Self:
        """Keep evidence that an editor must check: its text changed, is ambiguous or is gone."""
        return self.filter(anchor__in=Evidence.Anchor.in_doubt())


@tracked()
class Evidence(models.Model):
    """A span of an article's text that supports, disputes or mentions one event or claim.

    Written by editors when they annotate, and re-anchored when an article's text changes. `start`
    and `end` are offsets in the snapshot's text, in code points. The locator (`block`,
    `block_start`, `block_end`, `span_sha256`) finds the same span in another snapshot of the text.

    `quoted` is the decision that readers see words of the article: those from `quote_start` to
    `quote_end` (code points from the start of the span), or the whole span if these are null. See
    `events.annotation.passages` for what else keeps words from readers, and docs/adr/0025 for why.
    """

    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        DISPUTES = "disputes", pgettext_lazy("stance", "disputes")
        MENTIONS = "mentions", _("mentions")

    class Anchor(models.TextChoices):
        EXACT = "exact", _("exact")
        MOVED = "moved", _("moved")
        CHANGED = "changed", _("changed")
        AMBIGUOUS = "ambiguous", _("ambiguous")
        ORPHAN = "orphan", _("not found")
        PARAGRAPH = "paragraph", pgettext_lazy("anchor", "paragraph")

        @classmethod
        def in_doubt(cls) -> tuple[Evidence.Anchor, ...]:
            """Return the anchor states that an editor must check."""
            return (cls.CHANGED, cls.AMBIGUOUS, cls.ORPHAN)

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("event"),
    )
    claim = models.ForeignKey(
        Claim,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("claim"),
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="evidence", verbose_name=_("snapshot")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quotation = models.TextField(_("quotation"))
    prefix = models.CharField(_("text before"), max_length=32, blank=True)
    suffix = models.CharField(_("text after"), max_length=32, blank=True)
    sha256 = models.CharField(_("SHA-256 of the quotation"), max_length=64)
    stance = models.CharField(
        _("stance"), max_length=10, choices=Stance.choices, default=Stance.SUPPORTS
    )
    anchor = models.CharField(
        _("anchor"), max_length=10, choices=Anchor.choices, default=Anchor.EXACT
    )
    anchor_note = models.CharField(_("note on the anchor"), max_length=500, blank=True)
    block = models.PositiveIntegerField(_("block"))
    block_start = models.PositiveIntegerField(_("start in the block"))
    block_end = models.PositiveIntegerField(_("end in the block"))
    span_sha256 = models.CharField(_("SHA-256 of the original text of the passage"), max_length=64)
    quoted = models.BooleanField(_("quoted"), default=False)
    quote_start = models.PositiveIntegerField(_("start of the quoted words"), null=True, blank=True)
    quote_end = models.PositiveIntegerField(_("end of the quoted words"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "start", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_for_exactly_one",
                condition=models.Q(event=None, claim__isnull=False)
                | models.Q(claim=None, event__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_starts_before_it_ends",
                condition=models.Q(start__lt=models.F("end")),
            ),
            models.CheckConstraint(
                name="evidence_locator_starts_before_it_ends",
                condition=models.Q(block_start__lt=models.F("block_end")),
            ),
            models.CheckConstraint(
                name="evidence_quotes_a_part_of_its_span",
                violation_error_message=_("The quoted words must be a part of the passage."),
                condition=models.Q(quote_start=None, quote_end=None)
                | models.Q(
                    quote_start__isnull=False,
                    quote_end__isnull=False,
                    quote_start__lt=models.F("quote_end"),
                    quote_end__lte=models.F("block_end") - models.F("block_start"),
                ),
            ),
            models.UniqueConstraint(
                name="evidence_once_for_an_event",
                fields=["event", "snapshot", "block", "block_start", "block_end"],
                condition=models.Q(event__isnull=False),
            ),
            models.UniqueConstraint(
                name="evidence_once_for_a_claim",
                fields=["claim", "snapshot", "block", "block_start", "block_end"],
                condition=models.Q(claim__isnull=False),
            ),
        ]
        indexes = [
            # Serves the number of claims with evidence from an article.
            models.Index(
                name="evidence_of_claims",
                fields=["snapshot", "claim"],
                condition=models.Q(claim__isnull=False),
            )
        ]
        triggers = [
            last_evidence_stays("event"),
            last_evidence_stays("claim"),
            refers_to_records_in_use("event", "events_event"),
            refers_to_records_in_use("claim", "events_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.quotation[:60]}"

    @property
    def owner(self) -> Event | Claim:
        """Return the event or claim that the evidence belongs to."""
        # The constraint evidence_for_exactly_one: without an event there is a claim.
        return self.event or cast(Claim, self.claim)

    @property
    def source(self) -> Source:
        """Return the article that is quoted."""
        return self.snapshot.source

    @property
    def quote_span(self) -> tuple[int, int]:
        """Return the start and end of the quoted words in the snapshot's text, in code points.

        Only for evidence of an original: a digest has other words.
        """
        if self.quote_start is None or self.quote_end is None:
            return self.start, self.end
        return self.start + self.quote_start, self.start + self.quote_end

    @property
    def quoted_words(self) -> str:
        """Return the words of the original that the decision shows; "" if there are none."""
        if not self.quoted or self.snapshot.kind != Snapshot.Kind.ORIGINAL:
            return ""
        start, end = self.quote_span
        return self.quotation[start - self.start : end - self.start]

    @property
    def is_supporting(self) -> bool:
        """Return whether the evidence can support a published row; see `supporting`."""
        return (
            self.stance == Evidence.Stance.SUPPORTS
            and self.anchor != Evidence.Anchor.ORPHAN
            and self.source.state == Source.State.ACCEPTED
        )

    @property
    def fragment(self) -> str:
        """Return the HTML id of the highlighted span on the article's page."""
        return f"evidence-{self.pk}"

    def get_absolute_url(self) -> str:
        """Return the path of the article's page, with the fragment of the span."""
        return f"{reverse('source', args=[self.snapshot.source.slug])}#{self.fragment}"
