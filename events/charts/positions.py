"""Positions of a dispute compared on one axis, if they are dates or figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from events.annotation.dates import read_date
from events.charts.axis import Axis
from events.charts.series import Scale
from events.models import Dispute, Position
from events.models.figures import figure_label
from sources.dates import PartialDate

MIN_DISTINCT = 2
# Only for a question about time do the dates in the statements of the positions answer it.
TIME_QUESTION = re.compile(r"\b(when|(what|which) (year|month|day|date))\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A position on the axis, from `x` to `x_to` in per cent.

    `number` is its number in the dispute, from 1; `label` is its date or figure in words.
    """

    number: int
    label: str
    x: float
    x_to: float

    @property
    def length(self) -> float:
        """Length in per cent."""
        return round(max(self.x_to - self.x, 0), 2)

    @property
    def middle(self) -> float:
        """Middle in per cent."""
        return round((self.x + self.x_to) / 2, 2)


@dataclass(frozen=True)
class PositionAxis:
    """Two or more positions on one axis: of years (`axis`), or of a figure from `low` to `high`."""

    places: tuple[Place, ...]
    axis: Axis | None
    low: str = ""
    high: str = ""
    is_log: bool = False


def position_axis(dispute: Dispute, language: str) -> PositionAxis | None:
    """Return the axis of a dispute; None unless two positions differ in a date or in one figure."""
    positions = list(enumerate(dispute.positions.all(), 1))
    if axis := _of_figures(positions, language):
        return axis
    return _of_dates(positions, language) if TIME_QUESTION.search(dispute.question_en) else None


def _of_dates(positions: Iterable[tuple[int, Position]], language: str) -> PositionAxis | None:
    """Compare the one date named in the statement of each position.

    The dates of its events are not used: they may be about something else.
    """
    dates = {number: read_date(position.statement_en) for number, position in positions}
    dates = {number: date for number, date in dates.items() if date}
    if len(set(dates.values())) < MIN_DISTINCT:
        return None
    days = [day for date in dates.values() for day in (date.earliest, date.latest) if day]
    axis = Axis(min(days).year, max(days).year)
    places = tuple(_dated(number, date, axis, language) for number, date in dates.items())
    return PositionAxis(places, axis)


def _dated(number: int, date: PartialDate, axis: Axis, language: str) -> Place:
    first, last = date.span
    return Place(number, date.label(language), axis.position(first), axis.position(last))


def _of_figures(positions: Iterable[tuple[int, Position]], language: str) -> PositionAxis | None:
    """Compare the figures of the published claims of each position, of one metric and unit."""
    kinds: dict[tuple[str, str, str], dict[int, list[Decimal]]] = {}
    for number, position in positions:
        for claim in position.claims.all():
            if claim.value is not None and claim.is_published:
                by_number = kinds.setdefault((claim.metric, claim.unit, claim.currency), {})
                values = (claim.value, claim.value_to)
                by_number.setdefault(number, []).extend(v for v in values if v is not None)
    for (_metric, unit, currency), by_number in kinds.items():
        spans = {number: (min(values), max(values)) for number, values in by_number.items()}
        if len(set(spans.values())) >= MIN_DISTINCT:
            return _figures(spans, unit, currency, language)
    return None


def _figures(
    spans: dict[int, tuple[Decimal, Decimal]], unit: str, currency: str, language: str
) -> PositionAxis:
    scale = Scale.over([value for span in spans.values() for value in span])
    places = tuple(
        Place(
            number,
            figure_label(low, high if high != low else None, unit, currency, language),
            scale.share(low),
            scale.share(high),
        )
        for number, (low, high) in spans.items()
    )
    ends = (
        figure_label(value, None, unit, currency, language) for value in (scale.low, scale.high)
    )
    return PositionAxis(places, None, *ends, scale.is_log)
