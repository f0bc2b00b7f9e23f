import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.timeline.chart.scale import LAST_DAY, MIN_DAYS, ROOM_FOR_A_TICK, Scale

days = st.integers(1, LAST_DAY)
far = st.integers(-LAST_DAY, 2 * LAST_DAY)
widths = st.integers(240, 4000)
scales = st.builds(lambda a, b, width: Scale.of(min(a, b), max(a, b), width), days, days, widths)


def ordinal(text):
    return datetime.date.fromisoformat(text).toordinal()


def labels(first, last, language="en", width=960):
    return [tick.label for tick in Scale.of(ordinal(first), ordinal(last), width).ticks(language)]


@given(far, far, widths)
def test_scale_is_within_the_range_of_dates_and_long_enough(a, b, width):
    scale = Scale.of(min(a, b), max(a, b), width)
    assert 1 <= scale.first <= scale.last <= LAST_DAY
    assert scale.days > MIN_DAYS


@given(days, st.integers(MIN_DAYS, 20_000), widths)
def test_scale_of_a_long_enough_window_is_that_window(first, length, width):
    if first + length <= LAST_DAY:
        scale = Scale.of(first, first + length, width)
        assert (scale.first, scale.last) == (first, first + length)


@given(scales, days, days)
def test_place_keeps_the_order_of_days_and_is_clipped(scale, a, b):
    assert -10 <= scale.place(min(a, b)) <= scale.place(max(a, b)) <= 110


@given(scales, st.floats(0, 1))
def test_place_is_proportional_to_the_day(scale, share):
    day = scale.start + share * scale.drawn_days
    assert scale.place(day) == pytest.approx(100 * share, abs=0.002)
    assert scale.pixels(scale.days) == pytest.approx(scale.width)


def test_window_is_the_middle_half_of_what_is_drawn():
    scale = Scale.of(ordinal("2016-01-01"), ordinal("2019-12-31"), 960)
    assert (scale.place(scale.first), scale.place(scale.last + 1)) == (25, 75)


@given(scales)
def test_ticks_are_in_order_labelled_and_few(scale):
    ticks = scale.ticks("en")
    places = [tick.at for tick in ticks]
    assert places == sorted(places)
    max_ticks = max(2, scale.width // ROOM_FOR_A_TICK)
    # The drawing is twice as long as the window; one more tick may lie at either edge.
    assert len(ticks) <= 2 * max_ticks + 2
    assert all(tick.label for tick in ticks)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("year", ["0001", "0099", "0999", "2019", "9999"])
@pytest.mark.parametrize("end", ["01-20", "03-31", "06-30", "12-31"])
def test_ticks_of_any_year_have_labels(language, year, end):
    assert all(labels(f"{year}-01-01", f"{year}-{end}", language))


def test_ticks_are_years_months_weeks_or_days_as_room_allows():
    assert "2016" in labels("2010-01-01", "2019-12-31")
    assert "July 2019" in labels("2019-01-01", "2019-12-31")
    assert "3 June 2019" in labels("2019-06-01", "2019-07-15")
    assert "2 June 2019" in labels("2019-06-01", "2019-06-15", width=2000)


def test_main_ticks_are_where_a_larger_unit_begins():
    ticks = Scale.of(ordinal("2005-01-01"), ordinal("2024-12-31"), 2400).ticks("en")
    assert [tick.label for tick in ticks if tick.is_main] == ["2000", "2010", "2020", "2030"]


@pytest.mark.slow
@given(scales.filter(lambda scale: scale.days > 4 * MIN_DAYS), st.sampled_from([0.5, 2]))
def test_zoomed_keeps_the_middle(scale, factor):
    zoomed = scale.zoomed(factor)
    if zoomed.first > 1 and zoomed.last < LAST_DAY:
        assert abs((zoomed.first + zoomed.last) - (scale.first + scale.last)) <= 2
        assert zoomed.days == pytest.approx(scale.days * factor, abs=2)
