"""What the page of a platform tells: its life and its parts' on one axis, and its claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.charts.axis import Axis
from events.charts.columns import Column, columns
from events.charts.marker_row import MarkerRow, marker_row
from events.charts.series import Series, series_of
from events.models import Claim, Event, Platform, PlatformLife
from events.models.lives import Life, kept_life

PARTS_SHOWN, MARKETS_SHOWN, CHARTS_SHOWN = 24, 20, 4
CLAIMS_SHOWN, METRICS_SHOWN, POINTS_READ = 3, 8, 300


@dataclass(frozen=True)
class Lifeline:
    """A life with the name that stands beside it: of a part, or of a market by its code."""

    platform: Platform
    market: str
    life: Life
    event_count: int


@dataclass(frozen=True)
class LifeChart:
    """A platform's life with its events above and its parts' lives below, on one axis.

    `marks` holds its events, each drawn; where they are too many, `columns` counts them by year.
    """

    axis: Axis
    life: Life
    marks: MarkerRow | None
    columns: tuple[Column, ...]
    parts: tuple[Lifeline, ...]


@dataclass(frozen=True)
class MetricGroup:
    """The claims of one metric (or of none): the newest few, how many there are, and a chart."""

    metric: str
    label: str
    claims: tuple[Claim, ...]
    count: int
    series: Series | None

    @property
    def has_more(self) -> bool:
        return self.count > len(self.claims)


def lifelines(rows: Iterable[PlatformLife]) -> tuple[Lifeline, ...]:
    """The kept lives, `with_events`, as lines."""
    return tuple(
        Lifeline(row.platform, row.market, kept_life(row), row.event_count) for row in rows
    )


def life_chart(
    life: Life,
    parts: Sequence[Lifeline],
    events: Sequence[Event],
    years: Sequence[tuple[int, int]] = (),
) -> LifeChart | None:
    """The chart of a life; None where nothing is dated.

    `events` are drawn as marks; where there are none, or they would hide each other, `years`,
    (year, count), are drawn instead.
    """
    lives = [life, *(part.life for part in parts)]
    days = [day for event in events for day in (event.date.earliest, event.date.latest)]
    days += [datetime.date(year, 1, 1) for year, _count in years]
    axis = Axis.over(lives, days)
    if axis is None:
        return None
    marks = marker_row(events, axis) if events else None
    counted = tuple(columns(years, axis)) if marks is None else ()
    dated = tuple(part for part in parts if part.life.born or part.life.ended)
    return LifeChart(axis, life, marks, counted, dated)


def metric_groups(platform: Platform) -> list[MetricGroup]:
    """The claims about a platform by metric, those with figures first and the most first."""
    claims = Claim.objects.published().filter(platforms=platform)
    counts = dict(claims.order_by().values_list("metric").annotate(Count("pk")))
    shown = sorted(counts, key=lambda metric: (not metric, -counts[metric], metric))
    shown = shown[:METRICS_SHOWN]
    newest: dict[str, list[Claim]] = {}
    for claim in _newest(claims.filter(metric__in=shown)):
        newest.setdefault(claim.metric, []).append(claim)
    figured = claims.exclude(metric="").exclude(value=None).with_disputed()
    figured = figured.defer("search_vector", "statement_en", "statement_zh").order_by("-pk")
    series = series_of(figured[:POINTS_READ], get_language())
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


def _newest(claims: object) -> list[Claim]:
    """The newest few claims of each metric, ready to be listed."""
    place = Window(RowNumber(), partition_by=F("metric"), order_by=F("pk").desc())
    shown = claims.annotate(place=place).filter(place__lte=CLAIMS_SHOWN).values_list("pk")
    found = [pk for (pk,) in shown]
    return list(Claim.objects.filter(pk__in=found).for_listing().order_by("-pk"))
