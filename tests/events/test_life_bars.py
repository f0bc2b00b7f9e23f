from events.life_bars import WIDTH, Axis, life_bar
from events.lives import Life
from events.models import Event


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
    assert Axis(2016, 2018).ticks[0] == (2016, 0)


def test_life_bar_keeps_what_is_sure_inside_what_may_be():
    bar = life_bar(life("2017", "2019"), Axis(2016, 2020))
    assert 0 < bar.start < bar.sure_start < bar.sure_end < bar.end < WIDTH
    assert bar.is_failure
    assert not bar.is_open


def test_life_bar_of_a_life_that_goes_on_runs_to_the_end():
    bar = life_bar(life("2017-01-01", None, "ongoing"), Axis(2016, 2020))
    assert (bar.end, bar.sure_end, bar.is_open) == (WIDTH, WIDTH, True)


def test_life_bar_without_a_birth_is_only_its_end():
    bar = life_bar(life(None, "2019-06-01"), Axis(2016, 2020))
    assert bar.start == bar.sure_start == bar.sure_end == bar.end


def test_life_bar_of_an_unknown_life_is_none():
    assert life_bar(life(None, None), Axis(2016, 2020)) is None
