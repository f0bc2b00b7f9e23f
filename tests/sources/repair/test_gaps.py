"""Places where a site dropped words with their links, in made-up sentences."""

import pytest

from sources.repair import gaps, gaps_against

SENTENCES_WITH_GAPS = [
    ("船長只說了一句:。", 8),
    ("船長只說了一句：。", 8),
    ("港口的人叫它“”，沒人反對", 7),
    ("三個島(尤其是北島和)都有燈塔", 10),
    ("兩個島（東島與）很近", 7),
    ("一切朝著的方向走", 4),
    ("再以為例，燈塔關了", 2),
    ("為例,燈塔關了", 0),
    ("他走了。\n和 Lighthouse保持距離讓船安全", 5),
    ("大家是在和其他港口的網站上訂票", 4),
    ("有蘋果、、梨", 4),
    ("有蘋果、。", 4),
    ("他沒談成。,後來走了", 5),
    ("他來了,,又走了", 4),
]
COMPLETE_SENTENCES = [
    "他說：“好。”",
    "溶液飽和，氣候溫和。許多人參與。",
    "對於港口的安排，隨著風的方向",
    "以燈塔為例，船都靠岸",
    "和Lighthouse一樣，它也關了",
    "他正在和其他船長在甲板上說話",
    "呼叫 run() 之後，等…… 再說",
    "蘋果、梨和桃。",
    "A, B, and C; etc.",
]


@pytest.mark.parametrize(("text", "offset"), SENTENCES_WITH_GAPS)
def test_gaps_finds_impossible_prose(text, offset):
    assert [gap.offset for gap in gaps(text)] == [offset]
    assert gaps(text)[0].reason


@pytest.mark.parametrize("text", COMPLETE_SENTENCES)
def test_gaps_is_empty_for_complete_sentences(text):
    assert gaps(text) == []


def test_gaps_against_a_summary_that_still_has_the_words():
    summary = "昨天,老港口賣掉了舊燈塔的消息傳開了,大家都覺得奇怪,因為那座燈..."
    body = "昨天,賣掉了舊的消息傳開了,大家都覺得奇怪,因為那座燈塔還亮著。"
    results = gaps_against(body, summary)
    assert [gap.offset for gap in results] == [3, 7]
    assert "老港口" in results[0].reason
    assert gaps(body, summary) == results


def test_gaps_against_skips_the_summary_itself():
    summary = "昨天,老港口賣掉燈塔的消息傳開了..."
    text = f"{summary}\n\n昨天,賣掉燈塔的消息傳開了。"
    assert [text[gap.offset :][:4] for gap in gaps(text, summary)] == ["賣掉燈塔"]


def test_gaps_against_another_text_finds_nothing():
    assert gaps_against("港口很安靜，沒有一艘船。", "山上下雪，農夫都睡了...") == []
