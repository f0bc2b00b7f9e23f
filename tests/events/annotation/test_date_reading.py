"""Dates in running text: which expressions are found, how they are resolved, and which are not."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.annotation.dates import PartialDate, find_dates, read_date

JUNE_2020 = date(2020, 6, 1)
MARCH_2022 = date(2022, 3, 25)
JULY_2022 = date(2022, 7, 12)


def dates_of(text, published=JUNE_2020, language=None):
    """Return the EDTF text of each date found, None for an unresolved one."""
    dates = find_dates(text, published, language)
    return [str(item.date) if item.date else None for item in dates]


# Every expression of the five articles: expression, date of the article, EDTF.
IN_ARTICLES = [
    ("去年", date(2021, 6, 30), "2020"),
    ("今年", date(2021, 6, 30), "2021"),
    ("2020年", date(2021, 6, 30), "2020"),
    ("2022年", MARCH_2022, "2022"),
    ("2010年到2020年", MARCH_2022, "2010/2020"),
    ("2003年5月", MARCH_2022, "2003-05"),
    ("今年2月", MARCH_2022, "2022-02"),
    ("2021年四季度", MARCH_2022, "2021-36"),
    ("2016年", JUNE_2020, "2016"),
    ("5月19日", JUNE_2020, "2020-05-19"),
    ("2017年初", JUNE_2020, "2017-37"),
    ("2017年7月", JUNE_2020, "2017-07"),
    ("2018年9月", JUNE_2020, "2018-09"),
    ("2020年5月7日", JUNE_2020, "2020-05-07"),
    ("近期", JUNE_2020, "[..2020-06-01]"),
    ("截至2020年三月底", JUNE_2020, "../2020-03-31"),
    ("近日", JUNE_2020, "[..2020-06-01]"),
    ("2020财年", JUNE_2020, None),
    ("2019年11月6日", JUNE_2020, "2019-11-06"),
    ("2018年5月20日", JUNE_2020, "2018-05-20"),
    ("年末", JUNE_2020, None),
    ("3年之后", JULY_2022, None),
    ("日前", JULY_2022, "[..2022-07-12]"),
    ("今年一季度", JULY_2022, "2022-33"),
    ("自2015年以来", JULY_2022, "2015/.."),
    ("自2020年以来", JULY_2022, "2020/.."),
    ("2021年底", JULY_2022, "2021-39"),
    ("上个月", JULY_2022, "2022-06"),
    ("2010年前后", date(2020, 10, 31), "2010~"),
    ("(2014)", date(2020, 10, 31), "2014"),
]
NO_DATES = [
    *("1年", "20年经验", "18 年來", "十年间", "十年來", "2000至9000美元", "3.6倍", "1500年", "2.0"),
    *("15个月", "50多个国家", "618前夕", "618、双十一", "Prime Day", "996", "10.2501", "1万3千亿"),
    *("010-2019-0601", "v2019.1.2", "￥2019.5", "38分钟", "12小时以上", "近四分之三", "30亿之多"),
    *(
        "如今年轻人",
        "如今年销百万",
        "目前天猫",
        "以上月活",
        "基本周期",
        "日本月销",
        "今日头条",
        "昨天的自己",
    ),
    *("21世纪经济报道", "每年6月", "七八年", "之后的几年中", "年中大促", "当年"),
    *("https://example.org/2020/06/01/", "a@2019.org", "the last year", "may 19", "2020 users"),
]


@pytest.mark.parametrize(("expression", "published", "expected"), IN_ARTICLES)
def test_read_date_of_expressions_in_the_articles(expression, published, expected):
    found = read_date(expression, published)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_find_dates_ignores_other_text(text):
    assert find_dates(text, JUNE_2020) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("2020-06-01", "2020-06-01"),
        ("2020.5.7", "2020-05-07"),
        ("2020/5/7", "2020-05-07"),
        ("2020-06", "2020-06"),
        ("2010-12", None),
        ("25/12/2019", "2019-12-25"),
        ("05/07/2019", None),
        ("2021Q4", "2021-36"),
        ("2021年Q4", "2021-36"),
        ("2021年第四季度", "2021-36"),
        ("前年", "2018"),
        ("明年", "2021"),
        ("上個月", "2020-05"),
        ("本月", "2020-06"),
        ("下个月", "2020-07"),
        ("上周", "2020-05-25/2020-05-31"),
        ("上周日", "2020-05-31"),
        ("昨天", "2020-05-31"),
        ("今天", "2020-06-01"),
        ("今年年底", "2020-39"),
        ("2017年上半年", "2017-40"),
        ("2017年下半年", "2017-41"),
        ("2017年春", "2017-21"),
        ("2017年春节", "2017-01/2017-02"),
        ("2017年中", "2017-38"),
        ("2010年代", "201X"),
        ("上世纪九十年代", "199X"),
        ("20世紀90年代初", "1990/1993"),
        ("20年代", None),
        ("19世纪", "18XX"),
        ("2010-2020年", "2010/2020"),
        ("二〇二〇年", "2020"),
        ("一九年", "2019"),
        ("19年6月", "2019-06"),
        ("2021年1-8月", "2021-01/2021-08"),
        ("5月19日至21日", "2020-05-19/2020-05-21"),
        ("2019年底之前", "[..2019-39]"),
        ("2020年之前", "[..2019]"),
        ("2016年之后", "[2016..]"),
        ("2020年5月7", "2020-05"),
        ("2020年2月30日", None),
        ("2020年13月", None),
    ],
)
def test_read_date_chinese_and_digits(expression, expected):
    found = read_date(expression, JUNE_2020)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("19 May 2020", "2020-05-19"),
        ("May 19, 2020", "2020-05-19"),
        ("May 2020", "2020-05"),
        ("early 2017", "2017-37"),
        ("mid-2018", "2018-38"),
        ("late 2019", "2019-39"),
        ("end of 2019", "2019-39"),
        ("Q4 2021", "2021-36"),
        ("fourth quarter of 2021", "2021-36"),
        ("last year", "2019"),
        ("this year", "2020"),
        ("last month", "2020-05"),
        ("last February", None),
        ("last November", "2019-11"),
        ("this February", "2020-02"),
        ("the 1990s", "199X"),
        ("spring 2018", "2018-21"),
        ("winter 2018", "2017-12/2019-02"),
        ("first half of 2020", "2020-40"),
        ("since 2020", "2020/.."),
        ("between 2010 and 2020", "2010/2020"),
        ("by 2025", "[..2025]"),
        ("as of March 2020", "../2020-03"),
        ("three years later", None),
        ("the 21st century", "20XX"),
    ],
)
def test_read_date_english(expression, expected):
    found = read_date(expression, JUNE_2020)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2020, 5, 19), "2020-05-19"),
        (date(2020, 12, 31), "2020-05-19"),
        (date(2020, 5, 18), None),  # may be announced for tomorrow, or a year old
        (date(2020, 5, 1), None),
        (date(2021, 2, 1), None),  # may be of last year, which is not stated
        (PartialDate.parse("2020-06"), "2020-05-19"),
        (PartialDate.parse("2020-05"), None),
        (PartialDate.parse("2020"), None),
        (PartialDate.parse("2020-06-01~"), None),
        (PartialDate.parse("[..2020]"), None),
        (None, None),
    ],
)
def test_day_without_year_is_in_the_year_of_the_article_or_open(published, expected):
    found = read_date("5月19日", published)
    assert (str(found) if found else None) == expected


def test_day_without_year_early_in_the_year_may_be_of_last_year():
    assert dates_of("12月30日，平台下线", date(2021, 1, 8)) == ["2020-12-30"]


def test_day_without_year_at_the_turn_of_the_year_is_open():
    assert dates_of("1月5日，平台下线", date(2020, 12, 28)) == [None]
    assert dates_of("1月20日，平台下线", date(2020, 12, 28)) == ["2020-01-20"]


def test_day_without_year_in_an_announcement_is_in_the_future():
    assert dates_of("平台将于6月18日上线", date(2020, 6, 10)) == ["2020-06-18"]
    assert dates_of("It will open on June 18", date(2020, 6, 10)) == ["2020-06-18"]


def test_month_without_year_is_in_the_year_of_its_sentence():
    assert dates_of("2019年6月上线，又在9月关闭") == ["2019-06", "2019-09"]
    assert dates_of("2019年6月上线，3月关闭") == ["2019-06", "2020-03"]


def test_month_without_year_between_two_years_is_open():
    assert dates_of("2019年2月上线。4月关闭。") == ["2019-02", None]
    assert dates_of("2019年2月上线。4月关闭。", None) == ["2019-02", None]


def test_month_without_year_is_open_if_the_year_is_ambiguous():
    assert dates_of("2017年6月上线，3月关闭") == ["2017-06", None]


def test_neighbouring_year_needs_a_year_in_its_sentence():
    assert dates_of("In 2016 it grew, as the year before.") == ["2016", "2015"]
    assert dates_of("It grew in 2016. Founded the year before, X is old.") == ["2016", None]


def test_not_until_is_not_an_upper_bound():
    assert dates_of("not until 2019") == ["2019"]
    assert dates_of("until 2019") == ["../2019"]


def test_year_end_is_in_the_year_of_its_paragraph():
    assert dates_of("2019年它上线，年末又关闭") == ["2019", "2019-39"]
    assert dates_of("2019年它上线。\n\n年末又关闭") == ["2019", None]


def test_years_later_are_counted_from_the_last_named_year():
    text = "2016年它诞生。\n\n3年之后它流行。\n\n再3年后它没落。"
    assert dates_of(text, JULY_2022) == ["2016", "2019~", "2022~"]
    assert dates_of("2016年它诞生。\n\n无事。\n\n3年之后它流行。") == ["2016", None]
    assert dates_of("It opened in 2016. Three years later it closed.") == ["2016", "2019~"]


def test_the_same_year_and_the_next():
    assert dates_of("2016年5月，同年9月，次年初") == ["2016-05", "2016-09", "2017-37"]
    assert dates_of("in 2016, and in May of that year") == ["2016", "2016-05"]


def test_quotation_leaves_days_open_and_years_uncertain():
    assert dates_of("他说：“我们昨天上线。”") == [None]
    assert dates_of("他说：“我们去年上线。”去年") == ["2019?", "2019"]


def test_relative_year_needs_an_article_dated_to_one_year():
    assert dates_of("去年", PartialDate.parse("2020")) == ["2019"]
    assert dates_of("去年", PartialDate.parse("2019/2020")) == [None]
    assert dates_of("去年", None) == [None]


def test_interval_that_ends_before_it_starts_is_open():
    assert dates_of("2019年5月至2018年3月") == [None]


def test_found_date_has_offsets_and_explanation():
    text = "🎉今年2月推出；去年"
    first, second = find_dates(text, MARCH_2022)
    assert (first.start, first.end, first.text) == (1, 5, "今年2月")
    assert first.how == "‘今年2月’ in an article of 2022-03-25"
    assert text[second.start : second.end] == "去年"
    (unknown,) = find_dates("去年")
    assert "not known" in unknown.how


def test_language_limits_the_grammar():
    text = "2019年5月 May 2018 2017-01-02"
    assert dates_of(text, language="zh-Hans") == ["2019-05", "2017-01-02"]
    assert dates_of(text, language="en") == ["2018-05", "2017-01-02"]


def test_traditional_script_is_read_like_simplified():
    assert dates_of("從2016年起；上個世紀80年代；上週五") == dates_of(
        "从2016年起；上个世纪80年代；上周五"
    )


def test_read_date_of_more_than_one_expression():
    assert read_date("2019年、2020年", JUNE_2020) is None
    assert read_date("无", JUNE_2020) is None


@pytest.mark.slow
@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_labels_are_read_back(day):
    for edtf in (f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y}-36", f"{day:%Y}-40"):
        found = PartialDate.parse(edtf)
        assert read_date(found.label("zh-hans")) == found
        # In English a year alone is a number, so it needs a preposition.
        assert read_date(f"in {found.label('en')}") == found


@pytest.mark.slow
@settings(max_examples=80)
@given(st.text("0123456789年月日今去上个本前后至-/.,，。“” 至截自初底 MayinQ", max_size=30))
def test_find_dates_has_ordered_valid_offsets_for_any_text(text):
    end = 0
    for found in find_dates(text, JUNE_2020):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        end = found.end


ORIGINALS = Path(os.environ.get("KB_ORIGINALS") or Path(__file__).parents[4] / "shared" / "seeds")


@pytest.mark.slow
@pytest.mark.skipif(not ORIGINALS.is_dir(), reason=f"the original articles are not in {ORIGINALS}")
def test_dates_of_an_original_article():
    (path,) = ORIGINALS.glob("002_*.txt")
    text = path.read_text(encoding="utf-8")
    dates = [str(item.date) for item in find_dates(text, JUNE_2020) if item.date]
    expected = [
        *("2020-05-19", "2016", "2018", "2019", "2017-37", "2017-07", "2018-09", "2019-06"),
        *("2019-39", "2020-05-07", "2006", "../2020-03-31", "2019-04", "2019-11-06"),
    ]
    assert [edtf for edtf in expected if edtf not in dates] == []


def test_modifier_does_not_take_words_of_the_next_date():
    first, second = find_dates("初1月后年", JUNE_2020)
    assert (first.text, second.text) == ("1月", "后年")
