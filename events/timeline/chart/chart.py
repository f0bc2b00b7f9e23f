"""The chart of the timeline page: its lanes, window, strip of years and table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.charts.year_strip import years_of
from events.filters.orders import NEWEST_FIRST
from events.filters.selection import Selection
from events.models.lifecycle import Life
from events.timeline.chart.domain import domain_of, whole_years, window_label
from events.timeline.chart.index import LaneIndex
from events.timeline.chart.lanes import (
    MAX_COMPARED,
    Lane,
    foremost,
    hidden_tops,
    lanes_of,
)
from events.timeline.chart.orientation import HORIZONTAL, Horizontal, Vertical
from events.timeline.chart.scale import Scale
from events.timeline.chart.svg import drawing, height_of
from events.timeline.chart.table import lives_of_lanes
from events.timeline.chart.titles import titles_of
from events.timeline.chart.window import window_of
from sources.dates import PartialDate, PartialDateError

WIDTH, MIN_WIDTH, MAX_WIDTH = 960, 240, 4000  # Pixels; WIDTH is the default of the parameter.
MAX_RAIL_LANES = 6  # As many as fit into the vertical rail on a phone.


class WindowError(ValueError):
    """Raised for a window that cannot be shown; `problems` are sentences for the reader."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True)
class Viewport:
    """The requested view of the chart."""

    first: int | None = None  # Day; None means from the start of the domain.
    last: int | None = None  # Day; None means to the end of the domain.
    width: int = WIDTH  # Length along the time axis in pixels.
    opened: frozenset[str] = frozenset()  # Slugs of unfolded platforms.
    closed: frozenset[str] = frozenset()  # Slugs of folded platforms.
    is_down: bool = False  # Whether time runs down, as in the rail.

    @classmethod
    def of(cls, data: QueryDict) -> Viewport:
        """Parse `from`, `to`, `width`, `open`, `close` and `down`. Raises WindowError."""
        problems: list[str] = []
        first = _day(data, "from", "earliest", problems)
        last = _day(data, "to", "latest", problems)
        if first is not None and last is not None and first > last:
            problems.append(_("The end of the chart is before its start."))
        width = _width(data, problems)
        if (down := data.get("down", "")) not in ("", "1"):
            problems.append(
                _(
                    "“%(text)s” is not a valid direction. Use 1 for a vertical timeline, or "
                    "leave it empty for a horizontal one."
                )
                % {"text": down}
            )
        if problems:
            raise WindowError(problems)
        opened, closed = frozenset(data.getlist("open")), frozenset(data.getlist("close"))
        return cls(first, last, width, opened, closed, is_down=bool(down))


def _day(data: QueryDict, name: str, bound: str, problems: list[str]) -> int | None:
    if not (text := data.get(name)):
        return None
    try:
        day = getattr(PartialDate.parse(text), bound)
    except PartialDateError:
        day = None
    if day is None:
        problems.append(
            _(
                "“%(text)s” is not a valid start or end of the chart. Enter a date, such as "
                "2019-04-01."
            )
            % {"text": text}
        )
        return None
    return day.toordinal()


def _width(data: QueryDict, problems: list[str]) -> int:
    text = data.get("width") or str(WIDTH)
    # The length of the text is limited too, so that a very long number is never parsed.
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_WIDTH))
    if is_number and MIN_WIDTH <= int(text) <= MAX_WIDTH:
        return int(text)
    problems.append(
        _("The width of the chart must be from %(least)s to %(most)s pixels.")
        % {"least": MIN_WIDTH, "most": MAX_WIDTH}
    )
    return WIDTH


