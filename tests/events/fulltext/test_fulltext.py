import os
import random
import re
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from events.fulltext import (
    as_query,
    as_vector,
    fold,
    highlight,
    matches,
    query_text,
    rank,
    vector_text,
)

ALPHABET = [
    *"抖音电商直播带货17 ,.，。-_\"“”'\\:*&|!()<>\tTikShop",
    *["é", "İ", "ß", "ﬁ", "①", "½", "𠮷", "🎉", "々", "〇", "ｶ", "ﾞ", "한", "ㅎ", "ᅡ", "著", "現"],
    *["\0", "\u200b", "\u0301", "\ufe0f", "\ud800", "TikTok", "FacebookShop", "2021Q4"],
]
any_texts = st.lists(st.sampled_from(ALPHABET), max_size=25).map("".join)
queries = st.lists(st.sampled_from(ALPHABET), max_size=8).map("".join)
# PostgreSQL's text holds neither: they can only occur in a query.
storable = any_texts.map(lambda text: re.sub("[\0\ud800]", "", text))

MATCHING = [
    ("抖音电商上线", "抖音"),
    ("抖音电商上线", "抖音电商"),
    ("抖音电商上线", "音电商"),
    ("抖音电商上线", "商"),
    ("抖音电商上线", "上线 抖音"),
    ("現在複製網站", "现在复制"),
    ("现在复制网站", "現在複製"),
    ("跟著直播", "跟着直播"),
    ("Facebook Shop上线", "shop"),
    ("FacebookShop上线", "facebook shop"),
    ("FacebookShop上线", "shop"),
    ("FacebookShop上线", "facebooks"),
    ("FacebookShop上线", "Shop上线"),
    ("Facebook Shop上线", "FacebookShop上线"),
    ("TikTok 小店", "TikTok小店"),
    ("TikTok小店", "tiktok 小店"),
    ("小店TikTok开张", "小店tik"),
    ("ＴｉｋＴｏｋ　小店", "tiktok"),
    ("Sparks", "spar"),
    ("2021Q4财报", "q4"),
    ("2021Q4财报", "2021"),
    ("收入17亿元", "17亿"),
    ("收入1.7亿元", "1.7亿"),
    ("收入10,000元", "10,000"),
    ("a facebook shop here", '"facebook shop"'),
    ("a facebook shop here", "“facebook shop”"),
    ("𠮷野家开店", "𠮷野"),
    ("café", "cafe\u0301"),
    ("零\u200b宽", "零宽"),
]
NOT_MATCHING = [
    ("抖音，电商", "抖音电商"),
    ("抖音电商", "音抖"),
    ("抖音电商", "抖音 快手"),
    ("直播之后带货", "直播带货"),
    ("收入170亿元", "17亿"),
    ("收入2.17亿", "1.7亿"),
    ("facebook, shop", '"facebook shop"'),
    ("shop facebook", '"facebook shop"'),
    ("TikTok，小店", "TikTok小店"),
    ("TikTok小店", "tik小店x"),
    ("bookshop", "shop"),
    ("抖音", "，。"),
    ("抖音", ""),
]


def test_fold_removes_variants():
    assert fold("ＴｉｋＴｏｋ 現在臺灣 ﬁne\u200b ①") == "tiktok 现在台湾 fine 1"


@given(any_texts)
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.slow
@given(any_texts, any_texts)
def test_fold_contains_the_fold_of_each_part(before, after):
    assert fold(before + " 抖音 " + after) == fold(before) + " 抖音 " + fold(after)


@pytest.mark.parametrize(("text", "query"), MATCHING)
def test_matches_matching_query(text, query):
    assert matches(text, query)


@pytest.mark.parametrize(("text", "query"), NOT_MATCHING)
def test_matches_no_other_query(text, query):
    assert not matches(text, query)


@pytest.mark.slow
@given(storable, st.text(st.sampled_from("抖音电商直播带货現著々"), min_size=1, max_size=5))
def test_matches_chinese_query_as_substring(text, query):
    assert matches(text, query) == (fold(query) in fold(text))


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("在抖音上，抖音小店", "抖音", ["抖音", "抖音"]),
        ("看㍿的TikTok", "tik", ["Tik"]),
        ("ﬁne 現在", "现在 fine", ["ﬁne", "現在"]),
        ("cafe\u0301的事", "café", ["cafe\u0301"]),
        ("抖抖抖", "抖抖", ["抖抖抖"]),
        ("抖音", "抖 音", ["抖音"]),
        ("Facebook Shop", "FacebookShop", ["Facebook Shop"]),
        ("🎉𠮷野家", "野", ["野"]),
        ("bookshop", "shop", []),
    ],
)
def test_highlight_returns_spans_of_the_original_text(text, query, parts):
    assert [text[start:end] for start, end in highlight(text, query)] == parts


@pytest.mark.slow
@given(storable, queries)
def test_highlight_spans_are_ordered_and_agree_with_matches(text, query):
    spans = highlight(text, query)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    if matches(text, query):
        assert spans


def test_query_text_of_each_kind_of_token():
    assert query_text("抖音电商") == "(('抖音' <-> '音电' <-> '电商'))"
    assert query_text("商") == query_text("商 商") == "(('商'))"
    assert query_text("Spar 2021") == "(('spar':*)) & (('2021'))"
    assert query_text("小店tik") == "(('小店' <2> 'tik':*))"
    assert query_text("ShopPay店") == "(('shoppay' <-> '店') | ('shop' <-> 'pay' <-> '店'))"


