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
scraps = st.lists(st.sampled_from(ALPHABET), max_size=25).map("".join)
queries = st.lists(st.sampled_from(ALPHABET), max_size=8).map("".join)
# PostgreSQL's text has neither; they are only ever in what a reader sends.
storable = scraps.map(lambda text: re.sub("[\0\ud800]", "", text))

FOUND = [
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
NOT_FOUND = [
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


def test_fold_makes_writings_the_same():
    assert fold("ＴｉｋＴｏｋ 現在臺灣 ﬁne\u200b ①") == "tiktok 现在台湾 fine 1"


@given(scraps)
def test_fold_twice_is_fold_once(text):
    assert fold(fold(text)) == fold(text)


@given(scraps, scraps)
def test_fold_of_a_text_contains_the_fold_of_its_words(before, after):
    assert fold(before + " 抖音 " + after) == fold(before) + " 抖音 " + fold(after)


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_matches_found(text, words):
    assert matches(text, words)


@pytest.mark.parametrize(("text", "words"), NOT_FOUND)
def test_matches_not_found(text, words):
    assert not matches(text, words)


@given(storable, st.text(st.sampled_from("抖音电商直播带货現著々"), min_size=1, max_size=5))
def test_matches_chinese_is_substring_truth(text, words):
    assert matches(text, words) == (fold(words) in fold(text))


@pytest.mark.parametrize(
    ("text", "words", "parts"),
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
def test_highlight_in_the_text_as_it_is(text, words, parts):
    assert [text[start:end] for start, end in highlight(text, words)] == parts


@given(storable, queries)
def test_highlight_is_ordered_and_agrees_with_matches(text, words):
    spans = highlight(text, words)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    if matches(text, words):
        assert spans


def test_query_text_of_each_kind():
    assert query_text("抖音电商") == "(('抖音' <-> '音电' <-> '电商'))"
    assert query_text("商") == query_text("商 商") == "(('商'))"
    assert query_text("Spar 2021") == "(('spar':*)) & (('2021'))"
    assert query_text("小店tik") == "(('小店' <2> 'tik':*))"
    assert query_text("ShopPay店") == "(('shoppay' <-> '店') | ('shop' <-> 'pay' <-> '店'))"


@pytest.mark.parametrize("words", ["", " \t", "，。！", "\0", "&|!()<->:*", "'", "\\", '""', "🎉"])
def test_query_text_of_nothing(words):
    assert query_text(words) is None
    assert as_query(words) is None


def test_vector_text_of_parts():
    assert vector_text([("抖音", "A"), ("it's", "D")]) == (
        "'it':4D 's':5D '抖':1A '抖音':1A '音':2A"
    )


def test_vector_text_refuses_another_weight():
    with pytest.raises(ValueError, match="weight"):
        vector_text([("抖音", "E")])


def test_vector_text_positions_stay_in_bounds():
    text = "".join(chr(0x4E00 + at) for at in range(20_000)) + "的" * 600
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


def is_found(text, words):
    query = query_text(words)
    vector = vector_text([(text, "A")])
    return query is not None and sql("SELECT %s::tsvector @@ %s::tsquery", vector, query)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "words"), FOUND)
def test_database_found(text, words):
    assert is_found(text, words)


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "words"), NOT_FOUND)
def test_database_not_found(text, words):
    assert not is_found(text, words)


@pytest.mark.django_db
@settings(max_examples=200, deadline=None)
@given(storable, queries)
@example("a", "' | \\' & <-> '':*")
def test_database_never_refuses_a_query_and_agrees_with_matches(text, words):
    found = is_found(text, words)
    # Within a term, a place broken by punctuation is counted, not seen: "1,7" is 1, any, 7.
    if found != matches(text, words):
        assert found
        assert re.search(r"<\d+>", query_text(words))


@pytest.mark.django_db
def test_database_takes_a_very_long_text():
    generator = random.Random(1)
    text = "".join(chr(generator.randint(0x4E00, 0x9FA5)) for _ in range(120_000))
    vector = vector_text([(text, "D"), ("Ab1" * 50_000, "D"), ("x" * 10_000, "D")])
    assert sql("SELECT length(%s::tsvector)", vector) > 50_000
    early = text[:20_000]
    assert all(is_found(early, early[at : at + 6]) for at in (0, 9_000, 16_315, 16_330, 19_990))


@pytest.mark.django_db
def test_database_expressions():
    rows = ContentType.objects.annotate(found_in=as_vector([("抖音电商", "A"), ("小店", "D")]))
    assert rows.filter(found_in=as_query("抖音")).exists()
    assert not rows.filter(found_in=as_query("快手")).exists()
    assert rows.filter(found_in=as_query("抖音") & as_query("店")).exists()
    assert rows.filter(found_in=as_query("快手") | as_query("店")).exists()
    assert rows.filter(found_in=~as_query("快手")).exists()
    assert not rows.filter(found_in=as_query("快手'\\") & as_query("店")).exists()


@pytest.mark.django_db
def test_database_ranks_heavier_parts_first():
    rows = ContentType.objects.annotate(
        found_in=as_vector([("抖音电商", "A"), ("小店", "D")]),
        title=rank("抖音", "found_in"),
        body=rank("小店", "found_in"),
        nothing=rank("，", "found_in"),
    )
    row = rows.first()
    assert row.title > row.body > row.nothing == 0


ORIGINALS = Path(os.environ.get("KB_ORIGINALS") or Path(__file__).parents[4] / "shared" / "seeds")


def sentences():
    texts = [path.read_text(encoding="utf-8") for path in sorted(ORIGINALS.glob("*.txt"))]
    found = [part for text in texts for part in re.split(r"[。！？\n]", text) if len(part) > 3]
    return list(dict.fromkeys(found))


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("script", ["as it is", "s2t", "t2s"])
def test_database_agrees_with_substring_truth_on_the_articles(length, script):
    rows = sentences()
    if not rows:
        pytest.skip(f"no originals in {ORIGINALS.name}: set KB_ORIGINALS")
    runs = re.findall(r"[\u4e00-\u9fff]+", "\n".join(rows))
    pool = sorted({run[at : at + length] for run in runs for at in range(len(run) - length + 1)})
    convert = (lambda words: words) if script == "as it is" else OpenCC(script).convert
    wanted = [convert(words) for words in random.Random(length).sample(pool, 40)]
    vectors = [vector_text([(row, "A")]) for row in rows]
    folded = [fold(row) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE sentence ON COMMIT DROP AS "
            "SELECT ordinality - 1 AS id, v::tsvector FROM unnest(%s) "
            "WITH ORDINALITY AS t(v, ordinality)",
            [vectors],
        )
        for words in wanted:
            cursor.execute("SELECT id FROM sentence WHERE v @@ %s::tsquery", [query_text(words)])
            assert {row[0] for row in cursor.fetchall()} == {
                at for at, text in enumerate(folded) if fold(words) in text
            }
