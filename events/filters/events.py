"""The one filter of events: query string ⇄ QuerySet. Pages, API, feeds and exports all use it."""

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

from events.index import get_index
from events.index.lives import lives_of
from events.models import Event, Platform, State, Tag
from events.models.markets import market_codes
from sources.dates import PartialDate, PartialDateError
from sources.models import Source

FAILURE = "failure"
SORTS = {"newest": ("-sort_on", "-pk"), "oldest": ("sort_on", "pk")}
# Parameters that pages read beside the filter; they choose what part is shown, not which events:
# the place in the list, the window of the chart and its lanes, and the event that is selected.
PAGE_PARAMETERS = frozenset({"cursor", "sort", "from", "to", "open", "close", "at"})


class BoundField(forms.CharField):
    """A year, month or day typed as text, read as a PartialDate."""

    def to_python(self, value: str | None) -> PartialDate | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except PartialDateError as error:
            raise ValidationError(
                _("“%(text)s” is no date. Write a year, month or day: 2019, 2019-04, 2019-04-01.")
                % {"text": text}
            ) from error


class SinceField(BoundField):
    """A date with a first day."""

    def clean(self, value: str | None) -> PartialDate | None:
        date = super().clean(value)
        if date and date.earliest is None:
            raise ValidationError(_("“%(text)s” has no beginning.") % {"text": value})
        return date


class UntilField(BoundField):
    """A date with a last day."""

    def clean(self, value: str | None) -> PartialDate | None:
        date = super().clean(value)
        if date and date.latest is None:
            raise ValidationError(_("“%(text)s” has no end.") % {"text": value})
        return date


class AliveField(SinceField, UntilField):
    """A date with a first and a last day."""


class AliveFilter(django_filters.Filter):
    field_class = AliveField


class SinceFilter(django_filters.Filter):
    field_class = SinceField


class UntilFilter(django_filters.Filter):
    field_class = UntilField


