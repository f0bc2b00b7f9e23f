"""The measure of what is given word for word."""

import random

import pytest

from events.annotation.verbatim import RUN, Article, is_short, tokens_of, words_of
from tests.events.quotations import crawl

TEXT = "亚马逊在2019年6月关闭了Spark，因为用户太少。Nobody used it, they said."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("很快，Spark 1.5亿!", ["很", "快", "spark", "1", "5", "亿"]),
        ("TikTok’s UK-pilot", ["tiktok", "s", "uk", "pilot"]),
        ("Ｓｐａｒｋ２０１９", ["spark", "2019"]),
        ("關閉", ["关", "闭"]),
        ("Café 𠮷野家", ["café", "𠮷", "野", "家"]),
        ("…—“”\n\t", []),
    ],
)
def test_tokens_are_characters_words_and_numbers(text, expected):
    assert words_of(text) == expected
    assert [token.text for token in tokens_of(text)] == expected


def test_tokens_know_their_place():
    text = "在ﬁne的2019年"
    assert [text[token.start : token.end] for token in tokens_of(text)] == [
        "在", "ﬁne", "的", "2019", "年",
    ]  # fmt: skip


def test_a_run_counts_and_less_does_not():
    article = Article(TEXT)
    words = [token.text for token in article.tokens]
    for length in range(1, 14):
        given = article.given_by(" ".join(words[3 : 3 + length]))
        assert given == (set(range(3, 3 + length)) if length >= RUN else set())


@pytest.mark.parametrize(
    "answer",
    [
        "亞馬遜在2019年6月關閉了SPARK",
        "「亚马逊」在 2019 年，6 月……关闭了 spark",
        "他说亚马逊在２０１９年６月关闭了Spark吗",
    ],
)
def test_spelling_and_punctuation_make_no_difference(answer):
    assert len(Article(TEXT).given_by(answer)) == 12


def test_a_run_that_occurs_twice_is_given_twice():
    article = Article("一二三四五六七八。甲乙。一二三四五六七八")
    assert article.given_by("一二三四五六七八") == {*range(8), *range(10, 18)}


def test_tokens_within_a_span_are_whole():
    article = Article("在Spark里2019年")
    assert article.within(0, 3) == {0}
    assert article.within(1, 6) == {1}
    assert article.within(0, len(article.text)) == {0, 1, 2, 3, 4}
    assert article.within(7, 10) == set()


def test_runs_around_join_adjacent_tokens():
    article = Article("一二，三四。五六七")
    assert article.runs_around({2}, {1, 2, 3, 5}) == ["二，三四"]
    assert article.runs_around({1, 3, 5}, {1, 2, 3, 5, 6}) == ["二，三四", "六七"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("字" * 60, True),
        ("字" * 61, False),
        ("word " * 40, True),
        ("word " * 41, False),
        ("字" * 30 + " word" * 20, True),
        ("字" * 31 + " word" * 20, False),
        ("字，" * 60, True),
    ],
)
def test_length_of_one_quotation(text, expected):
    assert is_short(text) is expected


def test_measure_agrees_with_an_independent_one():
    """The tests of the public site measure with code of their own."""
    chance = random.Random(5)
    pieces = ["用", "户", "在", "Spark", "2019", "，", " ", "。", "shop", "直播", "3.5"]
    for _ in range(200):
        text = "".join(chance.choices(pieces, k=60))
        answers = [text[at : at + 40] for at in (3, 9, 30)]
        given = set(crawl.runs(crawl.tokens("\n".join(answers[:1]))))
        words = crawl.tokens(text)
        other = {
            at + offset
            for at, run in enumerate(crawl.runs(words))
            if run in given
            for offset in range(crawl.RUN)
        }
        assert Article(text).given_by(answers[0]) == other
