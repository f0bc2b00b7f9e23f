import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.index import OPEN_END, OPEN_START
from events.timeline.chart.index import LaneIndex
from events.timeline.chart.lanes import MAX_LANES, MAX_UNFOLDED, lanes_of
from events.timeline.chart.scale import LAST_DAY, Scale
from events.timeline.chart.window import CELL_WIDTH, MAX_ITEMS, MAX_NAMED, window_of
from tests.events.timeline.chart.made import (
    LAUNCH,
    SHUT_DOWN,
    SHUTDOWN,
    FakeEvent,
    index_of,
    selection_and_lanes,
    selection_of,
    worlds,
)

START = datetime.date(2010, 1, 1).toordinal()


def drawn(events, parents=(-1,), *, first=START, days=4_000, width=960, end=None):
    selection, lanes = selection_and_lanes(events, parents)
    scale = Scale.of(first, first + days - 1, width)
    index = LaneIndex.of(selection, lanes)
    return window_of(index, lanes, scale, scale.last if end is None else end), lanes, index


def scale_over(index, share_first, share_days, width):
    first = int(index.days.min()) if len(index.days) else START
    span = (int(index.days.max()) - first if len(index.days) else 0) + 40
    days = max(15, round(span * share_days))
    return Scale.of(
        first + round(span * share_first), first + round(span * share_first) + days, width
    )


windows = st.tuples(st.floats(-0.2, 1), st.floats(0.01, 1.5), st.integers(240, 4000))


@pytest.mark.slow
@given(worlds(), windows)
def test_bands_and_marks_contain_every_event_once_per_lane(world, shares):
    selection, lanes = selection_and_lanes(*world)
    index = LaneIndex.of(selection, lanes)
    scale = scale_over(index, *shares)
    window = window_of(index, lanes, scale, scale.last)
    assert len({(mark.lane, mark.row) for mark in window.marks}) == len(window.marks)
    days = selection.index.middle
    for lane in range(len(lanes)):
        start, end = index.starts[lane : lane + 2]
        bands = [band for band in window.bands if band.lane == lane]
        marked = {mark.row for mark in window.marks if mark.lane == lane}
        for row in index.rows[start:end].tolist():
            day = int(days[row])
            if scale.start <= day < scale.start + scale.drawn_days:
                within = [band for band in bands if band.first <= day <= band.last]
                assert len(within) <= 1
                assert within or row in marked
        for band in bands:
            expected = sum(band.first <= day <= band.last for day in index.days[start:end].tolist())
            assert band.count == expected > 1


@pytest.mark.slow
@given(worlds(), windows)
def test_only_named_events_are_in_a_band_and_marked(world, shares):
    selection, lanes = selection_and_lanes(*world)
    index = LaneIndex.of(selection, lanes)
    scale = scale_over(index, *shares)
    window = window_of(index, lanes, scale, scale.last)
    named = set(index.foremost(scale.start, scale.start + scale.drawn_days, MAX_NAMED))
    for mark in window.marks:
        day = int(selection.index.middle[mark.row])
        if any(band.lane == mark.lane and band.first <= day <= band.last for band in window.bands):
            assert (mark.lane, mark.row) in named


@pytest.mark.slow
@pytest.mark.parametrize("lane_count", [1, MAX_LANES, MAX_LANES + MAX_UNFOLDED])
@pytest.mark.parametrize("width", [240, 960, 4000])
@pytest.mark.parametrize("apart", [1, 17, 40])
def test_number_of_items_is_limited(lane_count, width, apart):
    parents = [-1] * lane_count
    events = [
        FakeEvent(START + n * apart % 8_000, START + n * apart % 8_000, (n % lane_count,))
        for n in range(5_000)
    ]
    selection, lanes = selection_and_lanes(events, parents)
    index = LaneIndex.of(selection, lanes)
    # Possibly more lanes than the default, because readers can unfold them.
    window = window_of(index, lanes, Scale.of(START, START + 4_000, width), START + 4_000)
    room = max(MAX_ITEMS, 2 * len(lanes)) + MAX_NAMED
    assert len(window.bands) + len(window.marks) <= room


