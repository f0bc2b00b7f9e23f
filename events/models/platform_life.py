"""The table of the lives of platforms, which database triggers keep up to date."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.platform import Platform


class PlatformLifeQuerySet(models.QuerySet["PlatformLife"]):
    """Queries on the lives of platforms."""

    def everywhere(self) -> Self:
        """Keep lives across all markets, not those in one market."""
        return self.filter(market="")

    def in_markets(self) -> Self:
        """Keep lives in one market."""
        return self.exclude(market="")

    def alive_on(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep lives that may have lasted on a day from `first` to `last`.

        A life without a beginning did not, one without an end still lasts. An unknown first day of
        the beginning or last day of the end excludes no day.
        """
        return self.exclude(born=None).filter(
            models.Q(born__earliest=None) | models.Q(born__earliest__lte=last),
            models.Q(ended__latest=None) | models.Q(ended__latest__gte=first),
        )

    def failures(self) -> Self:
        """Keep lives whose outcome is a failure: see `Event.Outcome.failures`."""
        return self.filter(outcome__in=Event.Outcome.failures())

    def fell_short(self) -> Self:
        """Keep lives that fell short of expectations and for which no event states a failure."""
        return self.filter(outcome=Event.Outcome.UNDERPERFORMED)

    def with_events(self) -> Self:
        """Load the platform, its parent and the events of the life, in the same query."""
        names = ("born", "ended", "last")
        return self.select_related("platform__parent", *names).defer(
            *(f"{name}__search_vector" for name in names)
        )

    def years(self) -> tuple[int, int] | None:
        """Return the first and last year of these lives, None if there are no lives.

        They are the earliest and the latest possible years of birth, end or `sort_on`.
        """
        days = self.aggregate(
            first=models.Min(Least("born__earliest", "ended__earliest", "sort_on")),
            last=models.Max(Greatest("born__latest", "ended__latest", "sort_on")),
        )
        return (days["first"].year, days["last"].year) if days["first"] else None


class PlatformLife(models.Model):
    """The life cycle of one platform, across all markets or in one market.

    Written only by database triggers, from published events with the platform as a subject.
    `events.models.lifecycle.life_of` derives the same from events in memory.
    """

    platform = models.ForeignKey(
        Platform, models.DO_NOTHING, related_name="lives", verbose_name=_("platform")
    )
    # Empty for the life across all markets.
    market = models.CharField(_("market"), max_length=30, blank=True)
    born = models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+")
    ended = models.ForeignKey(Event, models.DO_NOTHING, null=True, related_name="+")
    # The event that ended it, else the one that states the outcome, else the last one.
    last = models.ForeignKey(Event, models.DO_NOTHING, related_name="+")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Event.Outcome.choices, blank=True
    )
    sort_on = models.DateField()
    event_count = models.PositiveIntegerField(_("events"))

    objects = PlatformLifeQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_on", "-pk"]
        verbose_name = _("platform life cycle")
        verbose_name_plural = _("platform life cycles")
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
