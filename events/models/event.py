"""Events: what happened to platforms, and when."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from events.fulltext import search_index
from events.models.dated import DatedQuerySet
from events.models.event_platform import EventPlatform
from events.models.lifecycle_triggers import lives_follow_events
from events.models.markets import validate_markets
from events.models.platform import Platform
from events.models.publishable import Publishable
from events.models.support import published_needs_evidence
from events.models.tag import Tagged
from sources.dates import PartialDate
from sources.languages.bilingual import Bilingual
from sources.models.fields import EDTFField
from sources.models.history import tracked
from sources.models.merging import merge_constraints, merge_index, merged_record_is_unused


class EventQuerySet(DatedQuerySet):
    """Queries on events."""

    def failures(self) -> Self:
        """Keep events whose outcome is a failure: see `Event.Outcome.failures`."""
        return self.filter(outcome__in=Event.Outcome.failures())

    def fell_through(self) -> Self:
        """Keep deals that fell through: failures that do not end a platform."""
        return self.filter(outcome=Event.Outcome.FELL_THROUGH)

    def important(self, degree: int = 4) -> Self:
        """Keep events of at least this importance; partial indexes serve searches for 4 and 5."""
        return self.filter(importance__gte=degree)

    def disputed(self) -> Self:
        """Keep events that hold a position in an approved, open dispute, each once."""
        return self.filter(
            positions__dispute__state="open", positions__dispute__is_approved=True
        ).distinct()

    def for_listing(self) -> Self:
        """Load all that a list of events shows, in a fixed number of queries."""
        return self.with_counts().prefetch_related(
            models.Prefetch(
                "event_platforms",
                EventPlatform.objects.select_related("platform").order_by("position"),
            )
        )


@tracked(exclude=("search_vector",))
class Event(Publishable):
    """Something that happened to one or more platforms, on a date that may be imprecise.

    Written by editors from passages of articles; published once evidence supports it.
    """

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("announcement")
        LAUNCH = "launch", _("launch")
        PILOT = "pilot", _("pilot")
        EXPANSION = "expansion", _("expansion")
        PARTNERSHIP = "partnership", _("partnership")
        ACQUISITION = "acquisition", _("acquisition")
        BID = "bid", _("bid")
        MILESTONE = "milestone", _("milestone")
        RESULT = "result", _("result")
        POLICY = "policy", _("policy")
        CONTROVERSY = "controversy", _("controversy")
        RENAME = "rename", _("rename")
        MERGER = "merger", _("merger")
        PAUSE = "pause", _("pause")
        MARKET_EXIT = "market_exit", _("market exit")
        CANCELLATION = "cancellation", _("cancellation")
        SHUTDOWN = "shutdown", _("shutdown")

    class Outcome(models.TextChoices):
        """How it turned out: value, `ends_life`, `is_failure` and label of each outcome.

        `ends_life` is whether the outcome ends the life of a platform, for every kind of event.
        FAILED does not: it is a judgement, and the platform may continue. This is the only table of
        outcomes: Python, the index and the SQL of `events.models.lifecycle_sql` use it.
        """

        ONGOING = "ongoing", False, False, _("ongoing")
        SUCCEEDED = "succeeded", False, False, _("succeeded")
        MIXED = "mixed", False, False, _("mixed")
        UNDERPERFORMED = "underperformed", False, False, _("fell short")
        FAILED = "failed", False, True, _("failed")
        SHUT_DOWN = "shut_down", True, True, _("shut down")
        CANCELLED = "cancelled", True, True, _("cancelled")
        NEVER_SHIPPED = "never_shipped", True, True, _("never launched")
        SHELVED = "shelved", True, True, _("shelved")
        RESTRICTED = "restricted", False, True, _("restricted")
        FELL_THROUGH = "fell_through", False, True, _("fell through")

        ends_life: bool
        is_failure: bool

        def __new__(
            cls, value: str, ends_life: bool = False, is_failure: bool = False
        ) -> Event.Outcome:
            """Return the member for a row of this table."""
            member = str.__new__(cls, value)
            member._value_, member.ends_life, member.is_failure = value, ends_life, is_failure
            return member

        @classmethod
        def endings(cls) -> tuple[Event.Outcome, ...]:
            """Return the outcomes that end the life of a platform."""
            return tuple(outcome for outcome in cls if outcome.ends_life)

        @classmethod
        def failures(cls) -> tuple[Event.Outcome, ...]:
            """Return the outcomes that count as a failure."""
            return tuple(outcome for outcome in cls if outcome.is_failure)

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)
    markets = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("markets"),
        default=list,
        blank=True,
        validators=[validate_markets],
        help_text=_("ISO 3166 codes (US, GB) or a named region (europe, southeast-asia, global)."),
    )
    importance = models.PositiveSmallIntegerField(
        _("importance"), default=3, help_text=_("From 1 (a detail) to 5 (essential).")
    )
    when = EDTFField(
        _("when"),
        help_text=_("In EDTF format: 2019-04, 2021-36 (a quarter), 2017-37 (early 2017), 2020/.."),
    )
    earliest = models.DateField(_("earliest"), null=True, blank=True, editable=False)
    latest = models.DateField(_("latest"), null=True, blank=True, editable=False)
    # The day by which lists are sorted: the first possible day, else the last. Never null, so
    # that keyset pagination needs no special case.
    sort_on = models.DateField(editable=False)
    date_note_en = models.CharField(
        _("how the date is known, in English"), max_length=500, blank=True
    )
    date_note_zh = models.CharField(
        _("how the date is known, in Chinese"), max_length=500, blank=True
    )
    platforms = models.ManyToManyField(
        Platform, through="EventPlatform", related_name="events", verbose_name=_("platforms")
    )

    tags = TaggableManager(through=Tagged, blank=True, verbose_name=_("tags"))
    objects = EventQuerySet.as_manager()
    title = Bilingual("title")
    summary = Bilingual("summary")
    date_note = Bilingual("date_note")

    class Meta:
        ordering = ["-sort_on", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [("publish_event", _("Can publish and retract events"))]
        constraints = [
            models.CheckConstraint(
                name="event_bounds_in_order",
                condition=models.Q(earliest=None)
                | models.Q(latest=None)
                | models.Q(earliest__lte=models.F("latest")),
            ),
            models.CheckConstraint(
                name="event_importance_from_1_to_5",
                violation_error_message=_("Importance must be from 1 to 5."),
                condition=models.Q(importance__range=(1, 5)),
            ),
            *merge_constraints("event", models.Q(state="published")),
        ]
        indexes = [
            merge_index("event"),
            # Serves the timeline's pages, newest and oldest first.
            Publishable.index_of_published("event_published_by_date", "sort_on", "id"),
            # Serves the feed, most recently changed first.
            Publishable.index_of_published("event_published_by_update", "updated_at", "id"),
            GinIndex(name="event_search", fields=["search_vector"]),
            # Serve suggestions, and searches for words too common to rank every match.
            search_index("event_search_from_4", state="published", importance__gte=4),
            search_index("event_search_from_5", state="published", importance__gte=5),
        ]
        triggers = [
            published_needs_evidence("event"),
            lives_follow_events(),
            merged_record_is_unused(
                "events_event",
                "events_eventplatform.event_id",
                "events_claim_events.event_id",
                "events_position_events.event_id",
                "events_evidence.event_id",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the date columns derived from `when`."""
        date = self.date
        self.earliest, self.latest = date.earliest, date.latest
        self.sort_on = date.span[0]
        if (update_fields := kwargs.get("update_fields")) is not None and "when" in update_fields:
            kwargs["update_fields"] = {*update_fields, "earliest", "latest", "sort_on"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the path of the event's page."""
        return reverse("event", args=[self.slug])

    @property
    def date(self) -> PartialDate:
        """Return `when` as a PartialDate."""
        return PartialDate.parse(self.when)

    @property
    def is_failure(self) -> bool:
        """Return whether the event's own outcome counts as a failure."""
        return self.outcome in self.Outcome.failures()

    def search_parts(self) -> list[tuple[str, str]]:
        """Return the texts to index for search, each with its weight from A to D."""
        tags = [name for tag in self.tags.all() for name in (tag.name, tag.name_zh, *tag.aliases)]
        return [
            (self.title_en, "A"),
            (self.title_zh, "A"),
            *((name, "B") for name in self.platform_names()),
            *((name, "C") for name in dict.fromkeys(tags)),
            (self.summary_en, "D"),
            (self.summary_zh, "D"),
        ]
