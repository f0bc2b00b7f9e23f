"""The filter set of events: query string to QuerySet, for pages, API, feeds and exports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Platform, PlatformLife, State, Tag
from events.models.markets import market_codes
from sources.dates import PartialDate, PartialDateError
from sources.models import Source

FAILURE = "failure"
SORTS = {"newest": ("-sort_on", "-pk"), "oldest": ("sort_on", "pk")}
# Parameters that pages read themselves. They do not change which events match, only the part that
# is shown: the position in the list, the window and lanes of the chart, and the selected event.
PAGE_PARAMETERS = frozenset({"cursor", "sort", "from", "to", "open", "close", "at"})


class BoundField(forms.CharField):
    """A form field for a year, month or day, parsed as a PartialDate."""

    def to_python(self, value: str | None) -> PartialDate | None:
        """Return None for an empty value; raise ValidationError for text that is no date."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except PartialDateError as error:
            raise ValidationError(
                _(
                    "“%(text)s” is not a valid date. Enter a year, month or day: 2019, 2019-04 "
                    "or 2019-04-01."
                )
                % {"text": text}
            ) from error


class SinceField(BoundField):
    """A date with a first day."""

    def clean(self, value: str | None) -> PartialDate | None:
        """Raise ValidationError for a date without a first day."""
        date = super().clean(value)
        if date and date.earliest is None:
            raise ValidationError(
                _("“%(text)s” has no start date. Enter a date with a known start.")
                % {"text": value}
            )
        return date


class UntilField(BoundField):
    """A date with a last day."""

    def clean(self, value: str | None) -> PartialDate | None:
        """Raise ValidationError for a date without a last day."""
        date = super().clean(value)
        if date and date.latest is None:
            raise ValidationError(
                _("“%(text)s” has no end date. Enter a date with a known end.") % {"text": value}
            )
        return date


class AliveField(SinceField, UntilField):
    """A date with a first and a last day."""


class AliveFilter(django_filters.Filter):
    """A filter by a period with a first and a last day."""

    field_class = AliveField


class SinceFilter(django_filters.Filter):
    """A filter by the beginning of a period."""

    field_class = SinceField


class UntilFilter(django_filters.Filter):
    """A filter by the end of a period."""

    field_class = UntilField


