"""Dates of any precision: parsing EDTF, bounds, order and labels."""

import copy
import pickle
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.dates import PartialDate, PartialDateError, Precision

MAY_19 = date(2020, 5, 19)


def day_text(day):
    return day.isoformat()


years = st.integers(1, 9999).map("{:04d}".format)
qualifiers = st.sampled_from(["", "", "?", "~", "%"])
points = st.one_of(
    st.builds("{}{}".format, years, qualifiers),
    st.builds("{:03d}X{}".format, st.integers(1, 999), qualifiers),
    st.builds("{:02d}XX{}".format, st.integers(1, 99), qualifiers),
    st.builds("{}-{:02d}{}".format, years, st.integers(1, 12) | st.integers(21, 41), qualifiers),
    st.builds("{}-{:02d}-XX{}".format, years, st.integers(1, 12), qualifiers),
    st.builds("{}-XX{}".format, years, st.sampled_from(["", "-XX"])),
    st.builds("{}{}".format, st.dates().map(day_text), qualifiers),
)


def in_order(first, second):
    """Return two dates as start and end, by the earliest day of each."""
    ordered = sorted((first, second), key=lambda text: PartialDate.parse(text).earliest)
    return tuple(ordered)


pairs = st.builds(in_order, points, points)
edtf = st.one_of(
    points,
    pairs.map("/".join),
    pairs.map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    st.builds(
        str.format, st.sampled_from(["../{}", "{}/..", "/{}", "{}/", "[..{}]", "[{}..]"]), points
    ),
)
partial_dates = edtf.map(PartialDate.parse)
limits = st.none() | st.dates()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2020-05-19", "2020-05-19", "2020-05-19", Precision.DAY),
        ("2019-02", "2019-02-01", "2019-02-28", Precision.MONTH),
        ("2020-02-XX", "2020-02-01", "2020-02-29", Precision.MONTH),
        ("2021-36", "2021-10-01", "2021-12-31", Precision.QUARTER),
        ("2026-33", "2026-01-01", "2026-03-31", Precision.QUARTER),
        ("2020-21", "2020-03-01", "2020-05-31", Precision.SEASON),
        ("2020-24", "2020-12-01", "2021-02-28", Precision.SEASON),
        ("2020-27", "2020-09-01", "2020-11-30", Precision.SEASON),
        ("2020-29", "2020-09-01", "2020-11-30", Precision.SEASON),
        ("2020-30", "2020-12-01", "2021-02-28", Precision.SEASON),
        ("2020-32", "2020-06-01", "2020-08-31", Precision.SEASON),
        ("9999-24", "9999-12-01", "9999-12-31", Precision.SEASON),
        ("2017-37", "2017-01-01", "2017-04-30", Precision.PART_OF_YEAR),
        ("2017-38", "2017-05-01", "2017-08-31", Precision.PART_OF_YEAR),
        ("2021-39", "2021-09-01", "2021-12-31", Precision.PART_OF_YEAR),
        ("2019-40", "2019-01-01", "2019-06-30", Precision.HALF_YEAR),
        ("2019-41", "2019-07-01", "2019-12-31", Precision.HALF_YEAR),
        ("2016", "2016-01-01", "2016-12-31", Precision.YEAR),
        ("2004-XX-XX", "2004-01-01", "2004-12-31", Precision.YEAR),
        ("2010~", "2010-01-01", "2010-12-31", Precision.YEAR),
        ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
        ("20XX", "2000-01-01", "2099-12-31", Precision.CENTURY),
        ("2010/2020-03", "2010-01-01", "2020-03-31", Precision.INTERVAL),
        ("[2017..2019]", "2017-01-01", "2019-12-31", Precision.INTERVAL),
        ("2020/..", "2020-01-01", None, Precision.OPEN),
        ("2020/", "2020-01-01", None, Precision.OPEN),
        ("[2020..]", "2020-01-01", None, Precision.OPEN),
        ("../2019", None, "2019-12-31", Precision.OPEN),
        ("/2019", None, "2019-12-31", Precision.OPEN),
        ("[..2019-06]", None, "2019-06-30", Precision.OPEN),
    ],
)
def test_parse_bounds(text, earliest, latest, precision):
    partial_date = PartialDate.parse(text)
    assert [str(partial_date.earliest), str(partial_date.latest)] == [str(earliest), str(latest)]
    assert partial_date.precision is precision


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "Enter a date"),
        ("2020-5-7", "two digits"),
        ("2020-5", "two digits"),
        ("2020.5.7", "hyphens"),
        ("2020/5/7", "2020-05-07"),
        ("2020/5", "2020-05-07"),
        ("20200507", "hyphens"),
        ("2021Q4", "2021-36"),
        ("2020-05-07T10:00", "time of day"),
        ("2020-02-30", "days 01 to 29"),
        ("2020-13", "13 is not a month"),
        ("2020-00", "00 is not a month"),
        ("2020-42", "42 is not a month"),
        ("2020-21-01", "Omit the day"),
        ("2020-XX-05", "2020-XX-XX"),
        ("201X-05", "201X"),
        ("XXXX", "X in the wrong place"),
        ("2020-05~-01", "very end"),
        ("2004-uu", "older draft"),
        ("0000", "0001 to 9999"),
        ("000X", "0001 to 9999"),
        ("-0044", "0001 to 9999"),
        ("12020", "0001 to 9999"),
        ("Y17000", "0001 to 9999"),
        ("../..", "contains no date"),
        ("/", "contains no date"),
        ("[..]", "square brackets"),
        ("[2019]", "square brackets"),
        ("2020/2019", "ends before it starts"),
        ("[2020..2019]", "ends before it starts"),
        ("May 2020", "Enter a date, such as"),
        ("２０２０", "Enter a date, such as"),
    ],
)
def test_parse_error_says_how_to_write_it(text, hint):
    with pytest.raises(PartialDateError, match=hint):
        PartialDate.parse(text)