@pytest.mark.parametrize("query", ["", " \t", "，。！", "\0", "&|!()<->:*", "'", "\\", '""', "🎉"])
def test_query_text_without_terms_is_none(query):
    assert query_text(query) is None
    assert as_query(query) is None


def test_vector_text_of_parts():
    assert vector_text([("抖音", "A"), ("it's", "D")]) == (
        "'it':4D 's':5D '抖':1A '抖音':1A '音':2A"
    )


def test_vector_text_rejects_an_unknown_weight():
    with pytest.raises(ValueError, match="weight"):
        vector_text([("抖音", "E")])


@pytest.mark.slow
def test_vector_text_positions_stay_in_bounds():
    text = "".join(chr(0x4E00 + index) for index in range(20_000)) + "的" * 600
    positions = [
        list(map(int, re.findall(r"\d+(?=[A-D])", entry)))
        for entry in vector_text([(text, "A")]).split(" ")
    ]
    assert max(map(max, positions)) <= 16_383
    assert max(map(len, positions)) <= 255


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def database_matches(text, query):
    tsquery = query_text(query)
    vector = vector_text([(text, "A")])
    return tsquery is not None and sql("SELECT %s::tsvector @@ %s::tsquery", vector, tsquery)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "query"), MATCHING)
def test_database_finds_matching_query(text, query):
    assert database_matches(text, query)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "query"), NOT_MATCHING)
def test_database_finds_no_other_query(text, query):
    assert not database_matches(text, query)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(storable, queries)
@example("a", "' | \\' & <-> '':*")
def test_database_accepts_any_query_and_agrees_with_matches(text, query):
    is_match = database_matches(text, query)
    # Punctuation in a term counts as a position of any content: "1,7" is 1, any, 7.
    if is_match != matches(text, query):
        assert is_match
        assert re.search(r"<\d+>", query_text(query))


@pytest.mark.slow
@pytest.mark.django_db
def test_database_accepts_a_very_long_text():
    generator = random.Random(1)
    text = "".join(chr(generator.randint(0x4E00, 0x9FA5)) for _ in range(120_000))
    vector = vector_text([(text, "D"), ("Ab1" * 50_000, "D"), ("x" * 10_000, "D")])
    assert sql("SELECT length(%s::tsvector)", vector) > 50_000
    early = text[:20_000]
    starts = (0, 9_000, 16_315, 16_330, 19_990)
    assert all(database_matches(early, early[start : start + 6]) for start in starts)


@pytest.mark.django_db
def test_database_expressions_combine():
    rows = ContentType.objects.annotate(vector=as_vector([("抖音电商", "A"), ("小店", "D")]))
    assert rows.filter(vector=as_query("抖音")).exists()
    assert not rows.filter(vector=as_query("快手")).exists()
    assert rows.filter(vector=as_query("抖音") & as_query("店")).exists()
    assert rows.filter(vector=as_query("快手") | as_query("店")).exists()
    assert rows.filter(vector=~as_query("快手")).exists()
    assert not rows.filter(vector=as_query("快手'\\") & as_query("店")).exists()


@pytest.mark.django_db
def test_database_ranks_heavier_parts_first():
    rows = ContentType.objects.annotate(
        vector=as_vector([("抖音电商", "A"), ("小店", "D")]),
        title=rank("抖音", "vector"),
        body=rank("小店", "vector"),
        nothing=rank("，", "vector"),
    )
    row = rows.first()
    assert row.title > row.body > row.nothing == 0


ORIGINALS = Path(os.environ.get("KB_ORIGINALS") or Path(__file__).parents[4] / "shared" / "seeds")


def sentences():
    texts = [path.read_text(encoding="utf-8") for path in sorted(ORIGINALS.glob("*.txt"))]
    parts = [part for text in texts for part in re.split(r"[。！？\n]", text) if len(part) > 3]
    return list(dict.fromkeys(parts))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("script", ["original", "s2t", "t2s"])
def test_database_finds_every_substring_of_the_articles(length, script):
    rows = sentences()
    if not rows:
        pytest.skip(f"no originals in {ORIGINALS.name}: set KB_ORIGINALS")
    runs = re.findall(r"[\u4e00-\u9fff]+", "\n".join(rows))
    pool = sorted({run[i : i + length] for run in runs for i in range(len(run) - length + 1)})
    convert = str if script == "original" else OpenCC(script).convert
    chosen = [convert(query) for query in random.Random(length).sample(pool, 40)]
    vectors = [vector_text([(row, "A")]) for row in rows]
    folded = [fold(row) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE sentence ON COMMIT DROP AS "
            "SELECT ordinality - 1 AS id, v::tsvector FROM unnest(%s) "
            "WITH ORDINALITY AS t(v, ordinality)",
            [vectors],
        )
        for query in chosen:
            cursor.execute("SELECT id FROM sentence WHERE v @@ %s::tsquery", [query_text(query)])
            assert {row[0] for row in cursor.fetchall()} == {
                index for index, text in enumerate(folded) if fold(query) in text
            }
