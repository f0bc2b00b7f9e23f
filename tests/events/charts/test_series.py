from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.charts.series import HEIGHT, MARGIN, MAX_POINTS, Scale, series_of
from events.models import Claim


def claim(value, period="", asserted="", pk=1, **fields):
    values = {"metric": "users_total", "unit": "people", "rank": "normal", **fields}
    row = Claim(pk=pk, value=Decimal(value), period=period, asserted=asserted, **values)
    row.is_disputed = fields.get("is_disputed", False)
    return row


def series_for(*claims, **options):
    return series_of(claims, options.get("language", "en")).get("users_total")


def disputed(row):
    row.is_disputed = True
    return row


def test_series_needs_two_dates():
    assert series_for(claim(1, "2019")) is None
    assert series_for(claim(1, "2019"), claim(2, "2019", pk=2)) is None
    assert series_for(claim(1, "2019"), claim(2, "2020", pk=2)) is not None


def test_claims_without_value_metric_or_date_are_left_out():
    rows = [
        claim(1, "2019"),
        claim(2, "2020", pk=2),
        claim(3, pk=3),
        claim(4, "2021", metric="", pk=4),
    ]
    assert [point.claim.pk for point in series_for(*rows).points] == [1, 2]


def test_claims_of_another_unit_or_currency_are_not_mixed_in():
    rows = [claim(n, str(2015 + n), pk=n) for n in (1, 2)]
    rows += [claim(9, "2019", unit="percent", pk=9)]
    assert [point.claim.pk for point in series_for(*rows).points] == [1, 2]


def test_period_takes_precedence_over_the_day_of_assertion():
    early, late = series_for(claim(1, "2019", "2022"), claim(2, "", "2020", pk=2)).points
    assert (early.date.text, early.is_dated_by_saying) == ("2019", False)
    assert (late.date.text, late.is_dated_by_saying) == ("2020", True)


def test_shapes_show_disputed_and_deprecated_claims():
    rows = [claim(1, "2018"), disputed(claim(2, "2019", pk=2)),
            disputed(claim(3, "2020", rank="deprecated", pk=3))]  # fmt: skip
    series = series_for(*rows)
    assert [point.shape for point in series.points] == ["normal", "disputed", "deprecated"]
    assert series.shapes == ["normal", "disputed", "deprecated"]
    assert series.lines == []


def test_line_skips_disputed_claims():
    rows = [claim(1, "2018"), disputed(claim(2, "2019", pk=2)), claim(3, "2020", pk=3)]
    [(start, end)] = series_for(*rows).lines
    assert (start.claim.pk, end.claim.pk) == (1, 3)


def test_point_of_ranges_has_two_ends():
    wide = claim(30, "2019-01/2019-12", pk=2, value_to=Decimal(32))
    point = series_for(claim(10, "2018"), wide).points[1]
    assert point.x < point.middle < point.x_to
    assert point.y_to < point.centre < point.y


def test_series_keeps_the_latest_points():
    rows = [claim(n + 1, str(1900 + n), pk=n) for n in range(MAX_POINTS + 5)]
    points = series_for(*rows).points
    assert len(points) == MAX_POINTS
    assert points[-1].date.text == str(1900 + MAX_POINTS + 4)


def test_scale_is_logarithmic_for_values_far_apart():
    assert series_for(claim(1_000, "2018"), claim(1_000_000_000, "2019", pk=2)).is_log
    assert not series_for(claim(10, "2018"), claim(100, "2019", pk=2)).is_log
    assert not series_for(claim(-5, "2018"), claim(1_000, "2019", pk=2)).is_log


def test_tick_labels_are_in_the_given_language():
    rows = [claim(100_000_000, "2018"), claim(200_000_000, "2019", pk=2)]
    assert series_for(*rows, language="zh-hans").ticks[-1].label == "2亿人"
    assert series_for(*rows).ticks[-1].label == "200 million people"


NUMBERS = st.decimals(Decimal("-1e15"), Decimal("1e15"), places=2)


@pytest.mark.slow
@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_every_value_and_tick_is_inside_the_chart(values):
    scale = Scale.over(values)
    for value in (*values, *scale.ticks):
        assert MARGIN - 0.1 <= scale.place(value) <= HEIGHT - MARGIN + 0.1
    assert len(scale.ticks) <= 5


@pytest.mark.slow
@given(st.lists(NUMBERS, min_size=2, max_size=8))
def test_larger_values_are_never_lower(values):
    scale = Scale.over(values)
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("value", ["0", "5", "-5"])
def test_single_value_has_a_position(value):
    assert 0 < Scale.over([Decimal(value)]).place(Decimal(value)) < HEIGHT