def test_parse_needs_text():
    with pytest.raises(PartialDateError, match="int"):
        PartialDate.parse(2020)


@pytest.mark.parametrize(
    ("written", "canonical"), [(" 201x ", "201X"), ("2019?~", "2019%"), ("2019~?", "2019%")]
)
def test_parse_normalizes_variants(written, canonical):
    assert str(PartialDate.parse(written)) == canonical


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2020-05-19", "19 May 2020", "2020年5月19日"),
        ("2017-07", "July 2017", "2017年7月"),
        ("2021-36", "2021 Q4", "2021年第四季度"),
        ("2017-37", "early 2017", "2017年初"),
        ("2017-38", "mid-2017", "2017年中"),
        ("2021-39", "late 2021", "2021年底"),
        ("2019-40", "first half of 2019", "2019年上半年"),
        ("2019-41", "second half of 2019", "2019年下半年"),
        ("2020-21", "spring 2020", "2020年春"),
        ("2020-24", "winter 2020", "2020年冬"),
        ("2020-29", "spring 2020 (southern hemisphere)", "2020年春（南半球）"),
        ("201X", "2010s", "2010年代"),
        ("19XX", "20th century", "20世纪"),
        ("20XX/..", "since the 21st century", "21世纪以来"),
        ("2010~", "about 2010", "约2010年"),
        ("201X~", "about the 2010s", "约2010年代"),
        ("2010?", "2010 (uncertain)", "2010年（存疑）"),
        ("2010%", "about 2010 (uncertain)", "约2010年（存疑）"),
        ("2010/2020", "2010 to 2020", "2010年至2020年"),
        ("[2010..2012]", "between 2010 and 2012", "2010年至2012年之间"),
        ("2020/..", "since 2020", "2020年以来"),
        ("2020/", "from 2020, end unknown", "2020年起，结束时间不详"),
        ("../2019", "until 2019", "2019年以前"),
        ("/2019", "until 2019, beginning unknown", "2019年以前，开始时间不详"),
        ("[..2019]", "by 2019", "2019年或之前"),
        ("[2019..]", "in or after 2019", "2019年或之后"),
        ("0987", "987", "987年"),
    ],
)
def test_label_in_each_language(text, english, chinese):
    partial_date = PartialDate.parse(text)
    assert (
        partial_date.label() == partial_date.label("en") == partial_date.label("en-GB") == english
    )
    assert (
        partial_date.label("zh-hans")
        == partial_date.label("zh-hant")
        == partial_date.label("zh_CN")
        == chinese
    )


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("2020", "2020"),
        ("2020-05", "2020-05"),
        ("2020-05-19", "2020-05-19"),
        ("2020-05-XX", "2020-05"),
        ("2020-XX-XX", "2020"),
        ("2020~", None),
        ("2020-36", None),
        ("201X", None),
        ("2019/2020", None),
        ("[..2020]", None),
    ],
)
def test_machine_date_only_where_html_has_one(text, machine):
    assert PartialDate.parse(text).machine_date() == machine


def test_qualifiers_do_not_change_bounds():
    plain, both = PartialDate.parse("2019"), PartialDate.parse("2018~/2019?")
    assert (plain.is_approximate, plain.is_uncertain) == (False, False)
    assert (both.is_approximate, both.is_uncertain) == (True, True)
    assert PartialDate.parse("2019%").latest == plain.latest


def test_from_date_takes_dates_and_datetimes():
    assert str(PartialDate.from_date(MAY_19)) == "2020-05-19"
    assert str(PartialDate.from_date(datetime(2020, 5, 19, 23, 59))) == "2020-05-19"
    assert str(PartialDate.from_date(date(7, 1, 1))) == "0007-01-01"


