"""The filter set of events, for pages, API, feeds and exports."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.filters.base import FilterForm, ListFilter
from events.filters.event_dates import PlatformsAlive, Since, Until
from events.filters.event_parameters import (
    FAILURE,
    EventKeywords,
    EventKinds,
    EventMarkets,
    EventOutcomes,
    EventPlatforms,
    EventSources,
    EventStates,
    EventTags,
)
from events.filters.orders import EVENT_ORDERS
from events.filters.parameters import ModeParameter
from events.models import Event, Platform, State, Tag
from events.models.users import AnyUser
from events.web.pagination import Order
from sources.models import Source
from sources.models.merging import in_use

# Parameters that pages read themselves. They do not change which events match, only the part that
# is shown: the position in the list, the window and lanes of the chart, and the selected event.
PAGE_PARAMETERS = frozenset({"cursor", "sort", "from", "to", "open", "close", "at"})


class EventFilterForm(FilterForm):
    """The form of the event filter."""

    def clean(self) -> None:
        """Refuse a period that ends before it starts."""
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since.earliest > until.latest:
            self.add_error("until", _("The end date is before the start date."))


class EventFilter(ListFilter):
    """Events by full text, platform, kind, outcome, tag, source, market and dates.

    Values of one parameter are joined by OR, parameters by AND. The parameters are in the order
    of their clauses in the summary sentence.
    """

    kind = EventKinds(choices=Event.Kind.choices, label=gettext_lazy("Kind"))
    platform = EventPlatforms()
    outcome = EventOutcomes(
        choices=[(FAILURE, gettext_lazy("any failure")), *Event.Outcome.choices],
        label=gettext_lazy("Outcome"),
    )
    tag = EventTags()
    market = EventMarkets(label=gettext_lazy("Market"))
    alive = PlatformsAlive(label=gettext_lazy("Platforms operating in"))
    source = EventSources()
    q = EventKeywords()
    since = Since(label=gettext_lazy("From"))
    until = Until(label=gettext_lazy("To"))
    state = EventStates(choices=State.choices, label=gettext_lazy("State"))
    dates = ModeParameter(
        "possible",
        choices=[("possible", gettext_lazy("Include")), ("certain", gettext_lazy("Exclude"))],
        label=gettext_lazy("Uncertain dates"),
    )
    sort = ModeParameter(
        "newest",
        choices=[
            ("newest", gettext_lazy("Newest first")),
            ("oldest", gettext_lazy("Oldest first")),
        ],
        label=gettext_lazy("Sort order"),
    )

    class Meta:
        model = Event
        fields: list[str] = []
        form = EventFilterForm

    def __init__(
        self,
        data: QueryDict,
        *,
        user: AnyUser,
        queryset: QuerySet | None = None,
        page_parameters: AbstractSet[str] = PAGE_PARAMETERS,
    ) -> None:
        self.user = user
        self.page_parameters = page_parameters
        visible = (Event.objects.all() if queryset is None else queryset).visible_to(user)
        if not self.sees_drafts or not data.getlist("state"):
            visible = visible.published()
        super().__init__(data, queryset=visible)
        platforms = Platform.objects.without_tree_fields()
        tags = Tag.objects.all()
        if self.sees_drafts:
            self.filters["source"].queryset = in_use(Source.objects.all())
        else:
            # Readers get the same message as for any other unknown parameter.
            del self.filters["state"]
            platforms, tags = platforms.visible_to(user), tags.visible_to(user)
        self.filters["platform"].queryset = in_use(platforms)
        self.filters["tag"].queryset = in_use(tags)
        if "sort" not in page_parameters:
            # The caller has a fixed order, as feeds have.
            del self.filters["sort"]

    @property
    def sees_drafts(self) -> bool:
        """Whether the user may filter by state, and see sources and rows that are not public."""
        return self.user.has_perm("events.change_event")

    @property
    def order(self) -> Order:
        """The order that the parameter `sort` selects."""
        return EVENT_ORDERS[self.mode("sort")]
