"""Data of the platform page: the life cycles of it and its parts on one axis, and its claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.charts.axis import Axis
from events.charts.columns import Column, columns
from events.charts.marker_row import MarkerRow, marker_row
from events.charts.series import Series, series_of
from events.models import Claim, Event, Platform, PlatformLife
from events.models.lifecycle import Life, lifecycle_from_row

PARTS_SHOWN, MARKETS_SHOWN, CHARTS_SHOWN = 24, 20, 4
CLAIMS_SHOWN, METRICS_SHOWN, POINTS_READ = 3, 8, 300


@dataclass(frozen=True)
class Lifeline:
    """A labelled life cycle: of a platform, or of a platform in a market (else `market` is "")."""

    platform: Platform
    market: str
    life: Life
    event_count: int


@dataclass(frozen=True)
class LifeChart:
    """The life cycle of a platform, its events, and the life cycles of its parts, on one axis.

    `marks` draws each event. If there are too many it is None, and `columns` counts them by year.
    """

    axis: Axis
    life: Life
    marks: MarkerRow | None
    columns: tuple[Column, ...]
    parts: tuple[Lifeline, ...]


@dataclass(frozen=True)
class MetricGroup:
    """The claims of one metric or of none: the newest few, their total count, and a chart."""

    metric: str
    label: str
    claims: tuple[Claim, ...]
    count: int
    series: Series | None

    @property
    def has_more(self) -> bool:
        """Whether there are claims that are not shown."""
        return self.count > len(self.claims)


def lifelines(rows: Iterable[PlatformLife]) -> tuple[Lifeline, ...]:
    """Return stored life cycles, read `with_events()`, as lines of the chart."""
    return tuple(
        Lifeline(row.platform, row.market, lifecycle_from_row(row), row.event_count) for row in rows
    )


def life_chart(
    life: Life,
    parts: Sequence[Lifeline],
    events: Sequence[Event],
    years: Sequence[tuple[int, int]] = (),
) -> LifeChart | None:
    """Return the chart of a life cycle, or None if nothing has a date.

    `events` are drawn as marks. If there are none, or if marks would overlap, `years`, a list of
    (year, count), is drawn instead.
    """
    lives = [life, *(part.life for part in parts)]
    days = [day for event in events for day in (event.date.earliest, event.date.latest)]
    days += [datetime.date(year, 1, 1) for year, _count in years]
    axis = Axis.over(lives, days)
    if axis is None:
        return None
    marks = marker_row(events, axis) if events else None
    year_columns = tuple(columns(years, axis)) if marks is None else ()
    dated = tuple(part for part in parts if part.life.born or part.life.ended)
    return LifeChart(axis, life, marks, year_columns, dated)


def metric_groups(platform: Platform) -> list[MetricGroup]:
    """Return the claims of a platform by metric, largest group first, without a metric last."""
    claims = Claim.objects.published().filter(platforms=platform)
    counts = dict(claims.order_by().values_list("metric").annotate(Count("pk")))
    shown = sorted(counts, key=lambda metric: (not metric, -counts[metric], metric))
    shown = shown[:METRICS_SHOWN]
    newest: dict[str, list[Claim]] = {}
    for claim in _newest(claims.filter(metric__in=shown)):
        newest.setdefault(claim.metric, []).append(claim)
    with_values = claims.exclude(metric="").exclude(value=None).with_disputed()
    with_values = with_values.defer("search_vector", "statement_en", "statement_zh").order_by("-pk")
    series = series_of(with_values[:POINTS_READ], get_language())
    drawn = [metric for metric in shown if metric in series][:CHARTS_SHOWN]
    return [
        MetricGroup(
            metric,
            str(Claim.Metric(metric).label) if metric else _("Other claims"),
            tuple(newest.get(metric, ())),
            counts[metric],
            series[metric] if metric in drawn else None,
        )
        for metric in shown
    ]


def _newest(claims: QuerySet[Claim]) -> list[Claim]:
    """Return the newest CLAIMS_SHOWN claims of each metric, with the related rows of a list."""
    rank = Window(RowNumber(), partition_by=F("metric"), order_by=F("pk").desc())
    newest = claims.annotate(place=rank).filter(place__lte=CLAIMS_SHOWN).values_list("pk")
    ids = [pk for (pk,) in newest]
    return list(Claim.objects.filter(pk__in=ids).for_listing().order_by("-pk"))
