from __future__ import annotations

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.platform import Platform


class PlatformLifeQuerySet(models.QuerySet):
    def everywhere(self) -> PlatformLifeQuerySet:
        """Lives as a whole, not in one market."""
        return self.filter(market="")

    def in_markets(self) -> PlatformLifeQuerySet:
        return self.exclude(market="")

    def failures(self) -> PlatformLifeQuerySet:
        """Platforms that ended, never came to be or are judged failed."""
        return self.filter(outcome__in=Event.Outcome.failures())

    def fell_short(self) -> PlatformLifeQuerySet:
        """Platforms that live on, as far as is known, without what was hoped of them."""
        return self.filter(outcome=Event.Outcome.UNDERPERFORMED)

    def with_events(self) -> PlatformLifeQuerySet:
        """With the platform and the events that tell the life, in the same query."""
        names = ("born", "ended", "last")
        return self.select_related("platform__parent", *names).defer(
            *(f"{name}__search_vector" for name in names)
        )

    def years(self) -> tuple[int, int] | None:
        """The first and the last year in which any of these lives began or ended."""
        days = self.aggregate(
            first=models.Min(Least("born__earliest", "ended__earliest", "sort_on")),
            last=models.Max(Greatest("born__latest", "ended__latest", "sort_on")),
        )
        return (days["first"].year, days["last"].year) if days["first"] else None


class PlatformLife(models.Model):
    """From when to when a platform lived, everywhere or in one market, and how it went.

    Kept by triggers of the database from published events whose subject the platform is; nobody
    else writes it. `events.models.lives.life_of` says the same of events in memory.
    """

    platform = models.ForeignKey(
        Platform, models.DO_NOTHING, related_name="lives", verbose_name=_("platform")
    )
    # Empty for the life as a whole.
    market = models.CharField(_("market"), max_length=30, blank=True)
    born = models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+")
    ended = models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+")
    # The end, else the event that states the outcome, else the last of all.
    last = models.ForeignKey(Event, models.DO_NOTHING, related_name="+")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Event.Outcome.choices, blank=True
    )
    sort_on = models.DateField()
    event_count = models.PositiveIntegerField(_("events"))

    objects = PlatformLifeQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_on", "-pk"]
        verbose_name = _("life of a platform")
        verbose_name_plural = _("lives of platforms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="life_once_of_a_platform_in_a_market", fields=["platform", "market"]
            )
        ]
        indexes = [
            # Serves the page of failures.
            models.Index(
                name="life_by_outcome",
                fields=["outcome", "sort_on", "id"],
                condition=models.Q(market=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.market}".strip()
