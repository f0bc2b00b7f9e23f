"""The clause of a passage that is worth quoting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.annotation.clauses import clause_around, clauses_of, opening, verdict_spans
from events.annotation.verbatim import is_short

TEXTS = st.text(st.sampled_from("用户在2019年6月，。“”（）,. ShopLive很、：\n"), max_size=200)


def clause(text, words):
    start = text.index(words)
    span = clause_around(text, [(start, start + len(words))])
    return span and text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("疫情之后，日活跃用户数就已突破17亿，月活跃用户更多。", "17亿", "日活跃用户数就已突破17亿"),
        ("营收1,234.5亿美元，同比增长，利润下降", "1,234.5亿美元", "营收1,234.5亿美元"),
        ("2012年,Facebook推出了Messenger", "2012年", "2012年,Facebook推出了Messenger"),
        ("他认为“平台很大，用户很多，但没有人购买”，很失望", "用户很多", "他认为“平台很大，用户很多，但没有人购买”"),
        ("It opened. In June 2019 the shop was closed by its owner. Nobody", "2019", "In June 2019 the shop was closed by its owner"),
        ("（Amazon Live）在2019年4月正式上线了", "2019年", "（Amazon Live）在2019年4月正式上线了"),
    ],
)  # fmt: skip
def test_whole_clauses_with_the_words(text, words, expected):
    assert clause(text, words) == expected


def test_long_clause_is_cut_around_the_words():
    text = "字" * 50 + "增长了17亿" + "字" * 50
    found = clause(text, "17亿")
    assert "17亿" in found
    assert is_short(found)


def test_nothing_wanted_and_words_that_are_too_long():
    assert clause_around("用户很多", []) is None
    assert clause_around("字" * 90, [(0, 90)]) is None
    assert clause_around("，。", [(0, 1)]) is None


def test_opening_is_as_long_as_a_quotation_may_be():
    text = "，".join(["用户不愿意在这里购买商品"] * 9)
    start, end = opening(text)
    assert start == 0
    assert is_short(text[:end])
    assert not is_short(text[: end + 13])
    assert opening("…") is None


@pytest.mark.parametrize(
    "text",
    ["亚马逊关闭了Spark", "計畫遭到擱置", "It was shut down", "Nobody came and it FAILED", "项目胎死腹中，未能上线"],
)  # fmt: skip
def test_verdicts_are_found(text):
    assert verdict_spans(text)


@given(TEXTS, st.data())
def test_clauses_are_inside_the_text_and_quotable(text, data):
    spans = clauses_of(text)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))
    if text:
        low = data.draw(st.integers(0, len(text) - 1))
        high = data.draw(st.integers(low + 1, len(text)))
        if (span := clause_around(text, [(low, high)])) is not None:
            assert 0 <= span[0] < span[1] <= len(text)
            assert is_short(text[slice(*span)])
    if (span := opening(text)) is not None:
        assert is_short(text[slice(*span)])
