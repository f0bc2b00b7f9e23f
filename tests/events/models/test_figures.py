from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models.figures import ENGLISH_SCALES, figure_label, scaled


def label(value, value_to=None, unit="people", currency="", language="en"):
    decimal = Decimal(str(value))
    decimal_to = None if value_to is None else Decimal(str(value_to))
    return figure_label(decimal, decimal_to, unit, currency, language)


@pytest.mark.parametrize(
    ("value", "currency", "english", "chinese"),
    [
        ("30000000000", "USD", "$30 billion", "300亿美元"),
        ("1500000", "CNY", "¥1.5 million", "150万元人民币"),
        ("2000", "USD", "$2,000", "2,000美元"),
        ("1100000000000", "USD", "$1.1 trillion", "1.1万亿美元"),
        ("-3800000000", "EUR", "−€3.8 billion", "−38亿欧元"),
        ("500", "SGD", "SGD 500", "500SGD"),
    ],
)
def test_figure_label_money(value, currency, english, chinese):
    assert label(value, unit="money", currency=currency) == english
    assert label(value, unit="money", currency=currency, language="zh-hans") == chinese


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        ("2500000000", "people", "2.5 billion people", "25亿人"),
        ("12000", "merchants", "12,000 merchants", "1.2万个商家"),
        ("10.50", "percent", "10.5%", "10.5%"),
        ("5", "multiple", "5 times", "5倍"),
        ("1", "months", "1 month", "1个月"),
        ("12", "hours", "12 hours", "12小时"),
    ],
)
def test_figure_label_units(value, unit, english, chinese):
    assert label(value, unit=unit) == english
    assert label(value, unit=unit, language="zh-hans") == chinese


@pytest.mark.parametrize(
    ("value", "value_to", "unit", "currency", "english", "chinese"),
    [
        ("2000", "9000", "money", "USD", "$2,000–9,000", "2,000至9,000美元"),
        ("30000000000", "32000000000", "money", "USD", "$30–32 billion", "300至320亿美元"),
        ("900000000", "1200000000", "money", "USD", "$900 million to $1.2 billion", "9至12亿美元"),
        ("5000", "20000", "people", "", "5,000–20,000 people", "5,000至2万人"),
        ("10", "15", "percent", "", "10–15%", "10%至15%"),
        ("-5", "3", "percent", "", "−5% to 3%", "−5%至3%"),
    ],
)
def test_figure_label_ranges(value, value_to, unit, currency, english, chinese):
    assert label(value, value_to, unit, currency) == english
    assert label(value, value_to, unit, currency, "zh-hans") == chinese


def test_figure_label_range_small_to_large_names_both_scales():
    assert label("900", "2000000", "money", "USD") == "$900 to $2 million"


def test_figure_label_without_a_value_is_empty():
    assert figure_label(None, None, "", "", "en") == ""


def test_figure_label_never_rounds():
    assert label("1234567") == "1,234,567 people"
    assert label("1234567", language="zh") == "1,234,567人"


@pytest.mark.slow
@settings(max_examples=200)
@given(st.decimals(min_value=-(10**14), max_value=10**14, places=2))
def test_scaled_multiplied_out_is_the_value(value):
    number, scale = scaled(value, ENGLISH_SCALES)
    size = {word: size for size, word in ENGLISH_SCALES}.get(scale, Decimal(1))
    assert Decimal(number.replace(",", "").replace("−", "-")) * size == value
