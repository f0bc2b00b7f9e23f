"""The parameters of the event filter that are dates."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from events.filters.event_parameters import EventParameter, mask_of
from events.filters.fields import PeriodField, SinceField, UntilField
from events.index import EventIndex
from events.models import PlatformLife
from sources.dates import PartialDate, Precision


class DateParameter(EventParameter):
    """A year, month or day."""

    def label_of(self, item: PartialDate) -> str:
        return item.label(get_language())


class PlatformsAlive(DateParameter):
    """A period in which a platform of the event was possibly alive: see `PlatformLife`."""

    field_class = PeriodField

    def filter(self, rows: QuerySet, value: PartialDate) -> QuerySet:
        return rows.for_platforms(self._lives(value).values("platform"))

    def mask(self, event_index: EventIndex, value: PartialDate) -> np.ndarray:
        ids = self._lives(value).values_list("platform", flat=True)
        return mask_of(event_index.platforms, event_index.dictionary.platform_codes, ids)

    def clause(self, event_index: EventIndex, value: PartialDate) -> str:
        message = gettext("on platforms operating in %(date)s")
        if value.precision is Precision.DAY:
            message = gettext("on platforms operating on %(date)s")
        return message % {"date": self.label_of(value)}

    def _lives(self, value: PartialDate) -> QuerySet:
        return PlatformLife.objects.everywhere().alive_on(value.earliest, value.latest)


class PeriodParameter(DateParameter):
    """A bound of the period in which an event happened.

    With the mode `dates=certain`, every possible day of the event must be within the bound, else
    one of them. In the index, the sentinels of open bounds are before and after every day: an open
    date passes a test for "possibly within" and fails one for "certainly within".
    """

    @property
    def is_certain(self) -> bool:
        """Whether every possible day of an event must be within the bound."""
        return self.parent.mode("dates") == "certain"

    def key(self, value: PartialDate) -> Hashable:
        return super().key(value), self.is_certain

    def within(self, rows: QuerySet, *bounds: Any) -> QuerySet:
        """Keep the rows between these days; None is no bound."""
        return (rows.certainly_within if self.is_certain else rows.possibly_within)(*bounds)

    def message(self, certain: str, possible: str, **dates: PartialDate) -> str:
        """Return the message for the mode, with the labels of the dates."""
        labels = {name: self.label_of(date) for name, date in dates.items()}
        return (certain if self.is_certain else possible) % labels


class Since(PeriodParameter):
    """The first day of the period."""

    field_class = SinceField

    def filter(self, rows: QuerySet, value: PartialDate) -> QuerySet:
        return self.within(rows, value.earliest, None)

    def mask(self, event_index: EventIndex, value: PartialDate) -> np.ndarray:
        days = event_index.earliest if self.is_certain else event_index.latest
        return days >= value.earliest.toordinal()

    def clause(self, event_index: EventIndex, value: PartialDate) -> str:
        """Return the whole period, with the end if there is one."""
        until = self.applied.get("until")
        if until is None:
            return self.message(
                gettext("dated %(since)s or later"),
                gettext("possibly dated %(since)s or later"),
                since=value,
            )
        if value == until:
            possible = gettext("possibly in %(date)s")
            if value.precision is Precision.DAY:
                possible = gettext("possibly on %(date)s")
            return self.message(gettext("dated %(date)s"), possible, date=value)
        return self.message(
            gettext("dated between %(since)s and %(until)s"),
            gettext("possibly between %(since)s and %(until)s"),
            since=value,
            until=until,
        )


class Until(PeriodParameter):
    """The last day of the period."""

    field_class = UntilField

    def filter(self, rows: QuerySet, value: PartialDate) -> QuerySet:
        return self.within(rows, None, value.latest)

    def mask(self, event_index: EventIndex, value: PartialDate) -> np.ndarray:
        days = event_index.latest if self.is_certain else event_index.earliest
        return days <= value.latest.toordinal()

    def clause(self, event_index: EventIndex, value: PartialDate) -> str:
        """Return the end, unless the clause of `since` states the whole period."""
        if "since" in self.applied:
            return ""
        return self.message(
            gettext("dated %(until)s or earlier"),
            gettext("possibly dated %(until)s or earlier"),
            until=value,
        )