class SlugsField(forms.TypedMultipleChoiceField):
    """Any number of slugs, each of which must be one that the choices allow."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("“%(value)s” is not known here."),
    }


class SlugsFilter(django_filters.MultipleChoiceFilter):
    field_class = SlugsField


class RowsFilter(django_filters.ModelMultipleChoiceFilter):
    """Any number of rows, named by slug."""

    def __init__(self, rows: QuerySet, **kwargs: object) -> None:
        kwargs.setdefault(
            "error_messages", {"invalid_choice": gettext_lazy("“%(value)s” is not known here.")}
        )
        super().__init__(queryset=rows, to_field_name="slug", **kwargs)


class EventFilter(django_filters.FilterSet):
    """Events by words, platform (with its parts), kind, outcome, tag, source and years.

    Values of one parameter widen what is found, parameters narrow each other.
    """

    q = django_filters.CharFilter(
        method="filter_words", max_length=200, label=gettext_lazy("Words")
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
        # A function: each filter copies what it is given, and these are hundreds.
        choices=lambda: [(code, code) for code in market_codes()],
        method="filter_markets",
        label=gettext_lazy("Market"),
    )
    alive = AliveFilter(method="filter_alive", label=gettext_lazy("Alive on"))
    since = SinceFilter(method="filter_since", label=gettext_lazy("From"))
    until = UntilFilter(method="filter_until", label=gettext_lazy("To"))
    dates = django_filters.ChoiceFilter(
        choices=[
            ("possible", gettext_lazy("may lie within")),
            ("certain", gettext_lazy("certainly lies within")),
        ],
        method="filter_dates",
        label=gettext_lazy("An uncertain date counts if it"),
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is not known here.")},
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
            # Unknown to readers, like any other name this filter does not have.
            del self.filters["state"]

    @property
    def sees_drafts(self) -> bool:
        return self.user.has_perm("events.change_event")

    @property
    def unknown_parameters(self) -> list[str]:
        """Names in the query string that this filter does not have."""
        return sorted(set(self.data) - set(self.filters) - PAGE_PARAMETERS)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the query string, in sentences; empty when nothing is."""
        sentences = [
            _("There is no filter called “%(name)s”.") % {"name": name}
            for name in self.unknown_parameters
        ]
        for name, errors in self.form.errors.items():
            label = self.filters[name].label
            sentences += [
                _("%(label)s: %(problem)s") % {"label": label, "problem": error} for error in errors
            ]
        since, until = self.chosen.get("since"), self.chosen.get("until")
        if since and until and since.earliest > until.latest:
            sentences.append(_("The time asked for ends before it begins."))
        if self.sort not in SORTS:
            sentences.append(_("Events can be sorted newest or oldest first."))
        return sentences

    @property
    def sort(self) -> str:
        return self.data.get("sort") or "newest"

    @cached_property
    def chosen(self) -> dict[str, object]:
        """The parameters that were given and understood, by name."""
        if not self.form.is_bound:
            return {}
        # Asked once: beside the errors, `cleaned_data` keeps what was understood.
        _ = self.form.errors
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def rows_without(self, *names: str) -> QuerySet:
        """The events that all other parameters leave, for counting the choices of these."""
        rows = self.queryset.all()
        for name, value in self.chosen.items():
            if name not in names:
                rows = self.filters[name].filter(rows, value)
        return rows

    def filter_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.search(words) if words else rows

    def filter_platforms(self, rows: QuerySet, name: str, chosen: Iterable[Platform]) -> QuerySet:
        if not chosen:
            return rows
        return rows.for_platforms(
            Platform.objects.with_descendants(platform.slug for platform in chosen)
            .without_tree_fields()
            .values("pk")
        )

    def filter_outcomes(self, rows: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        wanted = {outcome for outcome in chosen if outcome != FAILURE}
        if FAILURE in chosen:
            wanted |= set(Event.Outcome.failures())
        return rows.filter(outcome__in=wanted) if wanted else rows

    def filter_tags(self, rows: QuerySet, name: str, chosen: Iterable[Tag]) -> QuerySet:
        return rows.tagged([tag.merged_into or tag for tag in chosen]) if chosen else rows

    def filter_sources(self, rows: QuerySet, name: str, chosen: Iterable[Source]) -> QuerySet:
        return rows.from_sources(chosen) if chosen else rows

    def filter_markets(self, rows: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return rows.filter(markets__overlap=chosen) if chosen else rows

    def filter_alive(self, rows: QuerySet, name: str, day: PartialDate | None) -> QuerySet:
        """Events on platforms that may have been alive on a day: see events.models.lives."""
        if not day:
            return rows
        event_index = get_index()
        first, last = day.earliest.toordinal(), day.latest.toordinal()
        alive = lives_of(event_index).alive_on(first, last)
        platforms = event_index.dictionary.platforms
        return rows.for_platforms([platforms[code].pk for code in alive.nonzero()[0].tolist()])

    @property
    def is_certain(self) -> bool:
        """Whether events count only if every day they may mean lies in the time asked for."""
        return self.chosen.get("dates") == "certain"

    def filter_since(self, rows: QuerySet, name: str, bound: PartialDate | None) -> QuerySet:
        return self._within(rows, bound.earliest, None) if bound else rows

    def filter_until(self, rows: QuerySet, name: str, bound: PartialDate | None) -> QuerySet:
        return self._within(rows, None, bound.latest) if bound else rows

    def filter_dates(self, rows: QuerySet, name: str, how: str) -> QuerySet:
        # Says how `since` and `until` are meant, and narrows nothing by itself.
        return rows

    def _within(
        self, rows: QuerySet, since: datetime.date | None, until: datetime.date | None
    ) -> QuerySet:
        within = rows.certainly_within if self.is_certain else rows.possibly_within
        return within(since, until)

    def filter_states(self, rows: QuerySet, name: str, chosen: list[str]) -> QuerySet:
        return rows.filter(state__in=chosen) if chosen and self.sees_drafts else rows