@pytest.mark.slow
def test_number_of_items_is_limited_with_many_lanes():
    parents = [-1, *[0] * 80]
    events = [
        FakeEvent(START + n * 37 % 8_000, START + n * 37 % 8_000, (1 + n % 80,))
        for n in range(4_000)
    ]
    selection = selection_of(index_of(events, parents))
    lanes = lanes_of(selection, opened=frozenset({"p0"}))
    assert len(lanes) > 60
    index = LaneIndex.of(selection, lanes)
    window = window_of(index, lanes, Scale.of(START, START + 4_000, 4_000), START)
    assert len(window.bands) + len(window.marks) <= 2 * len(lanes) + MAX_NAMED


@pytest.mark.slow
@given(worlds(max_events=25), st.integers(1, 20), st.integers(240, 2_000))
def test_panning_by_a_cell_keeps_marks_and_bands(world, cells, width):
    selection, lanes = selection_and_lanes(*world)
    index = LaneIndex.of(selection, lanes)
    assume(len(index.days))
    # The cells of this window are whole days, so that it can be moved by a number of cells.
    days = width * 2
    first = max(1, int(index.days.min()) - 1_000)
    moved = first + cells * CELL_WIDTH * 2
    assume(moved + days < LAST_DAY)
    before = window_of(index, lanes, Scale.of(first, first + days - 1, width), LAST_DAY)
    after = window_of(index, lanes, Scale.of(moved, moved + days - 1, width), LAST_DAY)
    assert inner(before, index, moved, first + days) == inner(after, index, moved, first + days)


def inner(window, index, first, last):
    """Return the marks and bands that lie wholly between two days."""
    days = index.index.middle
    marks = {(mark.lane, mark.row) for mark in window.marks if first <= days[mark.row] < last}
    bands = {
        (band.lane, band.first, band.last, band.count)
        for band in window.bands
        if first <= band.first and band.last < last
    }
    return marks, bands


@pytest.mark.slow
@given(worlds(), st.lists(st.sampled_from([0.5, 0.7]), min_size=1, max_size=6), st.floats(0, 1))
def test_most_important_stay_marked_while_zooming_in(world, factors, centre):
    selection, lanes = selection_and_lanes(*world)
    index = LaneIndex.of(selection, lanes)
    event_index = selection.index
    foremost = [row for row in index.rows.tolist() if event_index.importance[row] == 5]
    assume(0 < len(foremost) <= MAX_NAMED)
    scale = scale_over(index, 0, 1, 960)
    for factor in [1.0, *factors]:
        days = max(15, round(scale.days * factor))
        first = scale.first + round((scale.days - days) * centre)
        scale = Scale.of(first, first + days - 1, 960)
        window = window_of(index, lanes, scale, scale.last)
        marked = {mark.row for mark in window.marks}
        for row in foremost:
            if scale.start <= event_index.middle[row] < scale.start + scale.drawn_days:
                assert row in marked


@pytest.mark.parametrize("days", [15, 60, 400, 10_000])
def test_known_day_has_no_fade(days):
    window, _, _ = drawn([FakeEvent(START + 5, START + 5)], days=days)
    assert [mark.fade for mark in window.marks] == [None]


def test_uncertain_date_is_a_fade_over_all_possible_days():
    window, _, _ = drawn([FakeEvent(START, START + 364)], days=1_000)
    (mark,) = window.marks
    scale = window.scale
    assert (mark.fade.kind, mark.fade.start, mark.fade.end) == (
        "both", scale.place(START), scale.place(START + 365),
    )  # fmt: skip
    assert mark.fade.start < mark.at < mark.fade.end


def test_uncertain_date_too_short_to_see_has_no_fade():
    window, _, _ = drawn([FakeEvent(START, START + 5)], days=4_000)
    assert window.marks[0].fade is None


def test_two_distinguishable_days_are_a_fade():
    window, _, _ = drawn([FakeEvent(START, START + 1)], days=30)
    assert window.marks[0].fade.kind == "both"


