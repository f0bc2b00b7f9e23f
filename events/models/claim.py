"""Claims: assertions that articles quote or make, with their figures and subjects."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from events.models.claimant import Claimant
from events.models.event import Event
from events.models.platform import Platform
from events.models.publishable import Publishable, PublishableQuerySet
from events.models.support import published_needs_evidence
from events.models.tag import Tagged
from sources.dates import PartialDate
from sources.languages.bilingual import Bilingual
from sources.models.fields import EDTFField
from sources.models.history import tracked
from sources.models.merging import (
    merge_constraints,
    merge_index,
    merged_record_is_unused,
    refers_to_records_in_use,
)


class ClaimQuerySet(PublishableQuerySet["Claim"]):
    """Queries on claims."""

    def for_listing(self) -> Self:
        """Load all that a list of claims shows, in a fixed number of queries."""
        rows = self.with_counts().select_related("claimant").prefetch_related("platforms")
        return rows.defer("search_vector")

    def for_results(self) -> Self:
        """Load what a page of search results shows, in one query: less than `for_listing`."""
        return self.with_disputed().select_related("claimant")

    def about_events(self, events: models.QuerySet[Event]) -> Self:
        """Keep claims about any of these events."""
        links = Claim.events.through.objects.filter(event__in=events.order_by().values("pk"))
        return self.filter(pk__in=links.values("claim"))

    def causes(self) -> Self:
        """Keep claims that state the cause of an outcome."""
        return self.filter(kind=Claim.Kind.CAUSE)

    def beside(self, claim: Claim) -> Self:
        """Keep other claims that state the same metric for any of this claim's platforms."""
        links = Claim.platforms.through.objects.filter(platform__in=claim.platforms.all())
        same_metric = self.filter(metric=claim.metric, pk__in=links.values("claim"))
        return same_metric.exclude(pk=claim.pk).exclude(metric="")

    def with_search_parts(self) -> Self:
        """Load all that `Claim.search_parts` reads."""
        return super().with_search_parts().select_related("claimant")


