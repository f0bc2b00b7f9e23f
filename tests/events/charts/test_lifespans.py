from events.charts.axis import WIDTH, Axis, Tick
from events.charts.lifespans import life_bar
from events.models import Event
from events.models.lifecycle import Life


def life(born, ended, outcome="shut_down"):
    events = [Event(when=when) if when else None for when in (born, ended)]
    return Life(*events, outcome)


def test_axis_over_lives_spans_whole_years():
    axis = Axis.over([life("2017-37", "2019-06"), life("2016", None)])
    assert (axis.first, axis.last) == (2016, 2019)


def test_axis_over_nothing_is_none():
    assert Axis.over([life(None, None)]) is None


def test_axis_has_at_most_seven_ticks():
    assert len(Axis(1990, 2022).ticks) <= 7
    first = Axis(2016, 2018).ticks[0]
    assert (first.year, first.x, first.anchor) == (2016, 0, "start")


def test_life_bar_certain_part_is_inside_the_possible_part():
    bar = life_bar(life("2017", "2019"), Axis(2016, 2020))
    assert 0 < bar.start < bar.sure_start < bar.sure_end < bar.end < WIDTH
    assert bar.is_failure
    assert not bar.is_open


def test_life_bar_without_an_end_runs_to_the_end_of_the_axis():
    bar = life_bar(life("2017-01-01", None, "ongoing"), Axis(2016, 2020))
    assert (bar.end, bar.sure_end, bar.is_open) == (WIDTH, WIDTH, True)


def test_life_bar_without_a_beginning_is_a_point():
    bar = life_bar(life(None, "2019-06-01"), Axis(2016, 2020))
    assert bar.start == bar.sure_start == bar.sure_end == bar.end


def test_life_bar_of_an_unknown_life_is_none():
    assert life_bar(life(None, None), Axis(2016, 2020)) is None


def test_axis_label_of_the_last_tick_stays_inside_without_overlap():
    assert not Axis(2004, 2022).ticks[-1].has_label
    wide = [Tick(2000, 95.0), Tick(2000, 20.0)]
    assert [tick.anchor for tick in wide] == ["end", "start"]
    assert all(tick.has_label for tick in Axis(2016, 2018).ticks)


def test_life_bar_without_a_certain_day_is_vague():
    bar = life_bar(life("2018", "[2018..2021-06-30]"), Axis(2016, 2022))
    assert bar.is_vague
    assert not life_bar(life("2017", "2019"), Axis(2016, 2020)).is_vague


def test_life_bar_parts_add_up_to_its_length():
    bar = life_bar(life("2017", "2019"), Axis(2016, 2020))
    assert abs(bar.rise + bar.sure_length + bar.fall - bar.length) < 0.02


def test_life_bar_of_a_failure_without_an_end_has_its_verdict():
    born, verdict = Event(when="2017"), Event(when="2019")
    bar = life_bar(Life(born, None, "failed", verdict), Axis(2016, 2020))
    assert bar.is_open
    assert 79 < bar.judged < 81


def test_life_bar_of_a_verdict_alone_is_a_point():
    bar = life_bar(Life(None, None, "failed", Event(when="2019")), Axis(2016, 2020))
    assert bar.start == bar.end == bar.judged