@pytest.mark.parametrize(
    ("event", "kind"),
    [(FakeEvent(START, OPEN_END), "end"), (FakeEvent(OPEN_START, START), "start")],
)
def test_open_date_is_an_open_fade(event, kind):
    window, _, _ = drawn([event])
    (mark,) = window.marks
    assert mark.fade.kind == kind
    position = window.scale.place(START + 0.5)
    assert mark.at == position
    assert mark.fade.start <= position <= mark.fade.end


def born(earliest, latest=None):
    return FakeEvent(earliest, latest or earliest, kind=LAUNCH)


def ended(earliest, latest=None):
    return FakeEvent(earliest, latest or earliest, kind=SHUTDOWN, outcome=SHUT_DOWN)


def test_life_of_known_days_is_a_bar_with_an_end():
    window, _, _ = drawn([born(START + 10), ended(START + 900)])
    (bar,) = window.bars
    place = window.scale.place
    assert (bar.start, bar.end) == (place(START + 10), place(START + 900))
    assert bar.fades == ()
    assert bar.is_ended
    assert bar.is_failure


def test_life_of_uncertain_days_fades_where_it_is_uncertain():
    window, _, _ = drawn([born(START, START + 364), ended(START + 1_000, START + 1_364)])
    (bar,) = window.bars
    place = window.scale.place
    assert (bar.start, bar.end) == (place(START + 364), place(START + 1_000))
    assert [(fade.kind, fade.start, fade.end) for fade in bar.fades] == [
        ("start", place(START), place(START + 364)),
        ("end", place(START + 1_000), place(START + 1_364)),
    ]


def test_life_without_an_end_is_open_where_the_data_ends():
    window, _, _ = drawn([born(START)], end=START + 2_000)
    (bar,) = window.bars
    assert not bar.is_ended
    assert bar.end == window.scale.place(START + 2_000)
    assert [fade.kind for fade in bar.fades] == ["end"]


def test_life_that_begins_after_the_data_ends_is_not_drawn_before_its_start():
    window, _, _ = drawn([born(START + 3_000)], end=START + 1_000)
    (bar,) = window.bars
    assert bar.start == window.scale.place(START + 3_000)
    assert all(fade.start >= bar.start for fade in bar.fades)


def test_platform_without_a_start_has_no_bar():
    assert drawn([FakeEvent(START, START, kind=SHUTDOWN)])[0].bars == ()


@pytest.mark.slow
@given(worlds(), windows)
def test_positions_are_in_order_and_clipped(world, shares):
    selection, lanes = selection_and_lanes(*world)
    index = LaneIndex.of(selection, lanes)
    scale = scale_over(index, *shares)
    window = window_of(index, lanes, scale, scale.last)
    for piece in (
        *window.bars,
        *window.bands,
        *(fade for bar in window.bars for fade in bar.fades),
    ):
        assert -10 <= piece.start <= piece.end <= 110
    for band in window.bands:
        assert 1 <= band.first <= band.last <= LAST_DAY
        assert sum(band.counts) == band.count
        assert min(band.counts) > 1
    for mark in window.marks:
        assert mark.room >= 0


@pytest.mark.parametrize("day", [1, LAST_DAY])
@pytest.mark.parametrize("days", [3_100, 40_000, LAST_DAY])
def test_bands_at_the_first_and_last_date_are_within_the_range_of_dates(day, days):
    window, _, _ = drawn([FakeEvent(day, day)] * 3, first=max(1, day - 3_000), days=days)
    assert [(band.first >= 1, band.last <= LAST_DAY) for band in window.bands] == [(True, True)]


def test_room_for_a_name_ends_at_the_next_mark():
    window, _, _ = drawn([FakeEvent(START, START), FakeEvent(START + 1_000, START + 1_000)])
    first, second = sorted(window.marks, key=lambda mark: mark.at)
    assert first.room == pytest.approx(240 - 18, abs=1)
    assert second.room > first.room