@dataclass(frozen=True)
class Chart:
    """The data of the chart component. `query` is the page's query string, kept in links."""

    selection: Selection
    view: Viewport
    query: QueryDict

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes to draw; the rail has fewer than the horizontal chart."""
        lanes = lanes_of(self.selection, opened=self.view.opened, closed=self.view.closed)
        return foremost(lanes, MAX_RAIL_LANES) if self.view.is_down else lanes

    @property
    def is_newest_first(self) -> bool:
        """Whether the list, and the rail next to it, begins with the newest event."""
        return self.selection.filter_set.order is NEWEST_FIRST

    @property
    def pen(self) -> Horizontal:
        """The orientation of the drawing."""
        down = Vertical(lanes=len(self.lanes), is_backwards=self.is_newest_first)
        return down if self.view.is_down else HORIZONTAL

    @property
    def problems(self) -> list[str]:
        """One sentence for each part of the request that the chart cannot show."""
        known = {
            row.slug
            for row in self.selection.index.dictionary.platforms
            if row.is_approved or self.selection.filter_set.sees_drafts
        }
        sentences = [
            _("“%(value)s” is not a valid choice.") % {"value": slug}
            for slug in sorted((self.view.opened | self.view.closed) - known)
        ]
        if len(self.selection.filter_set.applied.get("platform") or ()) > MAX_COMPARED:
            sentences.append(
                _(
                    "The chart compares only the first eight platforms; the list includes all "
                    "of them."
                )
            )
        return sentences

    @cached_property
    def hidden_count(self) -> int:
        """The number of top-level platforms with events but without a lane."""
        return hidden_tops(self.selection, self.lanes)

    @cached_property
    def domain(self) -> tuple[int, int]:
        """The first and the last day of the filtered events, extended to whole years."""
        return domain_of(self.selection)

    @cached_property
    def strip_domain(self) -> tuple[int, int]:
        """The first and the last day of the strip of years, which contains the `brush`."""
        years = years_of(self.selection)
        return whole_years(years[0][0], years[-1][0]) if years else self.domain

    @property
    def brush(self) -> tuple[float, float]:
        """Start and width of the window within the strip of years, in per cent."""
        first, last = self.strip_domain
        length = (last - first + 1) / 100
        start = min(max((self.scale.first - first) / length, 0), 100)
        end = min(max((self.scale.last + 1 - first) / length, 0), 100)
        return round(start, 3), round(end - start, 3)

    @property
    def words(self) -> str:
        """The window as text: “2 January 2016 – 31 December 2019”, or years if they are whole."""
        return window_label(self.scale.first, self.scale.last, get_language())

    @property
    def language(self) -> str:
        """The code of the active language."""
        return get_language()

    @property
    def filter_query(self) -> str:
        """The valid parameters without the window: fragments refuse what the page only reports."""
        data, filter_set = self.query.copy(), self.selection.filter_set
        for name in set(data) - {*filter_set.valid, "open", "close"}:
            data.pop(name)
        return data.urlencode()

    @cached_property
    def scale(self) -> Scale:
        """The scale of the window: the requested days, by default the whole domain."""
        first, last = self.domain
        first = first if self.view.first is None else self.view.first
        last = last if self.view.last is None else self.view.last
        return Scale.of(first, max(first, last), self.view.width)

    @property
    def is_whole(self) -> bool:
        """Whether the request sets no window, so that the whole domain is shown."""
        return self.view.first is None and self.view.last is None

    @cached_property
    def svg(self) -> SafeString:
        """The drawing of the window as SVG."""
        event_index, language = self.selection.index, get_language()
        index, pen = LaneIndex.of(self.selection, self.lanes), self.pen
        window = window_of(index, self.lanes, self.scale, self.domain[1], has_names=pen.has_names)
        titles = titles_of(int(event_index.pk[mark.row]) for mark in window.marks)
        alive = self.selection.filter_set.applied.get("alive")
        alive_days = alive and (alive.earliest.toordinal(), alive.latest.toordinal())
        return drawing(
            window, self.lanes, titles, event_index, language, self.link, alive_days, pen
        )

    @property
    def height(self) -> int:
        """The height of the horizontal drawing in pixels."""
        return height_of(self.lanes)

    def link(self, first: int, last: int) -> str:
        """Return the URL of the page with the chart window set to these days."""
        return self._query(**{"from": _iso(first), "to": _iso(last)})

    @property
    def zoom_in(self) -> str:
        """The URL of the window with half the length."""
        return self._link_of(self.scale.zoomed(0.5))

    @property
    def zoom_out(self) -> str:
        """The URL of the window with twice the length."""
        return self._link_of(self.scale.zoomed(2))

    @property
    def reset(self) -> str:
        """The URL without a window."""
        return self._query(**{"from": None, "to": None})

    @property
    def narrowing(self) -> str:
        """The URL that filters the list by the days of the window."""
        first, last = _iso(self.scale.first), _iso(self.scale.last)
        return self._query(since=first, until=last, cursor=None, at=None)

    def _link_of(self, scale: Scale) -> str:
        return self.link(scale.first, scale.last)

    @cached_property
    def rows(self) -> list[tuple[Lane, str, Life | None]]:
        """Each lane with the URL that folds or unfolds it (empty: no parts) and its life cycle."""
        lives = lives_of_lanes(self.selection.index, self.lanes)
        return [
            (lane, self._toggled(lane) if lane.hidden or lane.is_open else "", lives.get(lane.code))
            for lane in self.lanes
        ]

    def _toggled(self, lane: Lane) -> str:
        data, slug = self.query.copy(), lane.platform.slug
        for name in ("open", "close"):
            data.setlist(name, [value for value in data.getlist(name) if value != slug])
            if not data.getlist(name):
                data.pop(name, None)
        data.appendlist("close" if lane.is_open else "open", slug)
        return f"?{data.urlencode()}"

    def _query(self, **changes: str | None) -> str:
        data = self.query.copy()
        for name, value in changes.items():
            data.pop(name, None)
            if value is not None:
                data[name] = value
        return f"?{data.urlencode()}"


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