class SlugsField(forms.TypedMultipleChoiceField):
    """Any number of slugs; each must be one of the choices."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("“%(value)s” is not a valid choice."),
    }


class SlugsFilter(django_filters.MultipleChoiceFilter):
    """A filter by any number of choices."""

    field_class = SlugsField


class RowsFilter(django_filters.ModelMultipleChoiceFilter):
    """A filter by any number of rows, identified by slug."""

    def __init__(self, rows: QuerySet, **kwargs: object) -> None:
        kwargs.setdefault(
            "error_messages", {"invalid_choice": gettext_lazy("“%(value)s” is not a valid choice.")}
        )
        super().__init__(queryset=rows, to_field_name="slug", **kwargs)


class EventFilter(django_filters.FilterSet):
    """Events by full text, platform, kind, outcome, tag, source, market and dates.

    A platform includes its parts. Values of one parameter are joined by OR, parameters by AND.
    """

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, label=gettext_lazy("Keywords")
    )
    platform = RowsFilter(
        Platform.objects.without_tree_fields(),
        method="filter_platforms",
        label=gettext_lazy("Platform"),
    )
    kind = SlugsFilter(choices=Event.Kind.choices, lookup_expr="exact", label=gettext_lazy("Kind"))
    outcome = SlugsFilter(
        choices=[(FAILURE, gettext_lazy("any failure")), *Event.Outcome.choices],
        method="filter_outcomes",
        label=gettext_lazy("Outcome"),
    )
    tag = RowsFilter(Tag.objects.all(), method="filter_tags", label=gettext_lazy("Tag"))
    source = RowsFilter(Source.objects.all(), method="filter_sources", label=gettext_lazy("Source"))
    market = SlugsFilter(
        # A function, because each filter set copies its choices, and there are hundreds.
        choices=lambda: [(code, code) for code in market_codes()],
        method="filter_markets",
        label=gettext_lazy("Market"),
    )
    alive = AliveFilter(method="filter_alive", label=gettext_lazy("Platforms operating in"))
    since = SinceFilter(method="filter_since", label=gettext_lazy("From"))
    until = UntilFilter(method="filter_until", label=gettext_lazy("To"))
    dates = django_filters.ChoiceFilter(
        choices=[
            ("possible", gettext_lazy("Include")),
            ("certain", gettext_lazy("Exclude")),
        ],
        method="filter_dates",
        label=gettext_lazy("Uncertain dates"),
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is not a valid choice.")},
    )
    state = SlugsFilter(choices=State.choices, method="filter_states", label=gettext_lazy("State"))

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user: object, queryset: QuerySet | None = None) -> None:
        self.user = user
        visible = (Event.objects.all() if queryset is None else queryset).visible_to(user)
        if not self.sees_drafts or not data.getlist("state"):
            visible = visible.published()
        super().__init__(data, queryset=visible)
        if not self.sees_drafts:
            self.filters["source"].queryset = Source.objects.for_readers()
            # Readers get the same message as for any other unknown parameter.
            del self.filters["state"]

    @property
    def sees_drafts(self) -> bool:
        """Whether the user may filter by state and see unaccepted sources."""
        return self.user.has_perm("events.change_event")

    @property
    def unknown_parameters(self) -> list[str]:
        """The names in the query string that are no filter of this set, sorted."""
        return sorted(set(self.data) - set(self.filters) - PAGE_PARAMETERS)

    @property
    def problems(self) -> list[str]:
        """One sentence for each error in the query string; empty if there is none."""
        sentences = [
            _("Unknown filter: “%(name)s”.") % {"name": name} for name in self.unknown_parameters
        ]
        for name, errors in self.form.errors.items():
            label = self.filters[name].label
            sentences += [
                _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
            ]
        since, until = self.chosen.get("since"), self.chosen.get("until")
        if since and until and since.earliest > until.latest:
            sentences.append(_("The end date is before the start date."))
        if self.sort not in SORTS:
            sentences.append(_("Unknown sort order. Events can be sorted by “newest” or “oldest”."))
        return sentences

    @property
    def sort(self) -> str:
        """The `sort` parameter as sent, "newest" by default; it may be no key of SORTS."""
        return self.data.get("sort") or "newest"

    @cached_property
    def chosen(self) -> dict[str, object]:
        """The valid, non-empty values by parameter name."""
        if not self.form.is_bound:
            return {}
        # Reading `errors` runs the validation; `cleaned_data` then holds the valid values.
        _ = self.form.errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_words(self, rows: QuerySet, name: str, query: str) -> QuerySet:
        """Keep events that match a full-text query."""
        return rows.search(query) if query else rows

    def filter_platforms(self, rows: QuerySet, name: str, tops: Iterable[Platform]) -> QuerySet:
        """Keep events on any of these platforms or their parts."""
        if not tops:
            return rows
        return rows.for_platforms(
            Platform.objects.with_descendants(platform.slug for platform in tops)
            .without_tree_fields()
            .values("pk")
        )

    def filter_outcomes(self, rows: QuerySet, name: str, outcomes: list[str]) -> QuerySet:
        """Keep events with any of these outcomes; FAILURE means all failed outcomes."""
        wanted = {outcome for outcome in outcomes if outcome != FAILURE}
        if FAILURE in outcomes:
            wanted |= set(Event.Outcome.failures())
        return rows.filter(outcome__in=wanted) if wanted else rows

    def filter_tags(self, rows: QuerySet, name: str, tags: Iterable[Tag]) -> QuerySet:
        """Keep events with any of these tags; a merged tag means its target."""
        return rows.tagged([tag.merged_into or tag for tag in tags]) if tags else rows

    def filter_sources(self, rows: QuerySet, name: str, sources: Iterable[Source]) -> QuerySet:
        """Keep events that have evidence from any of these sources."""
        return rows.from_sources(sources) if sources else rows

    def filter_markets(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        """Keep events in any of these markets."""
        return rows.filter(markets__overlap=codes) if codes else rows

    def filter_alive(self, rows: QuerySet, name: str, day: PartialDate | None) -> QuerySet:
        """Keep events on platforms that were possibly alive then: see `PlatformLife`."""
        if not day:
            return rows
        lives = PlatformLife.objects.everywhere().alive_on(day.earliest, day.latest)
        return rows.for_platforms(lives.values("platform"))

    @property
    def is_certain(self) -> bool:
        """Whether an event matches only if every possible day of its date is in the period."""
        return self.chosen.get("dates") == "certain"

    def filter_since(self, rows: QuerySet, name: str, bound: PartialDate | None) -> QuerySet:
        """Keep events on or after the first day of this date: see `is_certain`."""
        return self._within(rows, bound.earliest, None) if bound else rows

    def filter_until(self, rows: QuerySet, name: str, bound: PartialDate | None) -> QuerySet:
        """Keep events on or before the last day of this date: see `is_certain`."""
        return self._within(rows, None, bound.latest) if bound else rows

    def filter_dates(self, rows: QuerySet, name: str, mode: str) -> QuerySet:
        """Keep all events: the mode only changes the meaning of `since` and `until`."""
        return rows

    def _within(
        self, rows: QuerySet, since: datetime.date | None, until: datetime.date | None
    ) -> QuerySet:
        within = rows.certainly_within if self.is_certain else rows.possibly_within
        return within(since, until)

    def filter_states(self, rows: QuerySet, name: str, states: list[str]) -> QuerySet:
        """Keep events in any of these states; only for users who see drafts."""
        return rows.filter(state__in=states) if states and self.sees_drafts else rows
