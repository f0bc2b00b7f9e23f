"""Amounts in fields and running text: the cases of the data files, and properties."""

import re
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from events.annotation.amounts import (
    Amount,
    AmountError,
    Qualifier,
    Unit,
    find_amounts,
    parse_amount,
)
from events.models import Claim
from events.models.figures import figure_label
from tests.events.annotation.amounts.cases import Case, cases_of

FILES = ("cases_first.txt", "cases_held_back.txt", "cases_unseen.txt", "cases_fresh.txt")
CASES = [case for name in FILES for case in cases_of(name)]
MIN_SHARE_RIGHT = 0.95


def lines(cases: list[Case]) -> str:
    return "\n".join(f"{case.text}: {case.expected}, read {case.result}" for case in cases)


def test_cases_are_enough_and_in_both_languages():
    chinese = [case for case in CASES if re.search("[一-鿿]", case.text)]
    assert len({(case.kind, case.text) for case in CASES}) == len(CASES) >= 220
    assert 100 <= len(chinese) <= len(CASES) - 100
    assert {case.kind for case in CASES} == {"typed", "running"}


@pytest.mark.parametrize("name", FILES)
def test_cases_are_read_right(name):
    cases = cases_of(name)
    mistakes = [case for case in cases if not case.is_right]
    assert len(mistakes) <= (1 - MIN_SHARE_RIGHT) * len(cases), lines(mistakes)


def test_no_case_is_confidently_wrong():
    wrong = [case for case in CASES if case.is_confidently_wrong]
    assert not wrong, lines(wrong)


# Round trips of formatted values

VALUES = st.decimals(min_value=1, max_value=10**14, places=4).map(lambda value: value.normalize())


@pytest.mark.slow
@given(VALUES)
def test_number_in_every_spelling_of_its_digits_is_itself(value):
    grouped = f"{value:,f}"
    wide = grouped.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    for text in (f"{value:f}", grouped, wide, grouped.replace(",", "'"), f" {value:f} "):
        assert parse_amount(text) == Amount(value)
    assert parse_amount(f"-{grouped}") == Amount(-value)


@given(
    st.sampled_from(Claim.Unit.values),
    VALUES,
    st.none() | VALUES,
    st.sampled_from(["USD", "EUR", "GBP", "INR", "BRL", "HKD", "JPY"]),
    st.sampled_from(["en", "zh-hans"]),
)
def test_label_of_a_figure_is_read_as_the_figure(unit, value, more, currency, language):
    if unit not in (Claim.Unit.MONEY, Claim.Unit.PERCENT, Claim.Unit.MULTIPLE):
        unit = Claim.Unit.PERCENT
    if unit == Claim.Unit.MONEY:  # three decimals may be thousands: 1.234 €
        value, more = round(value, 2), more and round(more, 2)
    else:
        currency, value = "", value % 1000 + 1
    value_to = value + more if more else None
    label = figure_label(value, value_to, unit, currency, language)
    amount = parse_amount(label.removesuffix(" time"))
    assert (amount.value, amount.value_to, amount.currency) == (value, value_to, currency)


HAN = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """Write a number below 10^8 as Chinese does."""
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        zero = "零" if 0 < low < 1000 else ""
        return in_han(high) + "万" + zero + (in_han(low) if low else "")
    for size, unit in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            high, low = divmod(number, size)
            zero = "零" if 0 < low < size // 10 else ""
            return HAN[high] + unit + zero + (in_han(low) if low else "")
    return HAN[number]


@given(st.integers(1, 10**8 - 1))
def test_chinese_numeral_is_the_number_it_writes(number):
    assert parse_amount(in_han(number)) == Amount(Decimal(number))
    if number % 10**4:  # 五百万亿 is 5 × 10^14, not 500 × 10^4 × 10^8
        assert parse_amount(f"百分之{in_han(number)}").unit is Unit.PERCENT


SCALES = {"万": 4, "亿": 8, "万亿": 12, " million": 6, " billion": 9, "bn": 9, "千万": 7, "百万": 6}
WORDS = [("约", "about "), ("近", "nearly "), ("超过", "more than "), ("至少", "at least ")]
QUALIFIERS = [Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.MORE_THAN, Qualifier.AT_LEAST]


@given(
    st.decimals(min_value=1, max_value=999, places=2),
    st.sampled_from(sorted(SCALES)),
    st.integers(0, 3),
    st.booleans(),
)
def test_scale_and_qualifier_are_read_in_both_languages(number, scale, index, is_english):
    text = f"{WORDS[index][is_english]}{number}{scale}"
    value = number.scaleb(SCALES[scale])
    assert parse_amount(text) == Amount(value, qualifier=QUALIFIERS[index])


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(sorted(SCALES)))
def test_range_has_the_scale_of_its_end(first, more, scale):
    last = first + more
    amount = parse_amount(f"{first}-{last}{scale}")
    power = SCALES[scale]
    assert (amount.value, amount.value_to) == (first * 10**power, last * 10**power)


# No text is an error of the program

PIECES = st.sampled_from(
    [
        *"零一二两三四五六七八九十百千万亿点半多余几第年月个名元块成倍近超约至到和负％%‰$€£¥₩₹",
        *"0123456789.,，'-–~()+ xX×^e",
        *(
            "百分之",
            "四分之",
            "人民币",
            "美元",
            "不到",
            "以上",
            "左右",
            "之间",
            "between ",
            " and ",
        ),
        *(
            " to ",
            "million",
            " billion",
            "bn",
            "k",
            "M",
            "half a ",
            "three ",
            "hundred ",
            "percent",
        ),
        *(
            "times",
            "users",
            "US$",
            "10^",
            "⁸",
            "more than ",
            "nearly ",
            " or more",
            "\x00",
            "\ud800",
        ),
    ]
)


@pytest.mark.slow
@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
@example("$a millionX")
@example("1" * 5000)
@example("点" + "一" * 5000)
@example("一" + "点" + "一" * 500 + "亿")
@example("9" * 60 + "万亿")
@example("1e9999999999")
@example("1,111" * 2000)
@example("三百" * 3000)
def test_any_text_is_read_without_a_crash(text):
    found = find_amounts(text)
    for item in found:
        assert text[item.start : item.end] == item.text
        assert parse_amount(item.text) == item.amount
    assert all(first.end <= second.start for first, second in pairwise(found))
    with suppress(AmountError):
        amount = parse_amount(text)
        assert amount.value.is_finite()
        assert amount.value_to is None or amount.value < amount.value_to


@given(st.sampled_from([case.text for case in CASES]), st.sampled_from("。，,.\n ；"))
def test_amounts_found_do_not_depend_on_text_far_away(text, mark):
    longer = f"没有数字的句子。\n{text}{mark}\nNothing is counted here."
    assert [item.amount for item in find_amounts(longer)] == [
        item.amount for item in find_amounts(text)
    ]


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("几百万", "is not an exact number", "不是确切的数字"),
        ("¥500", "more than one way", "不止一种理解"),
        ("3.2 foo", "is not understood", "无法识别"),
    ],
)
def test_error_says_what_is_wrong_in_the_active_language(text, english, chinese):
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language), pytest.raises(AmountError, match=words) as error:
            parse_amount(text)
        assert text in str(error.value)