@tracked(exclude=("search_vector",))
class Claim(Publishable):
    """One assertion by a claimant. It records what is claimed, not that it is true.

    Written by editors from passages of articles; published once evidence supports it.
    """

    class Kind(models.TextChoices):
        STATISTIC = "statistic", _("statistic")
        FORECAST = "forecast", _("forecast")
        OPINION = "opinion", _("opinion")
        CAUSE = "cause", _("cause")
        COMPARISON = "comparison", _("comparison")
        DEFINITION = "definition", _("definition")
        FACT = "fact", _("fact")

    class Rank(models.TextChoices):
        PREFERRED = "preferred", _("preferred")
        NORMAL = "normal", _("normal")
        DEPRECATED = "deprecated", _("deprecated")

    class Metric(models.TextChoices):
        USERS_DAILY = "users_daily", _("daily users")
        USERS_MONTHLY = "users_monthly", _("monthly users")
        USERS_TOTAL = "users_total", pgettext_lazy("metric", "users")
        USERS_POTENTIAL = "users_potential", _("potential users")
        MERCHANTS = "merchants", _("merchants")
        REVENUE = "revenue", _("revenue")
        REVENUE_COMMERCE = "revenue_commerce", _("commerce revenue")
        REVENUE_ADVERTISING = "revenue_advertising", _("advertising revenue")
        REVENUE_CHANGE = "revenue_change", _("change in revenue")
        MARKET_SIZE = "market_size", _("market size")
        MARKET_SHARE = "market_share", _("market share")
        MARKET_VALUE_CHANGE = "market_value_change", _("change in market value")
        SHARE_PRICE_CHANGE = "share_price_change", _("change in share price")
        LOSS = "loss", _("loss")
        PRICE_PAID = "price_paid", _("purchase price")
        FINE = "fine", _("fine")
        SALES_UNITS = "sales_units", _("units sold")
        SALES_MULTIPLE = "sales_multiple", _("sales compared with before")
        CONVERSION_MULTIPLE = "conversion_multiple", _("conversion rate compared with before")
        TRAFFIC_SHARE = "traffic_share", _("traffic share")
        RESPONDENTS_SHARE = "respondents_share", _("share of respondents")
        TIME_PER_DAY = "time_per_day", _("time per day")
        SESSION_LENGTH = "session_length", _("session length")
        COUNTRIES = "countries", _("countries")
        DOWNLOADS = "downloads", _("downloads")
        PAY_OFFER = "pay_offer", _("pay offered")
        WORKING_HOURS = "working_hours", _("working hours")
        LIFESPAN = "lifespan", _("lifespan")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        MERCHANTS = "merchants", _("merchants")
        MONEY = "money", _("money")
        PERCENT = "percent", _("percent")
        MULTIPLE = "multiple", _("times")
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        ITEMS = "items", _("items")
        COUNTRIES = "countries", _("countries")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")

    key = models.SlugField(_("key"), max_length=120, unique=True)
    statement_en = models.TextField(_("statement in English"))
    statement_zh = models.TextField(_("statement in Chinese"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    claimant = models.ForeignKey(
        Claimant, models.PROTECT, related_name="claims", verbose_name=_("claimant")
    )
    platforms = models.ManyToManyField(
        Platform, related_name="claims", blank=True, verbose_name=_("about platforms")
    )
    events = models.ManyToManyField(
        Event, related_name="claims", blank=True, verbose_name=_("about events")
    )
    metric = models.CharField(_("metric"), max_length=20, choices=Metric.choices, blank=True)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4, null=True, blank=True)
    value_to = models.DecimalField(
        _("up to"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("ISO 4217, such as USD.")
    )
    period = EDTFField(_("period"), blank=True)
    asserted = EDTFField(_("date of claim"), blank=True)
    rank = models.CharField(_("rank"), max_length=10, choices=Rank.choices, default=Rank.NORMAL)
    rank_reason = models.CharField(_("reason for the rank"), max_length=500, blank=True)

    tags = TaggableManager(through=Tagged, blank=True, verbose_name=_("tags"))
    objects = ClaimQuerySet.as_manager()
    statement = Bilingual("statement")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        permissions = [("publish_claim", _("Can publish and retract claims"))]
        constraints = [
            models.CheckConstraint(
                name="claim_range_in_order",
                violation_error_message=_("“Up to” must be greater than the value."),
                # A comparison with null is null, which a check lets pass.
                condition=models.Q(value_to=None)
                | models.Q(value__isnull=False, value__lt=models.F("value_to")),
            ),
            models.CheckConstraint(
                name="claim_value_has_a_unit",
                violation_error_message=_("Enter a unit for the value."),
                condition=models.Q(value=None) | ~models.Q(unit=""),
            ),
            models.CheckConstraint(
                name="claim_money_has_a_currency",
                violation_error_message=_("Enter a currency for the amount, such as USD."),
                condition=~models.Q(unit="money") | ~models.Q(currency=""),
            ),
            models.CheckConstraint(
                name="claim_rank_has_a_reason",
                violation_error_message=_("Give a reason for preferring or deprecating the claim."),
                condition=models.Q(rank="normal") | ~models.Q(rank_reason=""),
            ),
            *merge_constraints("claim", models.Q(state="published")),
        ]
        indexes = [
            merge_index("claim"),
            # Serve lists and counts by kind and metric as index-only scans.
            models.Index(
                name="claim_published",
                fields=["id"],
                include=["kind", "metric"],
                condition=models.Q(state="published"),
            ),
            *(
                models.Index(name=name, fields=fields, condition=models.Q(state="published"))
                for name, fields in (
                    ("claim_published_by_kind", ["kind", "id"]),
                    ("claim_published_by_metric", ["metric", "id"]),
                    ("claim_published_by_both", ["kind", "metric", "id"]),
                )
            ),
            GinIndex(name="claim_search", fields=["search_vector"]),
        ]
        triggers = [
            published_needs_evidence("claim"),
            merged_record_is_unused(
                "events_claim",
                "events_claim_platforms.claim_id",
                "events_claim_events.claim_id",
                "events_position_claims.claim_id",
                "events_evidence.claim_id",
            ),
            refers_to_records_in_use("claimant", "events_claimant"),
        ]

    def __str__(self) -> str:
        return str(self.statement)

    def get_absolute_url(self) -> str:
        """Return the path of the claim's page."""
        return reverse("claim", args=[self.pk])

    @property
    def period_date(self) -> PartialDate | None:
        """Return `period` as a PartialDate, None if it is empty."""
        return PartialDate.parse(self.period) if self.period else None

    @property
    def asserted_date(self) -> PartialDate | None:
        """Return `asserted` as a PartialDate, None if it is empty."""
        return PartialDate.parse(self.asserted) if self.asserted else None

    def search_parts(self) -> list[tuple[str, str]]:
        """Return the texts to index for search, each with its weight from A to D."""
        return [
            (self.statement_en, "A"),
            (self.statement_zh, "A"),
            (self.claimant.name_en, "B"),
            (self.claimant.name_zh, "B"),
            *((name, "B") for name in self.claimant.aliases),
            *((name, "C") for name in self.platform_names()),
            *((name, "D") for tag in self.tags.all() for name in (tag.name, tag.name_zh)),
        ]


@tracked()
class ClaimPlatform(Claim.platforms.through):  # type: ignore[name-defined]  # mypy has no name for it
    """A platform that a claim is about. A proxy, so that its history is tracked."""

    class Meta:
        proxy = True
        verbose_name = _("platform of a claim")
        triggers = [
            refers_to_records_in_use("claim", "events_claim"),
            refers_to_records_in_use("platform", "events_platform"),
        ]


@tracked()
class ClaimEvent(Claim.events.through):  # type: ignore[name-defined]  # mypy has no name for it
    """An event that a claim is about. A proxy, so that its history is tracked."""

    class Meta:
        proxy = True
        verbose_name = _("event of a claim")
        triggers = [
            refers_to_records_in_use("claim", "events_claim"),
            refers_to_records_in_use("event", "events_event"),
        ]
