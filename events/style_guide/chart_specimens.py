"""One specimen of every chart for /patterns/, made of unsaved rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from events.charts.axis import Axis
from events.charts.bars import bars
from events.charts.columns import columns
from events.charts.minimap import Strip
from events.charts.positions import Place, PositionAxis
from events.charts.series import series_of
from events.models import Claim, Event, Platform, Tag
from events.models.lifecycle import Life
from events.platforms.failures import Cause, Failing
from events.platforms.profile import Lifeline, life_chart
from events.records.claim_history import FieldChange, Version
from events.records.source_stats import SourceStats
from events.sharing.citations import Cited
from sources.dates import PartialDate


def chart_specimens(events: list[Event], claims: list[Claim], life: Life) -> dict[str, object]:
    """Return the template context of charts, citations and histories, without database queries."""
    platform = Platform(slug="harbour", name_en="Harbour", kind="product")
    judged = Life(events[0], None, Event.Outcome.FAILED, events[2])
    lines = [Lifeline(platform, market, life, 2) for market in ("US", "southeast-asia")]
    years = [(2017, 3), (2018, 12), (2019, 7), (2021, 1)]
    tag = Tag(slug="uptake", name="Weak uptake", facet="cause")
    return {
        "failing": [
            Failing(platform, life, ((claims[1], (tag,)),)),
            Failing(Platform(slug="quay", name_en="Quay"), judged, ()),
        ],
        "causes": bars([(Cause(tag, 4, tuple(claims[1:2])), 4), (Cause(tag, 1, ()), 1)]),
        "life_chart": life_chart(life, lines, events),
        "year_chart": life_chart(life, lines, [], years),
        "markets": lines,
        "columns": columns(years, Axis(2017, 2021)),
        "columns_axis": Axis(2017, 2021),
        "tag_bars": bars([(tag, 9), (Tag(slug="b", name="Wrong time", facet="cause"), 4)]),
        "series": series_of(_figures(claims), "en")["users_total"],
        "position_axis": PositionAxis(
            (Place(1, "June 2019", 40, 45), Place(2, "2021", 80, 100)), Axis(2017, 2021)
        ),
        "strips": [Strip(n, n * 10, 9.8, n % 3, "#" if n % 3 else "") for n in range(10)],
        "tally": SourceStats(12, 30, 1),
        "citation": Cited("Harbour [Record of a platform] (n.d.).", (("BibTeX", "?"),)),
        "history": _history(),
    }


def _figures(claims: Sequence[Claim]) -> list[Claim]:
    figures = (
        ("2017", 40_000, None),
        ("2018-06", 900_000, 1_200_000),
        ("2019/2020", 30_000_000, None),
    )
    rows = [
        Claim(
            pk=90 + index,
            claimant=claims[0].claimant,
            metric="users_total",
            unit="people",
            value=value,
            value_to=value_to,
            period=period,
            rank="deprecated" if index == 0 else "normal",
        )
        for index, (period, value, value_to) in enumerate(figures)
    ]
    for row in rows:
        row.is_disputed = row.pk == 91
        row.value, row.value_to = (
            None if number is None else Claim._meta.get_field("value").to_python(number)
            for number in (row.value, row.value_to)
        )
    return rows


def _history() -> list[Version]:
    day = datetime.datetime(2022, 3, 25, tzinfo=datetime.UTC)
    label = PartialDate.from_date(day.date()).label("en")
    return [
        Version(day, "changed", (FieldChange("value", "2", "3"),), "curator", f"Counted {label}"),
        Version(day, "published", ()),
    ]