@pytest.mark.parametrize(
    ("text", "certainly", "possibly"),
    [
        ("2019-06", True, True),
        ("2018-12", False, False),
        ("2019", True, True),
        ("2018/2019", False, True),
        ("2019-24", False, True),
        ("../2019", False, True),
        ("2019/..", False, True),
        ("2020/..", False, False),
        ("[..2018]", False, False),
    ],
)
def test_within_a_year(text, certainly, possibly):
    partial_date, year = PartialDate.parse(text), (date(2019, 1, 1), date(2019, 12, 31))
    assert partial_date.certainly_within(*year) is certainly
    assert partial_date.possibly_within(*year) is possibly
    assert partial_date.overlaps(PartialDate.parse("2019")) is possibly


def test_within_no_limits():
    partial_date = PartialDate.parse("../2019")
    assert partial_date.certainly_within(None, None)
    assert partial_date.certainly_within(None, date(2019, 12, 31))
    assert not partial_date.certainly_within(date(1, 1, 1), None)


def test_order_is_by_first_day_then_last():
    texts = ["[..2018]", "2019-01-01", "2019-01", "2019", "2019/..", "2019-02"]
    ordered = sorted(PartialDate.parse(text) for text in texts[::-1])
    assert [str(partial_date) for partial_date in ordered] == texts


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-04", date(2019, 4, 1), date(2019, 4, 30)),
        ("2019-04-02/..", date(2019, 4, 2), date(2019, 4, 2)),
        ("[..2018]", date(2018, 12, 31), date(2018, 12, 31)),
    ],
)
def test_span_of_an_open_date_is_its_known_day(text, first, last):
    assert PartialDate.parse(text).span == (first, last)


def test_partial_date_is_immutable():
    partial_date = PartialDate.parse("2019")
    with pytest.raises(AttributeError, match="immutable"):
        partial_date.text = "2020"
    with pytest.raises(AttributeError, match="immutable"):
        del partial_date.latest


def test_equality_is_of_the_text():
    assert PartialDate.parse("2019") == PartialDate.parse(" 2019")
    assert PartialDate.parse("2019") != PartialDate.parse("2019-XX")
    assert PartialDate.parse("2019") != "2019"
    with pytest.raises(TypeError):
        assert PartialDate.parse("2019") < "2020"


@pytest.mark.slow
@settings(max_examples=150)
@given(edtf)
def test_text_round_trip(text):
    partial_date = PartialDate.parse(text)
    assert str(partial_date) == text
    assert PartialDate.parse(str(partial_date)) == partial_date
    assert pickle.loads(pickle.dumps(partial_date)) == partial_date == copy.deepcopy(partial_date)
    assert partial_date.label("en")
    assert partial_date.label("zh-hans")


@pytest.mark.slow
@settings(max_examples=100)
@given(partial_dates)
def test_bounds_are_in_order_and_never_both_missing(partial_date):
    assert partial_date.earliest or partial_date.latest
    if partial_date.earliest and partial_date.latest:
        assert partial_date.earliest <= partial_date.latest
    assert partial_date.certainly_within(partial_date.earliest, partial_date.latest)


@pytest.mark.slow
@settings(max_examples=150)
@given(partial_dates, limits, limits)
def test_certainly_within_implies_possibly_within(partial_date, start, end):
    if partial_date.certainly_within(start, end):
        assert partial_date.possibly_within(start, end)


@pytest.mark.slow
@settings(max_examples=100)
@given(partial_dates, partial_dates)
def test_overlap_is_mutual(first, second):
    assert first.overlaps(second) is second.overlaps(first)
    assert first.overlaps(first)


@pytest.mark.slow
@settings(max_examples=100)
@given(st.lists(partial_dates, max_size=6))
def test_order_is_total_and_agrees_with_equality(partial_dates_list):
    for first, second in pairwise(sorted(partial_dates_list)):
        assert (first < second) + (first == second) + (first > second) == 1
        assert first <= second
        assert (first == second) is (first.sort_key == second.sort_key)
        assert first != second or hash(first) == hash(second)


@settings(max_examples=60)
@given(st.dates(min_value=date(1, 1, 2)), st.integers(0, 4000))
def test_interval_has_its_days_as_bounds(start, days):
    end = date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))
    partial_date = PartialDate.parse(f"{start.isoformat()}/{end.isoformat()}")
    assert partial_date.earliest == start
    assert partial_date.latest == end
    assert not partial_date.possibly_within(None, start - timedelta(1))


@pytest.mark.slow
@settings(max_examples=150)
@given(st.text("0123456789X-/.~?%[]xQuTY ", max_size=14))
def test_parse_of_any_text_is_a_date_or_an_error(text):
    with suppress(PartialDateError):
        partial_date = PartialDate.parse(text)
        assert PartialDate.parse(partial_date.text) == partial_date
