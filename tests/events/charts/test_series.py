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


def of(*claims, **options):
    return series_of(claims, options.get("language", "en")).get("users_total")


def disputed(row):
    row.is_disputed = True
    return row


def test_series_needs_two_dates():
    assert of(claim(1, "2019")) is None
    assert of(claim(1, "2019"), claim(2, "2019", pk=2)) is None
    assert of(claim(1, "2019"), claim(2, "2020", pk=2)) is not None


def test_claims_without_value_metric_or_date_are_left_out():
    rows = [
        claim(1, "2019"),
        claim(2, "2020", pk=2),
        claim(3, pk=3),
        claim(4, "2021", metric="", pk=4),
    ]
    assert [point.claim.pk for point in of(*rows).points] == [1, 2]


def test_claims_of_another_unit_or_currency_are_not_mixed_in():
    rows = [claim(n, str(2015 + n), pk=n) for n in (1, 2)]
    rows += [claim(9, "2019", unit="percent", pk=9)]
    assert [point.claim.pk for point in of(*rows).points] == [1, 2]


def test_period_is_taken_before_the_day_of_the_assertion():
    early, late = of(claim(1, "2019", "2022"), claim(2, "", "2020", pk=2)).points
    assert (early.date.text, early.is_dated_by_saying) == ("2019", False)
    assert (late.date.text, late.is_dated_by_saying) == ("2020", True)


def test_shapes_tell_what_is_in_doubt():
    rows = [claim(1, "2018"), disputed(claim(2, "2019", pk=2)),
            disputed(claim(3, "2020", rank="deprecated", pk=3))]  # fmt: skip
    series = of(*rows)
    assert [point.shape for point in series.points] == ["normal", "disputed", "deprecated"]
    assert series.shapes == ["normal", "disputed", "deprecated"]
    assert series.lines == []


def test_line_runs_past_what_is_in_doubt():
    rows = [claim(1, "2018"), disputed(claim(2, "2019", pk=2)), claim(3, "2020", pk=3)]
    [(one, other)] = of(*rows).lines
    assert (one.claim.pk, other.claim.pk) == (1, 3)


def test_range_of_values_and_of_time_has_two_ends():
    wide = claim(30, "2019-01/2019-12", pk=2, value_to=Decimal(32))
    point = of(claim(10, "2018"), wide).points[1]
    assert point.x < point.middle < point.x_to
    assert point.y_to < point.centre < point.y


def test_series_keeps_the_latest_points():
    rows = [claim(n + 1, str(1900 + n), pk=n) for n in range(MAX_POINTS + 5)]
    points = of(*rows).points
    assert len(points) == MAX_POINTS
    assert points[-1].date.text == str(1900 + MAX_POINTS + 4)


def test_values_far_apart_are_on_a_logarithmic_scale_that_says_so():
    assert of(claim(1_000, "2018"), claim(1_000_000_000, "2019", pk=2)).is_log
    assert not of(claim(10, "2018"), claim(100, "2019", pk=2)).is_log
    assert not of(claim(-5, "2018"), claim(1_000, "2019", pk=2)).is_log


def test_ticks_are_in_the_language_of_the_reader():
    rows = [claim(100_000_000, "2018"), claim(200_000_000, "2019", pk=2)]
    assert of(*rows, language="zh-hans").ticks[-1].label == "2亿人"
    assert of(*rows).ticks[-1].label == "200 million people"


NUMBERS = st.decimals(Decimal("-1e15"), Decimal("1e15"), places=2)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_every_value_and_tick_lies_inside_the_drawing(values):
    scale = Scale.over(values)
    for value in (*values, *scale.ticks):
        assert MARGIN - 0.1 <= scale.place(value) <= HEIGHT - MARGIN + 0.1
    assert len(scale.ticks) <= 5


@given(st.lists(NUMBERS, min_size=2, max_size=8))
def test_larger_values_never_stand_lower(values):
    scale = Scale.over(values)
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("value", ["0", "5", "-5"])
def test_one_value_alone_has_a_place(value):
    assert 0 < Scale.over([Decimal(value)]).place(Decimal(value)) < HEIGHT
